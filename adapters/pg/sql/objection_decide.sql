-- SPDX-License-Identifier: Apache-2.0
-- Decide an objection that is open.
update credit_objection o
set state = $2::smallint, decided_at = $3::timestamptz, decided_by = $4::text,
    decided_role = $5::smallint, answer = $6::bytea
where o.objection_id = $1::bigint and o.state = 0
