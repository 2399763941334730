-- SPDX-License-Identifier: Apache-2.0
-- A plan that runs ($1) has looked as far as $2, at $3 disputes more, unless it had before; if the
-- job is ours ($5 its name, $6 our instance).
update procedure_migration
set at = $2::bigint, looked = looked + $3::bigint, changed_at = $4::timestamptz
where plan = $1::integer and state = 1 and at < $2::bigint
  and exists (select from job_lock j where j.job = $5::text and j.instance = $6::bytea)
returning plan
