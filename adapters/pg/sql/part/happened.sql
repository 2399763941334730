-- SPDX-License-Identifier: Apache-2.0
-- What of the events e is worth counting: the first of a dispute, and those that enter a phase (2
-- settled, 3 failed, 4 final) which the dispute was not in before. Which rule of which procedure
-- version enters which say $1 to $3, which phase each state of the main track has $4 to $6. The state
-- before stands at the end of the event before; e is of dispute w.
           case when e.seq = 1 then 1 else r.phase end as what
    from event e
    join dispute_detail t on t.bucket = e.bucket and t.dispute_id = e.dispute_id
    join dispute w on w.bucket = e.bucket and w.dispute_id = e.dispute_id
    left join unnest($1::smallint[], $2::smallint[], $3::smallint[]) as r(procedure, rule, phase)
           on r.procedure = t.procedure and r.rule = e.rule
    left join event p on e.seq > 1 and p.bucket = e.bucket and p.dispute_id = e.dispute_id
                     and p.seq = e.seq - 1
    left join unnest($4::smallint[], $5::smallint[], $6::smallint[]) as s(procedure, state, phase)
           on s.procedure = t.procedure
          and s.state = substring(right(convert_from(p.payload, 'UTF8'), 64)
                  from '"to":\[([0-9]+),[0-9]+,[0-9]+\](?:,"urgency":[0-9]+)?\}$')::smallint
    where (e.seq = 1 or e.rule = any($2) and r.phase is not null
                        and s.phase is distinct from r.phase)
      and e.at >= $7::timestamptz
