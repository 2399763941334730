-- SPDX-License-Identifier: Apache-2.0
-- Whose classes are known, and how many there are.
select m.partner, m.name, m.version, m.channel, m.body_id, m.is_example, m.source, m.days,
       m.imported_at, (select count(*) from outside_class c where c.partner = m.partner)
from outside_map m
order by m.partner
