-- SPDX-License-Identifier: Apache-2.0
-- The newest revision of a month ($1), or the one of this number ($2), in a state of at least $3.
select m.month, m.revision, m.state, m.begun_at, m.frozen_at, m.known, m.disputes, m.events, m.facts,
       m.procedures, m.calendar, m.sha256, m.previous_sha256, m.reason, m.made_by, m.seal
from month m
where m.month = $1::date and ($2::smallint is null or m.revision = $2) and m.state >= $3::smallint
order by m.revision desc
limit 1
