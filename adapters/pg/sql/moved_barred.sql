-- SPDX-License-Identifier: Apache-2.0
-- That no profile is drawn of a party goes with its hash; of two rows the one that stands is kept,
-- and of two that stand the later one.
with old as (
    delete from credit_barred b
    where b.bucket = $1::integer and b.party = $2::bytea
    returning b.at, b.account, b.login, b.reference, b.until, b.lifted_at, b.lifted_by
)
insert into credit_barred as b (bucket, party, at, account, login, reference, until, lifted_at,
                                lifted_by)
select $3::integer, $4::bytea, o.at, o.account, o.login, o.reference, o.until, o.lifted_at,
       o.lifted_by
from old o
on conflict (bucket, party) do update
set at = excluded.at, account = excluded.account, login = excluded.login,
    reference = excluded.reference, until = excluded.until, lifted_at = excluded.lifted_at,
    lifted_by = excluded.lifted_by
where (b.lifted_at is not null, excluded.at) > (excluded.lifted_at is not null, b.at)
