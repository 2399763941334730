-- SPDX-License-Identifier: Apache-2.0
-- Looks at credit profiles before $1, at most $2: those that came first are looked at, in the order of
-- their ids, which is that of time.
with first as (
    select l.bucket, l.party, l.read_id, l.at from credit_read l
    order by l.read_id
    limit $2::bigint
)
delete from credit_read c using first f
where c.bucket = f.bucket and c.party = f.party and c.read_id = f.read_id and f.at < $1::timestamptz
