-- SPDX-License-Identifier: Apache-2.0
-- The facts of one slice.
select s.facts, s.sha256
from month_slice s
where s.slice = $1::integer and s.month = $2::date and s.revision = $3::smallint
