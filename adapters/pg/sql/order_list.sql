-- SPDX-License-Identifier: Apache-2.0
-- Orders with something open, the oldest first.
select
-- part order_columns
       null::bytea as payload
from outside_order o
where o.tasks <> 0 and o.tasks & $3::integer <> 0
  and o.region between $1::bigint and $2::bigint
  and ($4::text = '' or o.partner = $4::text)
  and o.order_id > $5::bigint
order by o.order_id
limit $6::bigint
