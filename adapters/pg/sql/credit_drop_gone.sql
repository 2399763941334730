-- SPDX-License-Identifier: Apache-2.0
-- Delete what is left of profiles of one bucket of a run: no digest is computed of it any more.
delete from credit_gone g
where g.bucket = $1::integer and g.month = $2::date and g.run = $3::smallint
