-- SPDX-License-Identifier: Apache-2.0
-- Forget that a slice of a run was finished.
delete from credit_slice s
where s.bucket = $1::integer and s.month = $2::date and s.run = $3::smallint
