-- SPDX-License-Identifier: Apache-2.0
-- Plans, newest first: that of this number ($1), that of this request ($2), all when both are null;
-- $3: only those with something left to do.
select plan, state, from_version, to_version, map, reason, login, only_open, dispute_id, rate,
       until, at, looked, moved, stayed, begun_at, changed_at, ended_at, fingerprint,
       (select count(*) from procedure_migration_item i where i.plan = p.plan and i.state = 0)
from procedure_migration p
where ($1::integer is null or plan = $1::integer)
  and ($2::bytea is null or made_by = $2::bytea)
  and (not $3::boolean or state = 1
       or state = 4 and exists (select from procedure_migration_item i
                                where i.plan = p.plan and i.state = 0))
order by plan desc
limit $4::bigint
