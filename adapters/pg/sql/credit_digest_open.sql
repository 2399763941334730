-- SPDX-License-Identifier: Apache-2.0
-- The hashes of all profiles of a run, deleted ones included, in ascending order.
declare credit_digest no scroll cursor for
select p.sha256 from credit_profile p
where p.bucket = any($3::integer[]) and p.month = $1::date and p.run = $2::smallint
union all
select g.sha256 from credit_gone g
where g.bucket = any($3::integer[]) and g.month = $1::date and g.run = $2::smallint
order by sha256
