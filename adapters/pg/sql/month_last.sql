-- SPDX-License-Identifier: Apache-2.0
-- What was frozen last: that on which nothing stands yet.
select m.sha256
from month m
where m.state = 2
  and not exists (select from month n where n.state = 2 and n.previous_sha256 = m.sha256)
order by m.frozen_at desc, m.month desc, m.revision desc
limit 1
