-- SPDX-License-Identifier: Apache-2.0
-- Who holds the lock of a job, and for how many milliseconds yet.
select j.label, j.instance,
       greatest(0, ceil(extract(epoch from j.until - statement_timestamp()) * 1000))::bigint
from job_lock j
where j.job = $1::text
