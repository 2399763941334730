-- SPDX-License-Identifier: Apache-2.0
-- Objections in a state, the first that is due first: of the $6 that come behind ($4, $5), those
-- within the regions, and on each row the place where the looking ended.
with next as (
    select o.* from credit_objection o
    where o.state = $3::smallint and (o.due_on, o.objection_id) > ($4::date, $5::bigint)
    order by o.due_on, o.objection_id
    limit $6::bigint
), here as (
    select n.* from next n
    where n.region between $1::bigint and $2::bigint
    order by n.due_on, n.objection_id
    limit $7::bigint
), ends as (
    select n.due_on, n.objection_id, (select count(*) from next) as n
    from next n
    order by n.due_on desc, n.objection_id desc
    limit 1
)
select o.party, o.objection_id, o.month, o.run, o.item_dispute, o.item_seq, o.item_kind, o.item_no,
       o.region, o.dispute_id, o.seat, o.at, o.by, o.reason, o.due_on, o.latest_on, o.extended_at,
       o.state, o.decided_at, o.decided_by, o.decided_role, o.answer,
       e.n, e.due_on, e.objection_id
from ends e
left join here o on true
order by o.due_on, o.objection_id
