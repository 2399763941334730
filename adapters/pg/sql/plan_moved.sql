-- SPDX-License-Identifier: Apache-2.0
-- These have moved: their events tell of it.
delete from procedure_migration_item
where plan = $1::integer and state = 0 and dispute_id = any($2::bigint[])
