-- SPDX-License-Identifier: Apache-2.0
-- What became of an order.
update outside_order
set state = $3::smallint, type = $4::smallint, dispute_id = $5::bigint, tasks = $6::integer,
    cause_list = $7::text, cause = $8::text, likely = $9::text
where bucket = $1::integer and order_id = $2::bigint
