-- SPDX-License-Identifier: Apache-2.0
-- The number of a dispute elsewhere.
delete from external_ref x
where x.bucket = $1::integer and x.channel = $2::smallint and x.reference = $3::text
  and x.dispute_id = $4::bigint
