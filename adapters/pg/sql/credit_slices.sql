-- SPDX-License-Identifier: Apache-2.0
-- The finished slices of a run. A deliberate scatter read.
select s.bucket, array_to_string(s.tally, ' ')
from credit_slice s
where s.month = $1::date and s.run = $2::smallint
order by s.bucket
