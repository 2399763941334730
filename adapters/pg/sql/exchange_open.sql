-- SPDX-License-Identifier: Apache-2.0
-- What people work off, newest first: READY, PENDING and REFUSED (the states in $4), of one partner,
-- of the partners that are one body, of one dispute, or (0) any; those past their due time alone
-- ($5); unless $11 is 0, only of disputes in the divisions $10 to $11, and what names no dispute (an
-- order that could not be read, with its persons) only of partners whose body lies there.
-- part message_columns
       , null::bytea, null::bytea
from exchange_message m
where m.state in (0, 1, 3)
  and ($1::bigint = 0 or m.partner_id = $1::bigint)
  and ($2::bigint = 0 or m.partner_id in (
        select p.partner_id from partner p where p.body_id = $2::bigint))
  and ($3::bigint = 0 or m.dispute_id = $3::bigint)
  and ((1 << m.state) & $4::integer) <> 0
  and (not $5::boolean or (m.state in (0, 1) and m.due_at < $6::timestamptz))
  and ($11::bigint = 0
    or (m.dispute_id <> 0 and exists (
        select from dispute s where s.bucket = m.bucket and s.dispute_id = m.dispute_id
          and s.region between $10::bigint and $11::bigint))
    or (m.dispute_id = 0 and exists (
        select from partner p join body b on b.body_id = p.body_id
        where p.partner_id = m.partner_id and b.region between $10::bigint and $11::bigint)))
  and (m.made_at, m.message_no) < ($7::timestamptz, $8::bigint)
order by m.made_at desc, m.message_no desc
limit $9::bigint
