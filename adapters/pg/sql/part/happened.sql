-- SPDX-License-Identifier: Apache-2.0
-- What of the events e is worth counting: the first of a dispute, and those that enter a phase (2
-- settled, 3 failed, 4 final) which the dispute was not in before. $1 names the rules that enter one
-- (version of the procedure * 65536 + rule), $2 which; $4 the same rules without their versions, to
-- find their events. $3 has the phase of each state of the main track, 64 places a version. The state
-- before stands at the end of the event before; e is of dispute w.
           case when e.seq = 1 then 1
                else ($2::smallint[])[array_position($1::integer[], t.procedure * 65536 + e.rule)]
           end as what
    from event e
    join dispute_detail t on t.bucket = e.bucket and t.dispute_id = e.dispute_id
    join dispute w on w.bucket = e.bucket and w.dispute_id = e.dispute_id
    left join event p on e.seq > 1 and p.bucket = e.bucket and p.dispute_id = e.dispute_id
                     and p.seq = e.seq - 1
    where (e.seq = 1 or e.rule = any($4::smallint[]))
      and case when e.seq = 1 then true
               else array_position($1, t.procedure * 65536 + e.rule) is not null
                and ($2)[array_position($1, t.procedure * 65536 + e.rule)] is distinct from
                    ($3::smallint[])[(t.procedure - 1) * 64 + 1
                        + substring(right(convert_from(p.payload, 'UTF8'), 64)
                            from '"to":\[([0-9]+),[0-9]+,[0-9]+\](?:,"urgency":[0-9]+)?\}$')::integer]
          end
      and e.at >= $5::timestamptz
