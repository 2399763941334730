-- SPDX-License-Identifier: Apache-2.0
-- The sealed document of this kind, version and subject.
-- part seal_columns
where s.bucket = $1::integer and s.dispute_id = $2::bigint and s.document = $3::smallint
  and s.version = $4::integer and s.subject = $5::text
