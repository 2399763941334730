-- SPDX-License-Identifier: Apache-2.0
-- Give back the lock of a job.
delete from job_lock where job = $1::text and instance = $2::bytea
