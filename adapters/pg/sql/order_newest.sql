-- SPDX-License-Identifier: Apache-2.0
-- The first content under a number, and the newest.
select
-- part order_columns
       null::bytea as payload
from outside_order o
where o.bucket = $1::integer and o.partner = $2::text and o.reference = $3::text
  and (o.revision = 0
       or o.revision = (select max(n.revision) from outside_order n
                        where n.bucket = $1::integer and n.partner = $2::text
                          and n.reference = $3::text))
order by o.revision
