-- SPDX-License-Identifier: Apache-2.0
-- The plan that runs or is paused and moves disputes of the version $1.
select plan from procedure_migration
where state in (1, 2) and from_version = $1::smallint
order by plan
limit 1
