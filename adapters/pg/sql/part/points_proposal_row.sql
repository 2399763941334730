-- SPDX-License-Identifier: Apache-2.0
select p.proposal_id, p.staff_id, p.body_id, p.month, p.day, p.dispute_id, p.rule, p.rule_group,
       p.points, p.fen, p.rules, p.words, p.state, p.revision, s.entry_id, s.proposal_id,
       s.staff_id, s.points, s.fen, p.made_at, p.decided_at, p.made_by, p.decided_by, p.note,
       p.reason, p.fingerprint
from points_proposal p
left join points_entry s
       on s.bucket = p.bucket and s.reversal_of is null
      and (s.proposal_id = p.proposal_id
           or (p.dispute_id <> 0 and s.dispute_id = p.dispute_id and s.rule_group = p.rule_group))
      and not exists (select 1 from points_entry r
                      where r.bucket = s.bucket and r.reversal_of = s.entry_id)
