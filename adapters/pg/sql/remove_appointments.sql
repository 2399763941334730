-- SPDX-License-Identifier: Apache-2.0
-- Appointments, in all their revisions.
delete from appointment a
where a.bucket = $1::integer and a.dispute_id = $2::bigint
