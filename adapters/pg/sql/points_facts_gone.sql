-- SPDX-License-Identifier: Apache-2.0
-- Proposals of a month that its facts of this revision bear no longer.
update points_proposal p
set state = 2
where p.month = date '1970-01-01' + $1::integer and p.revision >= 0
  and p.revision < $2::smallint and p.state = 0
