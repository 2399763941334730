-- SPDX-License-Identifier: Apache-2.0
-- One objection.
-- part assess_objection_row
where o.bucket = $1::integer and o.objection_id = $2::bigint
