-- SPDX-License-Identifier: Apache-2.0
-- The disputes with a deadline that runs, a page of them in the order of ids: of the first bucket
-- from $1 on that has one, and of $1 itself only those behind $2.
with b as (
    select t.bucket from deadline t
    where t.bucket >= $1::integer and (t.bucket > $1::integer or t.dispute_id > $2::bigint)
    order by t.bucket limit 1),
n as (
    select distinct t.bucket, t.dispute_id from deadline t, b
    where t.bucket = b.bucket and (t.bucket > $1::integer or t.dispute_id > $2::bigint)
    order by t.dispute_id limit $3::bigint)
select s.dispute_id, s.version, s.state
from n join dispute s on s.bucket = n.bucket and s.dispute_id = n.dispute_id
order by s.dispute_id
