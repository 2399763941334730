-- SPDX-License-Identifier: Apache-2.0
-- Months and revisions, the newest first.
select m.month, m.revision, m.state, m.begun_at, m.frozen_at, m.known, m.disputes, m.events, m.facts,
       m.procedures, m.calendar, m.sha256, m.previous_sha256, m.reason, m.made_by, m.seal
from month m
order by m.month desc, m.revision desc
limit $1::bigint
