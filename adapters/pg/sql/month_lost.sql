-- SPDX-License-Identifier: Apache-2.0
-- Revisions of which facts or reports are there, and not they themselves.
select l.month, l.revision
from (select s.month, s.revision from month_slice s
      union select r.month, r.revision from month_report r) l
where not exists (select from month m where m.month = l.month and m.revision = l.revision)
order by l.month, l.revision
