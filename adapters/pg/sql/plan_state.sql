-- SPDX-License-Identifier: Apache-2.0
-- From one of the states $2 to the state $3, which ends the plan when $4. Nothing that is about to
-- move keeps a plan from being cancelled; only one that has nothing left to do is done.
update procedure_migration p
set state = $3::smallint, changed_at = $5::timestamptz,
    ended_at = case when $4::boolean then $5::timestamptz end
where plan = $1::integer and state = any($2::smallint[])
  and ($3::smallint <> 3
       or not exists (select from procedure_migration_item i where i.plan = p.plan and i.state = 0))
returning plan
