-- SPDX-License-Identifier: Apache-2.0
-- Count a try of a seat to prove itself, in one step: nobody tries more often than they may by
-- trying at the same time. A locked seat stays locked, right or wrong, until a new access code is
-- issued to it by somebody who saw the person.
insert into signer_proof as p (bucket, dispute_id, seat, issue, failures, tried_at, locked_at)
select d.bucket, d.dispute_id, $3::smallint, coalesce(c.issue, 0),
       case when $4::boolean then 0 else 1 end, $5::timestamptz, null
from dispute d
left join access_code c on c.bucket = d.bucket and c.dispute_id = d.dispute_id
                       and c.seat = $3::smallint
where d.bucket = $1::integer and d.dispute_id = $2::bigint
on conflict (bucket, dispute_id, seat) do update
set issue = excluded.issue,
    failures = case when p.issue <> excluded.issue then excluded.failures
                    when p.locked_at is not null then p.failures
                    when $4::boolean then 0
                    else p.failures + 1 end,
    tried_at = excluded.tried_at,
    locked_at = case when p.issue <> excluded.issue then null
                     when p.locked_at is not null then p.locked_at
                     when not $4::boolean and p.failures + 1 >= $6::integer
                     then excluded.tried_at end
returning p.locked_at is not null, p.failures
