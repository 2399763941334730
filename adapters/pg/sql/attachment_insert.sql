-- SPDX-License-Identifier: Apache-2.0
-- An attachment begins, unless there are as many, or as many bytes, as a dispute may have, or as one
-- party may put in, or its owner ($3 staff and $4 role, or $5 seat) has too many unfinished ones. A
-- repeated request changes nothing.
insert into attachment as a (bucket, dispute_id, attachment_id, state, kind, purpose, shown, seat, role,
                             author_seat, staff_id, confidant, at, bytes, author, head, request_key,
                             fingerprint)
select d.bucket, d.dispute_id, $6::bigint, 0, $7::smallint, $8::smallint, $9::smallint,
       $10::smallint, $4::smallint, $5::smallint, $3::bigint, $11::bigint, $12::timestamptz,
       $13::integer, $14::text, $15::bytea, $16::bytea, $17::bytea
from dispute d
where d.bucket = $1::integer and d.dispute_id = $2::bigint
  and (select count(*) < $18::bigint and coalesce(sum(a.bytes), 0) + $13::integer <= $19::bigint
       from attachment a
       where a.bucket = $1::integer and a.dispute_id = $2::bigint and a.state <> 3)
  and (select count(*) < $20::bigint
       from attachment a
       where a.bucket = $1::integer and a.dispute_id = $2::bigint and a.state < 2
-- part attachment_owner
      )
  and ($5::smallint is null
       or (select count(*) < $21::bigint and coalesce(sum(a.bytes), 0) + $13::integer <= $22::bigint
           from attachment a
           where a.bucket = $1::integer and a.dispute_id = $2::bigint and a.state <> 3
             and a.author_seat = $5::smallint))
on conflict do nothing
