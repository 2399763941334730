-- SPDX-License-Identifier: Apache-2.0
-- Delete the profiles of one bucket of a run.
delete from credit_profile p
where p.bucket = $1::integer and p.month = $2::date and p.run = $3::smallint
