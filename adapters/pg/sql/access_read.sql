-- SPDX-License-Identifier: Apache-2.0
-- Who read personal data of a dispute, newest first.
select p.access_id, p.at, p.reader, p.role, p.staff_id, p.body_id, p.seat, p.purpose, p.what
from person_access p
where p.bucket = $1::integer and p.dispute_id = $2::bigint and p.access_id < $3::bigint
order by p.access_id desc
limit $4::bigint
