-- SPDX-License-Identifier: Apache-2.0
-- Profiles of which an item is past its time at $1 by the formula of their run, at most $2: of each
-- the hash stays, so that the digest of the run can still be computed.
with old as (
    select p.bucket, p.month, p.run, p.party, p.sha256
    from credit_run r
    join credit_profile p on p.month = r.month and p.run = r.run
    where r.state <> 4 and r.swept_at is null
      and p.oldest < ($1::timestamptz at time zone 'Asia/Shanghai')::date - r.expiry_days
    limit $2::bigint
), gone as (
    insert into credit_gone (bucket, month, run, sha256, at)
    select o.bucket, o.month, o.run, o.sha256, $1::timestamptz
    from old o
    on conflict do nothing
)
delete from credit_profile p using old o
where p.bucket = o.bucket and p.month = o.month and p.run = o.run and p.party = o.party
