-- SPDX-License-Identifier: Apache-2.0
-- What protects a dispute from profiles, oldest first.
select p.protection_id, p.kind, p.is_set, p.lifts_report, p.at, p.role, p.staff_id, p.by, p.reason
from dispute_protection p
where p.bucket = $1::integer and p.dispute_id = $2::bigint
order by p.protection_id
limit $3::bigint
