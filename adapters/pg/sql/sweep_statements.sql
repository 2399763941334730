-- SPDX-License-Identifier: Apache-2.0
-- Parties' own words from before $1 that stand beside no profile any more, at most $2.
with old as (
    select s.bucket, s.party from credit_statement s
    where s.at < $1::timestamptz
      and not exists (select from credit_profile p
                      where p.bucket = s.bucket and p.party = s.party)
    limit $2::bigint
)
delete from credit_statement c using old o
where c.bucket = o.bucket and c.party = o.party
