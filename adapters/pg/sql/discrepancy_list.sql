-- SPDX-License-Identifier: Apache-2.0
-- Differences, the oldest first: of a partner, of the partners that are one body, or (0) all;
-- unless $6 is 0, only of disputes in the divisions $5 to $6, and what names no dispute only of
-- partners whose body lies there.
select d.bucket, d.dispute_id, d.partner_id, d.kind, d.what, d.ref, d.ours, d.theirs, d.message_no,
       d.since, d.settled_at, d.settled_by
from exchange_discrepancy d
where ($1::bigint = 0 or d.partner_id = $1::bigint)
  and ($2::bigint = 0 or d.partner_id in (
        select p.partner_id from partner p where p.body_id = $2::bigint))
  and ($3::boolean or d.settled_at is null)
  and ($6::bigint = 0
    or (d.dispute_id <> 0 and exists (
        select from dispute s where s.bucket = d.bucket and s.dispute_id = d.dispute_id
          and s.region between $5::bigint and $6::bigint))
    or (d.dispute_id = 0 and exists (
        select from partner p join body b on b.body_id = p.body_id
        where p.partner_id = d.partner_id and b.region between $5::bigint and $6::bigint)))
order by d.since, d.dispute_id, d.kind, d.what, d.ref
limit $4::bigint
