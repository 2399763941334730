-- SPDX-License-Identifier: Apache-2.0
-- How many there are, by colour. $2 and later: what the asker may see at all.
select w.colour, w.is_open, count(*), count(*) filter (where w.is_open and w.due_at <= $1::timestamptz)
from dispute w
where ($2::bigint is null or w.region between $2 and $3::bigint)
  and ($4::bigint is null or w.body = $4)
  and ($5::bigint is null or w.mediator = $5 and w.mediator <> 0)
  and ($6::bigint is null or w.court = $6 and w.court <> 0)
  and ($7::bigint is null or w.dispute_id = $7)
group by w.colour, w.is_open
