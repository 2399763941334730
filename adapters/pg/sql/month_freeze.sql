-- SPDX-License-Identifier: Apache-2.0
-- Freeze a revision, if it is being drawn and the job is ours ($9 its name, $10 our instance).
update month
set state = 2, frozen_at = $3::timestamptz, sha256 = $4::bytea, previous_sha256 = $5::bytea,
    disputes = $6::bigint, events = $7::bigint, facts = $8::bigint,
    seal = $11::smallint
where month = $1::date and revision = $2::smallint and state = 1
  and exists (select from job_lock j where j.job = $9::text and j.instance = $10::bytea)
