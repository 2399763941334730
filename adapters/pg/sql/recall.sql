-- SPDX-License-Identifier: Apache-2.0
-- What earlier requests with these keys did, and the code that is now in force.
select k.bucket, k.key, k.dispute_id, k.seq, k.fingerprint, e.payload, c.token
from unnest($1::integer[], $2::bytea[]) as i(bucket, key)
join request_key k on k.bucket = i.bucket and k.key = i.key
join event e on e.bucket = k.bucket and e.dispute_id = k.dispute_id and e.seq = k.seq
left join code c on c.bucket = k.bucket and c.dispute_id = k.dispute_id and c.revoked_at is null
where k.bucket = any($1::integer[]) and e.bucket = any($1::integer[]) -- sharded
