-- SPDX-License-Identifier: Apache-2.0
-- At most $3 request keys of one bucket from before $2. There is no index on the time, which would
-- cost every command something: a round walks through the buckets instead.
with c as (
    select key from request_key
    where bucket = $1::integer and at < $2::timestamptz
    limit $3::bigint
)
delete from request_key k using c
where k.bucket = $1::integer and k.key = c.key
