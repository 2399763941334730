-- SPDX-License-Identifier: Apache-2.0
-- The sealed parts of a document, in order.
select p.body
from sealed_part p
where p.bucket = $1::integer and p.code = $2::text
order by p.part
limit $3::bigint
