-- SPDX-License-Identifier: Apache-2.0
-- An attachment has been looked at: this is what it is ($7) and what binds it ($8). All of its $9
-- parts must be there. Parts are never replaced, so what was looked at is what stands there.
update attachment a set state = 1, media = $7::smallint, commitment = $8::bytea
where a.bucket = $1::integer and a.dispute_id = $2::bigint and a.attachment_id = $6::bigint
  and (a.state = 0 or (a.state = 1 and a.commitment = $8::bytea)) and a.at > $10::timestamptz
  and (select count(*) from attachment_part p
       where p.bucket = $1::integer and p.dispute_id = $2::bigint
         and p.attachment_id = $6::bigint) = $9::bigint
-- part attachment_owner
