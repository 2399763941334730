-- SPDX-License-Identifier: Apache-2.0
-- Which of these request keys were used, and for which event?
select k.key, k.dispute_id, k.seq
from unnest($1::integer[], $2::uuid[]) as i(bucket, key)
join request_key k on k.bucket = i.bucket and k.key = i.key
where k.bucket = any($1::integer[]) -- sharded
