-- SPDX-License-Identifier: Apache-2.0
-- What was frozen last.
select m.sha256
from month m
where m.state = 2
order by m.frozen_at desc, m.month desc, m.revision desc
limit 1
