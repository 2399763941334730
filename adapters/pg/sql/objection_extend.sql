-- SPDX-License-Identifier: Apache-2.0
-- Give an open objection the longest time, once, while the first one runs.
update credit_objection o
set extended_at = $2::timestamptz
where o.objection_id = $1::bigint and o.state = 0 and o.extended_at is null and o.due_on >= $3::date
