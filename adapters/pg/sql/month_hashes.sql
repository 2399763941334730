-- SPDX-License-Identifier: Apache-2.0
-- The reports of a revision in the order in which its digest takes them: what each says that its
-- digest is, and what it is.
select r.scope, r.of_id, r.sha256, sha256(r.bytes)
from month_report r
where r.month = $1::date and r.revision = $2::smallint
order by r.scope, r.of_id
