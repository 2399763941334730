-- SPDX-License-Identifier: Apache-2.0
-- Objections that were decided and due before $1, at most $2: the item is past its time by now.
with old as (
    select o.bucket, o.party, o.objection_id from credit_objection o
    where o.state in (1, 2) and o.due_on < ($1::timestamptz at time zone 'Asia/Shanghai')::date
    limit $2::bigint
)
delete from credit_objection c using old o
where c.bucket = o.bucket and c.party = o.party and c.objection_id = o.objection_id
