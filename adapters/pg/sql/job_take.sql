-- SPDX-License-Identifier: Apache-2.0
-- Hold the lock of a job for $4 milliseconds, unless somebody else does: the row comes back when it
-- is ours. Held again by its holder, it is prolonged.
insert into job_lock as j (job, instance, label, until)
values ($1::text, $2::bytea, $3::text,
        statement_timestamp() + $4::bigint * interval '1 millisecond')
on conflict (job) do update
    set instance = excluded.instance, label = excluded.label, until = excluded.until
    where j.instance = excluded.instance or j.until <= statement_timestamp()
returning j.job
