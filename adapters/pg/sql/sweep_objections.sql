-- SPDX-License-Identifier: Apache-2.0
-- Objections that were due before $1, at most $2, decided or not: the item is past its time by now,
-- and there is nothing left to decide.
with old as (
    select o.bucket, o.party, o.objection_id from credit_objection o
    where o.due_on < ($1::timestamptz at time zone 'Asia/Shanghai')::date
    limit $2::bigint
)
delete from credit_objection c using old o
where c.bucket = o.bucket and c.party = o.party and c.objection_id = o.objection_id
