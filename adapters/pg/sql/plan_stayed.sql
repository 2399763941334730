-- SPDX-License-Identifier: Apache-2.0
-- These stay, and why.
update procedure_migration_item i
set state = 1, why = n.why, at = $4::timestamptz
from unnest($2::bigint[], $3::text[]) as n(dispute_id, why)
where i.plan = $1::integer and i.state = 0 and i.dispute_id = n.dispute_id
