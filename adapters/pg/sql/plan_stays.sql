-- SPDX-License-Identifier: Apache-2.0
-- Who stayed, and why, behind an id.
select dispute_id, why, at from procedure_migration_item
where plan = $1::integer and state = 1 and dispute_id > $2::bigint
order by dispute_id
limit $3::bigint
