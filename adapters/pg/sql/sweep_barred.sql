-- SPDX-License-Identifier: Apache-2.0
-- Parties of whom profiles were drawn again before $1, at most $2.
with old as (
    select b.bucket, b.party from credit_barred b
    where b.lifted_at < $1::timestamptz
       or b.until < ($1::timestamptz at time zone 'Asia/Shanghai')::date
    limit $2::bigint
)
delete from credit_barred c using old o
where c.bucket = o.bucket and c.party = o.party
