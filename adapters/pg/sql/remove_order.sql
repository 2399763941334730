-- SPDX-License-Identifier: Apache-2.0
-- A work order, in all its revisions.
delete from outside_order o
where o.bucket = $1::integer and o.partner = $2::text and o.reference = $3::text
