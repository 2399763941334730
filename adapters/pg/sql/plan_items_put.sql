-- SPDX-License-Identifier: Apache-2.0
-- Disputes that are about to move.
insert into procedure_migration_item (plan, dispute_id, state, why, at)
select $1::integer, i.dispute_id, 0, '', $3::timestamptz
from unnest($2::bigint[]) as i(dispute_id)
on conflict do nothing
