-- SPDX-License-Identifier: Apache-2.0
-- How many messages of a partner are open, counted up to $2.
select count(*) from (
    select 1 from exchange_message m
    where m.partner_id = $1::bigint and m.state in (0, 1, 3)
    limit $2::bigint) o
