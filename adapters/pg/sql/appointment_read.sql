-- SPDX-License-Identifier: Apache-2.0
-- The last revision of each appointment that concerns these seats ($3: a set), or of one ($4).
select a.appointment_id, a.revision, a.role, a.changed_at, a.starts_at, a.minutes, a.seats,
       a.is_cancelled, a.place, a.note, a.reason, a.changed_by, a.fingerprint
from appointment a
where a.bucket = $1::integer and a.dispute_id = $2::bigint
  and a.seats & $3::bigint <> 0
  and ($4::bigint is null or a.appointment_id = $4::bigint)
  and not exists (select 1 from appointment o
                  where o.bucket = $1::integer and o.dispute_id = $2::bigint
                    and o.appointment_id = a.appointment_id and o.revision > a.revision)
order by a.starts_at, a.appointment_id
limit $5::bigint
