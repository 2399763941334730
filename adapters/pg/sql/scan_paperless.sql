-- SPDX-License-Identifier: Apache-2.0
-- Events of kind $1 (ATTACH) whose attachment is not there, of disputes that still have their words.
-- A deliberate scatter read of everything, for yima verify --files.
select e.dispute_id, e.seq
from event e
left join attachment a on a.bucket = e.bucket and a.dispute_id = e.dispute_id and a.seq = e.seq
                      and a.state = 2
where e.kind = $1::smallint and a.seq is null
  and not exists (select from anonymised g
                  where g.bucket = e.bucket and g.dispute_id = e.dispute_id
                    and g.version >= e.seq)
order by e.dispute_id, e.seq
limit 1000
