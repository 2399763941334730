-- SPDX-License-Identifier: Apache-2.0
-- Proposals, newest first, each with the entry that stands for it or in its way. $1 staff, $2 body,
-- $3 and $4 regions of the body (0: any), $5 and $6 months, $7 those alone that somebody has to
-- look at, $8 older than, $9 how many.
-- part points_proposal_row
where ($1::bigint = 0 or p.staff_id = $1::bigint)
  and ($2::bigint = 0 or p.body_id = $2::bigint)
  and ($4::bigint = 0 or exists (select 1 from body b where b.body_id = p.body_id
                                 and b.region between $3::bigint and $4::bigint))
  and p.month between date '1970-01-01' + $5::integer and date '1970-01-01' + $6::integer
  and (not $7::boolean
       or (p.state = 0 and (s.entry_id is null or s.proposal_id <> p.proposal_id
                            or s.staff_id <> p.staff_id or s.points <> p.points
                            or s.fen <> p.fen))
       or (p.state = 2 and s.proposal_id = p.proposal_id))
  and ($8::bigint = 0 or p.proposal_id < $8::bigint)
order by p.proposal_id desc
limit $9::bigint
