-- SPDX-License-Identifier: Apache-2.0
-- One dispute with its words, names and code; one row a party, the long text on the first alone.
select d.version, d.state, d.head, d.colour, d.stage, d.is_open, d.due_at, d.updated_at,
       t.received_at, t.title, case when coalesce(p.seat, 0) = 0 then t.description end,
       t.external_ref, t.amount_fen,
       d.body, b.name, b.phone, d.mediator, s.name, s.phone, d.court, k.name, k.phone,
       r.name, c.token,
       p.seat, p.side, p.kind, p.name, p.identity, p.identity_hash, p.phone, p.address, p.agent,
       p.agent_phone
from dispute d
join dispute_detail t on t.bucket = d.bucket and t.dispute_id = d.dispute_id
left join party p on p.bucket = d.bucket and p.dispute_id = d.dispute_id
left join code c on c.bucket = d.bucket and c.dispute_id = d.dispute_id and c.revoked_at is null
left join body b on b.body_id = d.body
left join staff s on s.staff_id = d.mediator
left join body k on k.body_id = d.court
left join region r on r.code = d.region
where d.bucket = $1::integer and d.dispute_id = $2::bigint
order by p.seat
