-- SPDX-License-Identifier: Apache-2.0
-- The opposite of an entry ($2) that stands, in the month of the reversal; nobody reverses what
-- benefits oneself.
insert into points_entry (bucket, entry_id, proposal_id, round, staff_id, body_id, month, day,
                          dispute_id, rule_group, rule, rules, words, points, fen, at, by, by_staff,
                          reversal_of, reason)
select e.bucket, $3::bigint, e.proposal_id, e.round, e.staff_id, e.body_id,
       date '1970-01-01' + $9::integer, date '1970-01-01' + $10::integer, e.dispute_id,
       e.rule_group, e.rule, e.rules, e.words, -e.points, -e.fen, $6::timestamptz, $7::text,
       $5::bigint, e.entry_id, $8::bytea
from points_entry e
where e.bucket = $1::integer and e.entry_id = $2::bigint and e.reversal_of is null
  and e.staff_id <> $5::bigint
  and not exists (select 1 from account_grant g
                  where g.account_id = $4::bigint and g.staff_id = e.staff_id)
on conflict do nothing
