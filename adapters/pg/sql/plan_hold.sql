-- SPDX-License-Identifier: Apache-2.0
-- Lock a plan, if the job is ours ($2 its name, $3 our instance).
select plan from procedure_migration
where plan = $1::integer
  and exists (select from job_lock j where j.job = $2::text and j.instance = $3::bytea)
for update
