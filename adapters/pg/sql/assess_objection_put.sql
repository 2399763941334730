-- SPDX-License-Identifier: Apache-2.0
-- An objection, while fewer are open about the subject than may ($17).
insert into assess_objection (bucket, objection_id, kind, subject, body_id, region, month, measure,
                              dispute_id, reason, at, by, by_staff, due, verdict, request_key,
                              fingerprint)
select $1::integer, $2::bigint, $3::smallint, $4::bigint, $5::bigint, $6::bigint,
       date '1970-01-01' + $7::integer, $8::smallint, $9::bigint, $10::bytea, $11::timestamptz,
       $12::text, $13::bigint, date '1970-01-01' + $14::integer, 0, $15::bytea, $16::bytea
where (select count(*) from assess_objection o
       where o.bucket = $1::integer and o.kind = $3::smallint and o.subject = $4::bigint
         and o.verdict = 0) < $17::bigint
on conflict do nothing
