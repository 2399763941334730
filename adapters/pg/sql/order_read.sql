-- SPDX-License-Identifier: Apache-2.0
-- One order with what it says.
select
-- part order_columns
       o.payload
from outside_order o
where o.bucket = $1::integer and o.order_id = $2::bigint
