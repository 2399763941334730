-- SPDX-License-Identifier: Apache-2.0
-- The ledger, newest first, each entry with the one that reverses it. Parameters as in
-- points_proposals; $7 older than, $8 how many.
-- part points_entry_row
where ($1::bigint = 0 or e.staff_id = $1::bigint)
  and ($2::bigint = 0 or e.body_id = $2::bigint)
  and ($4::bigint = 0 or exists (select 1 from body b where b.body_id = e.body_id
                                 and b.region between $3::bigint and $4::bigint))
  and e.month between date '1970-01-01' + $5::integer and date '1970-01-01' + $6::integer
  and ($7::bigint = 0 or e.entry_id < $7::bigint)
order by e.entry_id desc
limit $8::bigint
