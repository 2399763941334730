-- SPDX-License-Identifier: Apache-2.0
-- Disputes of a type that share a party's identity.
select w.dispute_id, d.version, w.colour, w.stage, w.type, w.is_open, w.region, w.due_at,
       t.received_at, d.updated_at, t.title,
       w.body, b.name, b.phone, w.mediator, s.name, s.phone, w.court, k.name, k.phone
from worklist w
join dispute d on d.bucket = w.bucket and d.dispute_id = w.dispute_id
join dispute_detail t on t.bucket = w.bucket and t.dispute_id = w.dispute_id
left join body b on b.body_id = w.body
left join staff s on s.staff_id = w.mediator
left join body k on k.body_id = w.court
where w.type = $2::smallint
  and exists (select from party p
              where p.bucket = w.bucket and p.dispute_id = w.dispute_id
                and p.identity_hash = any($1::bytea[]))
order by w.dispute_id desc
limit $3::bigint
