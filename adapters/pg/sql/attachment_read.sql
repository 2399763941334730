-- SPDX-License-Identifier: Apache-2.0
-- The attachments of a dispute that a reader may see: the wall. $3 to $9 are a sight, which
-- app_file_sight() makes: kinds that are read ($3), kinds that are read of what is shown to $5 ($4),
-- the mediator whose confidences are read ($6; 0: nobody's), what somebody put in himself ($7 and $8,
-- or $9). One alone when $10 is not 0, then with a part of its content ($11). What is not attached
-- is shown to nobody. No other statement reads what somebody else put in.
select
-- part attachment_columns
       p.body
from attachment a
left join attachment_part p on p.bucket = a.bucket and p.dispute_id = a.dispute_id
                           and p.attachment_id = a.attachment_id and p.part = $11::integer
                           and p.bucket = $1::integer
where a.bucket = $1::integer and a.dispute_id = $2::bigint and a.state = 2
  and ($10::bigint = 0 or a.attachment_id = $10::bigint)
  and (case when a.kind = $12::smallint
            then $6::bigint <> 0 and a.confidant = $6::bigint
            else ($3::integer >> a.kind) & 1 = 1
                 or (($4::integer >> a.kind) & 1 = 1 and a.shown & $5::smallint <> 0) end
       or ($7::bigint <> 0 and a.staff_id = $7::bigint and a.role = $8::smallint)
       or a.author_seat = $9::smallint)
order by a.attachment_id
limit $13::bigint
