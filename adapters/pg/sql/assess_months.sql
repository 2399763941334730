-- SPDX-License-Identifier: Apache-2.0
-- Months that were worked out.
select m.month, m.revision, m.at, m.sums
from assess_month m
where m.month between date '1970-01-01' + $1::integer and date '1970-01-01' + $2::integer
order by m.month
limit $3::bigint
