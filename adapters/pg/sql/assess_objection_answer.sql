-- SPDX-License-Identifier: Apache-2.0
-- The answer to an objection that is open.
update assess_objection o
set verdict = $3::smallint, answer = $4::bytea, answered_at = $5::timestamptz,
    answered_by = $6::text
where o.bucket = $1::integer and o.objection_id = $2::bigint and o.verdict = 0
