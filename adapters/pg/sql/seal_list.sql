-- SPDX-License-Identifier: Apache-2.0
-- The sealed documents of a dispute, oldest first.
-- part seal_columns
where s.bucket = $1::integer and s.dispute_id = $2::bigint
order by s.made_at, s.code
limit $3::bigint
