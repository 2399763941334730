-- SPDX-License-Identifier: Apache-2.0
-- Sealed documents behind a code, in the order of buckets and codes.
-- part seal_columns
where (s.bucket, s.code) > ($1::integer, $2::text)
order by s.bucket, s.code
limit $3::bigint
