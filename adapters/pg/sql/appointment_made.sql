-- SPDX-License-Identifier: Apache-2.0
-- The revision that a request made.
select a.appointment_id, a.revision, a.role, a.changed_at, a.starts_at, a.minutes, a.seats,
       a.is_cancelled, a.place, a.note, a.reason, a.changed_by, a.fingerprint
from appointment a
where a.bucket = $1::integer and a.dispute_id = $2::bigint and a.request_key = $3::bytea
