-- SPDX-License-Identifier: Apache-2.0
-- Disputes that are about to move, some of them.
select dispute_id from procedure_migration_item
where plan = $1::integer and state = 0
order by dispute_id
limit $2::bigint
