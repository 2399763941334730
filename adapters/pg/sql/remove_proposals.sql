-- SPDX-License-Identifier: Apache-2.0
-- What was said of a dispute when points were put forward or declined; the points stay.
update points_proposal p
set note = null, reason = null
where p.bucket = $1::integer and p.dispute_id = $2::bigint
  and (p.note is not null or p.reason is not null)
