-- SPDX-License-Identifier: Apache-2.0
-- Title, description, terms for search and the number elsewhere.
update dispute_detail t
set title = $3::text, description = '', terms = '{}', external_ref = null
where t.bucket = $1::integer and t.dispute_id = $2::bigint
