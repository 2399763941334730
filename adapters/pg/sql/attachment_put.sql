-- SPDX-License-Identifier: Apache-2.0
-- A part of an attachment that its owner has under way, and that is not about to be swept ($10). A
-- part that is there stays as it is.
insert into attachment_part as p (bucket, dispute_id, attachment_id, part, print, body)
select a.bucket, a.dispute_id, a.attachment_id, $7::smallint, $8::bytea, $9::bytea
from attachment a
where a.bucket = $1::integer and a.dispute_id = $2::bigint and a.attachment_id = $6::bigint
  and a.state = 0 and a.at > $10::timestamptz
-- part attachment_owner
on conflict do nothing
