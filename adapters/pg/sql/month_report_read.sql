-- SPDX-License-Identifier: Apache-2.0
-- One report of the newest frozen revision of a month, or of the one of this number ($2).
select m.month, m.revision, m.state, m.begun_at, m.frozen_at, m.known, m.disputes, m.events, m.facts,
       m.procedures, m.calendar, m.sha256, m.previous_sha256, m.reason, m.made_by, m.seal,
       r.bytes, r.sha256
from month m
join month_report r on r.month = m.month and r.revision = m.revision
where m.month = $1::date and m.state = 2 and r.scope = $3::smallint and r.of_id = $4::bigint
  and m.revision = coalesce($2::smallint, (select max(n.revision) from month n
                                           where n.month = $1::date and n.state = 2))
