-- SPDX-License-Identifier: Apache-2.0
-- A number of another system leaves a dispute.
delete from dispute_reference
where bucket = $1::integer and dispute_id = $2::bigint and partner = $3::text
  and reference = $4::text
