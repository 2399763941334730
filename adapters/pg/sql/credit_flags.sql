-- SPDX-License-Identifier: Apache-2.0
-- Objections of the parties of one bucket that were open or upheld at $2, by party and item, the
-- newest of an item last.
select o.party, o.item_dispute, o.item_seq, o.item_kind, o.item_no,
       case when o.decided_at > $2::timestamptz then 0::smallint else o.state end
from credit_objection o
where o.bucket = $1::integer and o.at <= $2::timestamptz
  and (o.state in (0, 1) or o.decided_at > $2::timestamptz)
order by o.party, o.item_dispute, o.item_seq, o.item_kind, o.item_no, o.objection_id
limit $3::bigint
