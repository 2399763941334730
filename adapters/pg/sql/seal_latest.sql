-- SPDX-License-Identifier: Apache-2.0
-- The latest sealed document of this kind and subject of a dispute.
-- part seal_columns
where s.bucket = $1::integer and s.dispute_id = $2::bigint and s.document = $3::smallint
  and s.subject = $4::text
order by s.version desc
limit 1
