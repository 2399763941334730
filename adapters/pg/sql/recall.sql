-- SPDX-License-Identifier: Apache-2.0
-- What earlier requests with these keys did: the event, the code that it issued if it registered
-- (0) or reissued (60), and the event that had put the dispute under its procedure version by then:
-- the registration (0) or the last migration (62). The numbers are those of enum ym_cmd. Only a code
-- in force is found by an index; it is looked for first, and nearly always it is the one.
select k.bucket, k.key, k.dispute_id, k.seq, k.fingerprint, e.payload, c.token, p.payload
from unnest($1::integer[], $2::uuid[]) as i(bucket, key)
join request_key k on k.bucket = i.bucket and k.key = i.key
join event e on e.bucket = k.bucket and e.dispute_id = k.dispute_id and e.seq = k.seq
left join lateral (select c.token from code c
                   where e.kind in (0, 60) and c.bucket = k.bucket
                     and c.dispute_id = k.dispute_id and c.issued_at = e.at
                     and c.revoked_at is null
                   union all
                   select c.token from code c
                   where e.kind in (0, 60) and c.bucket = k.bucket
                     and c.dispute_id = k.dispute_id and c.issued_at = e.at
                     and c.revoked_at is not null
                   limit 1) c on true
left join lateral (select p.payload from event p
                   where p.bucket = k.bucket and p.dispute_id = k.dispute_id and p.seq <= k.seq
                     and p.kind in (0, 62)
                   order by p.seq desc
                   limit 1) p on true
where k.bucket = any($1::integer[]) and e.bucket = any($1::integer[]) -- sharded
