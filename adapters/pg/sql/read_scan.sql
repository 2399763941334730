-- SPDX-License-Identifier: Apache-2.0
-- What a scanned code leads to; no words and no parties.
select c.revoked_at is not null, d.version, d.state, d.head, d.colour, d.stage, d.is_open, d.due_at,
       d.body, b.name, b.phone, d.court, k.name, k.phone
from code c
join dispute d on d.bucket = c.bucket and d.dispute_id = c.dispute_id
left join body b on b.body_id = d.body
left join body k on k.body_id = d.court
where c.bucket = $1::integer and c.token = $2::text
