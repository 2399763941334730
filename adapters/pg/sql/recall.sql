-- SPDX-License-Identifier: Apache-2.0
-- What earlier requests with these keys did: the event, the code that it issued if it registered
-- (0) or reissued (60), and the event that had put the dispute under its procedure version by then:
-- the registration (0) or the last migration (62). The numbers are those of enum ym_cmd.
select k.bucket, k.key, k.dispute_id, k.seq, k.fingerprint, e.payload, c.token, p.payload
from unnest($1::integer[], $2::uuid[]) as i(bucket, key)
join request_key k on k.bucket = i.bucket and k.key = i.key
join event e on e.bucket = k.bucket and e.dispute_id = k.dispute_id and e.seq = k.seq
left join code c on c.bucket = k.bucket and c.dispute_id = k.dispute_id and c.issued_at = e.at
    and e.kind in (0, 60)
left join lateral (select p.payload from event p
                   where p.bucket = k.bucket and p.dispute_id = k.dispute_id and p.seq <= k.seq
                     and p.kind in (0, 62)
                   order by p.seq desc
                   limit 1) p on true
where k.bucket = any($1::integer[]) and e.bucket = any($1::integer[]) -- sharded
