-- SPDX-License-Identifier: Apache-2.0
-- For disputes ($1 buckets, $2 ids): the registrations of earlier ones, with ids from $3 on, between
-- the same two identities, whichever of them claimed. A deliberate look across buckets.
select i.dispute_id, e.at, e.payload
from unnest($1::integer[], $2::bigint[]) as i(bucket, dispute_id)
join party a on a.bucket = i.bucket and a.dispute_id = i.dispute_id and a.side = 1
            and a.identity_hash is not null
join party b on b.bucket = i.bucket and b.dispute_id = i.dispute_id and b.side = 2
            and b.identity_hash is not null
join party c on c.identity_hash = a.identity_hash and c.dispute_id < i.dispute_id
            and c.dispute_id >= $3::bigint and c.side in (1, 2)
join party d on d.bucket = c.bucket and d.dispute_id = c.dispute_id
            and d.identity_hash = b.identity_hash and d.side in (1, 2) and d.side <> c.side
join event e on e.bucket = c.bucket and e.dispute_id = c.dispute_id and e.seq = 1
