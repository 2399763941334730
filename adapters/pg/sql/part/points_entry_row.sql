-- SPDX-License-Identifier: Apache-2.0
select e.entry_id, e.proposal_id, e.staff_id, e.body_id, e.month, e.day, e.dispute_id, e.rule,
       e.rule_group, e.points, e.fen, e.rules, e.words, e.at, e.by, e.by_staff, e.reversal_of,
       r.entry_id, e.reason
from points_entry e
left join points_entry r on r.bucket = e.bucket and r.reversal_of = e.entry_id
