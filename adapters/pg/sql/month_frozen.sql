-- SPDX-License-Identifier: Apache-2.0
-- All that was frozen, in that order.
select m.month, m.revision, m.state, m.begun_at, m.frozen_at, m.known, m.disputes, m.events, m.facts,
       m.procedures, m.calendar, m.sha256, m.previous_sha256, m.reason, m.made_by, m.seal
from month m
where m.state = 2
order by m.frozen_at, m.month, m.revision
