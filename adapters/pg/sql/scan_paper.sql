-- SPDX-License-Identifier: Apache-2.0
-- The next attachment on file of bucket $1 behind ($2, $3), with its event: for yima verify --files,
-- which shows nothing of it to anybody.
select a.dispute_id, a.attachment_id, a.seq, a.bytes, a.commitment, a.head, e.kind, e.payload
from attachment a
left join event e on e.bucket = a.bucket and e.dispute_id = a.dispute_id and e.seq = a.seq
                 and e.bucket = $1::integer
where a.bucket = $1::integer and (a.dispute_id, a.attachment_id) > ($2::bigint, $3::bigint)
  and a.state = 2
order by a.dispute_id, a.attachment_id
limit 1
