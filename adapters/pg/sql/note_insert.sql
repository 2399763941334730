-- SPDX-License-Identifier: Apache-2.0
-- A note, unless there are as many as may be, or what it corrects is no note of the same author and
-- kind that stands uncorrected. A repeated request changes nothing.
insert into note as n (bucket, dispute_id, note_id, kind, seat, at, staff_id, author, role, corrects,
                       body, request_key, fingerprint)
select d.bucket, d.dispute_id, $3::bigint, $4::smallint, $5::smallint, $6::timestamptz, $7::bigint,
       $8::text, $9::smallint, $10::bigint, $11::bytea, $12::bytea, $13::bytea
from dispute d
where d.bucket = $1::integer and d.dispute_id = $2::bigint
  and (select count(*) from note o where o.bucket = $1::integer and o.dispute_id = $2::bigint)
      < $14::bigint
  and ($10::bigint is null
       or (exists (select 1 from note o
                   where o.bucket = $1::integer and o.dispute_id = $2::bigint
                     and o.note_id = $10::bigint and o.kind = $4::smallint
                     and o.staff_id = $7::bigint and o.role = $9::smallint)
           and not exists (select 1 from note o
                           where o.bucket = $1::integer and o.dispute_id = $2::bigint
                             and o.corrects = $10::bigint)))
on conflict do nothing
