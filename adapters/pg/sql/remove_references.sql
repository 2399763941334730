-- SPDX-License-Identifier: Apache-2.0
-- The numbers that a dispute bears elsewhere.
delete from dispute_reference r
where r.bucket = $1::integer and r.dispute_id = $2::bigint
