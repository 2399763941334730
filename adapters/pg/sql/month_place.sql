-- SPDX-License-Identifier: Apache-2.0
-- How far a revision is drawn.
select coalesce(max(s.slice), -1), coalesce(max(s.until_id), 0), coalesce(sum(s.disputes), 0)::bigint,
       coalesce(sum(s.events), 0)::bigint, coalesce(sum(s.nfacts), 0)::bigint
from month_slice s
where s.month = $1::date and s.revision = $2::smallint
