-- SPDX-License-Identifier: Apache-2.0
-- The sealed documents with these bytes: one, as a rule.
-- part seal_columns
where s.sha256 = $1::bytea
order by s.bucket, s.code
limit $2::bigint
