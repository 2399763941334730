-- SPDX-License-Identifier: Apache-2.0
-- Items of histories among which one is from before $1, at most $2: the next run makes them anew
-- without it.
with old as (
    select s.bucket, s.dispute_id from credit_source s
    where s.oldest < ($1::timestamptz at time zone 'Asia/Shanghai')::date
    limit $2::bigint
)
delete from credit_source c using old o
where c.bucket = o.bucket and c.dispute_id = o.dispute_id
