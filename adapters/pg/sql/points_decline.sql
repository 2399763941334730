-- SPDX-License-Identifier: Apache-2.0
-- Decline a proposal that is open and not credited; nobody declines what benefits oneself.
update points_proposal p
set state = 1, decided_at = $5::timestamptz, decided_by = $6::text, reason = $7::bytea
where p.bucket = $1::integer and p.proposal_id = $2::bigint and p.state = 0
  and p.staff_id <> $4::bigint
  and not exists (select 1 from account_grant g
                  where g.account_id = $3::bigint and g.staff_id = p.staff_id)
  and not exists (select 1 from points_entry s
                  where s.bucket = $1::integer and s.proposal_id = p.proposal_id
                    and s.reversal_of is null
                    and not exists (select 1 from points_entry r
                                    where r.bucket = $1::integer
                                      and r.reversal_of = s.entry_id))
