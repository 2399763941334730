-- SPDX-License-Identifier: Apache-2.0
-- Begin a revision, if the job is ours ($9 its name, $10 our instance).
insert into month (month, revision, state, begun_at, known, procedures, calendar, reason, made_by)
select $1::date, $2::smallint, 1, $3::timestamptz, $4::timestamptz, $5::bytea, $6::bytea, $7::text,
       $8::text
where exists (select from job_lock j where j.job = $9::text and j.instance = $10::bytea)
