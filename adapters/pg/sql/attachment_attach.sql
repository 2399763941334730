-- SPDX-License-Identifier: Apache-2.0
-- Attachments become part of the file, in the transaction of their events.
update attachment a set state = 2, seq = i.seq, attached_at = i.at
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::bigint[], $5::integer[], $6::timestamptz[])
    as i(bucket, dispute_id, head, attachment_id, seq, at)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where a.bucket = i.bucket and a.dispute_id = i.dispute_id and a.attachment_id = i.attachment_id
  and a.state = 1
  and d.bucket = any($1::integer[]) and a.bucket = any($1::integer[]) -- sharded
