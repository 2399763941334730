-- SPDX-License-Identifier: Apache-2.0
-- Objections of the parties of one bucket that are open or were upheld, by party and item, the
-- newest of an item last.
select o.party, o.item_dispute, o.item_seq, o.item_kind, o.item_no, o.state
from credit_objection o
where o.bucket = $1::integer and o.state in (0, 1)
order by o.party, o.item_dispute, o.item_seq, o.item_kind, o.item_no, o.objection_id
limit $2::bigint
