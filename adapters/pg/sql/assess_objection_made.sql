-- SPDX-License-Identifier: Apache-2.0
-- The objection that a request raised.
-- part assess_objection_row
where o.bucket = $1::integer and o.request_key = $2::bytea
