-- SPDX-License-Identifier: Apache-2.0
-- A party of a dispute has this phone.
insert into outside_phone (bucket, hash, dispute_id, received_at)
values ($1::integer, $2::bytea, $3::bigint, $4::timestamptz)
on conflict do nothing
