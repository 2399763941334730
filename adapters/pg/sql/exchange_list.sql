-- SPDX-License-Identifier: Apache-2.0
-- Messages, newest first, of any state: as in exchange_open.
-- part message_columns
       , null::bytea, null::bytea
from exchange_message m
where ($1::bigint = 0 or m.partner_id = $1::bigint)
  and ($2::bigint = 0 or m.partner_id in (
        select p.partner_id from partner p where p.body_id = $2::bigint))
  and ($3::bigint = 0 or (m.bucket = ($3::bigint & 1023)::integer and m.dispute_id = $3::bigint))
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
