-- SPDX-License-Identifier: Apache-2.0
-- What was worked out of a month before.
delete from assess_part p
where p.month = date '1970-01-01' + $1::integer
