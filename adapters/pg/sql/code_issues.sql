-- SPDX-License-Identifier: Apache-2.0
-- Codes that were ever issued in a dispute ($3: to this seat alone; 255: to any), the newest first.
select i.seat, i.issue, i.at, i.staff_id, i.role, i.body_id, i.name
from access_code_issue i
where i.bucket = $1::integer and i.dispute_id = $2::bigint
  and ($3::smallint = 255 or i.seat = $3::smallint)
order by i.at desc, i.seat, i.issue desc
limit $4::bigint
