-- SPDX-License-Identifier: Apache-2.0
-- The objections of a party, newest first.
select o.party, o.objection_id, o.month, o.run, o.item_dispute, o.item_seq, o.item_kind, o.item_no,
       o.region, o.dispute_id, o.seat, o.at, o.by, o.reason, o.due_on, o.latest_on, o.extended_at,
       o.state, o.decided_at, o.decided_by, o.decided_role, o.answer
from credit_objection o
where o.bucket = $1::integer and o.party = $2::bytea
order by o.objection_id desc
limit $3::bigint
