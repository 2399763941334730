-- SPDX-License-Identifier: Apache-2.0
-- The table that holds on a day: of several the one that begins last.
select r.document
from points_rules r
where r.valid_from <= date '1970-01-01' + $1::integer
  and (r.valid_until is null or r.valid_until >= date '1970-01-01' + $1::integer)
order by r.valid_from desc, r.imported_at desc, r.rules_id, r.version
limit 1
