-- SPDX-License-Identifier: Apache-2.0
-- A revision of an appointment: the first, while there are fewer than may be, or the one behind the
-- last, while that one is not cancelled. A repeated request changes nothing, and of two changes at
-- once the key lets one pass.
insert into appointment as a (bucket, dispute_id, appointment_id, revision, changed_at, changed_by,
                              role, starts_at, minutes, seats, is_cancelled, place, note, reason,
                              request_key, fingerprint)
select d.bucket, d.dispute_id, $3::bigint, $4::integer, $5::timestamptz, $6::text, $7::smallint,
       $8::timestamptz, $9::smallint, $10::bigint, $11::boolean, $12::bytea, $13::bytea, $14::bytea,
       $15::bytea, $16::bytea
from dispute d
where d.bucket = $1::integer and d.dispute_id = $2::bigint
  and case when $4::integer = 0
           then (select count(*) from appointment o
                 where o.bucket = $1::integer and o.dispute_id = $2::bigint and o.revision = 0)
                < $17::bigint
           else exists (select 1 from appointment o
                        where o.bucket = $1::integer and o.dispute_id = $2::bigint
                          and o.appointment_id = $3::bigint and o.revision = $4::integer - 1
                          and not o.is_cancelled)
      end
on conflict do nothing
