-- SPDX-License-Identifier: Apache-2.0
-- Credit what a proposal says ($2), as entry $3: while it is open, nothing stands for it or its
-- dispute, and whoever confirms it ($4 account, $5 staff, $7 public name) neither benefits nor put
-- it forward, by whichever credentials of the same member of staff. Of two at once the keys let one
-- pass.
insert into points_entry (bucket, entry_id, proposal_id, round, staff_id, body_id, month, day,
                          dispute_id, rule_group, rule, rules, words, points, fen, at, by, by_staff)
select p.bucket, $3::bigint, p.proposal_id,
       (1 + (select count(*) from points_entry o
             where o.bucket = $1::integer and o.reversal_of is null
               and (o.proposal_id = p.proposal_id
                    or (p.dispute_id <> 0 and o.dispute_id = p.dispute_id
                        and o.rule_group = p.rule_group))))::smallint,
       p.staff_id, p.body_id, p.month, p.day, p.dispute_id, p.rule_group, p.rule, p.rules, p.words,
       p.points, p.fen, $6::timestamptz, $7::text, $5::bigint
from points_proposal p
where p.bucket = $1::integer and p.proposal_id = $2::bigint and p.state = 0
  and p.staff_id <> $5::bigint and (p.revision >= 0 or p.made_by <> $7::text)
  and not exists (select 1
                  from (select t.staff_id from api_token t where t.token_id = p.made_by
                        union all
                        select a.staff_id from account_grant a
                        where 'a:' || a.account_id::text = p.made_by) m
                  where p.revision < 0 and m.staff_id <> 0
                    and (m.staff_id = $5::bigint
                         or exists (select 1 from account_grant g
                                    where g.account_id = $4::bigint and g.staff_id = m.staff_id)))
  and not exists (select 1 from account_grant g
                  where g.account_id = $4::bigint and g.staff_id = p.staff_id)
  and not exists (select 1 from points_entry s
                  where s.bucket = $1::integer and s.reversal_of is null
                    and (s.proposal_id = p.proposal_id
                         or (p.dispute_id <> 0 and s.dispute_id = p.dispute_id
                             and s.rule_group = p.rule_group))
                    and not exists (select 1 from points_entry r
                                    where r.bucket = $1::integer and r.reversal_of = s.entry_id))
on conflict do nothing
