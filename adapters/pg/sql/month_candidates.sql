-- SPDX-License-Identifier: Apache-2.0
-- Of the next $3 disputes with ids from $1 to before $2: those that can have to do with a month. What
-- changed since $4 or is open can; of the others those that were settled ($5: stages) only when an
-- obligation fell due in it, which their packed state tells. $6 are to come in any case: whoever
-- answered after a return visit. One row always comes: how far it looked.
with page as materialized (
    select d.bucket, d.dispute_id, d.version, d.head, d.state,
           d.updated_at >= $4::timestamptz or d.is_open or d.dispute_id = any($6::bigint[]) as is_live, d.stage
    from dispute d
    where d.dispute_id >= $1::bigint and d.dispute_id < $2::bigint
    order by d.dispute_id
    limit $3::bigint)
select s.n, s.last, p.dispute_id, p.version, p.head,
       case when not p.is_live then p.state end as state
from (select count(*) as n, coalesce(max(dispute_id), 0) as last from page) s
left join page p on p.is_live or p.stage = any($5::smallint[])
order by p.dispute_id
