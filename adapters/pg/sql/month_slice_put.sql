-- SPDX-License-Identifier: Apache-2.0
-- What the disputes of the next range of ids gave, if the job is ours ($10 its name, $11 our
-- instance).
insert into month_slice (slice, month, revision, until_id, disputes, events, nfacts, facts, sha256)
select $1::integer, $2::date, $3::smallint, $4::bigint, $5::bigint, $6::bigint, $7::integer,
       $8::bytea, $9::bytea
where exists (select from job_lock j where j.job = $10::text and j.instance = $11::bytea)
