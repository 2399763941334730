-- SPDX-License-Identifier: Apache-2.0
-- The notes of a dispute that a reader may see: the wall. $3 is the set of kinds, $4 the author
-- whose caucus notes are shown (0: nobody's), written as mediator ($5); app_file_sight() makes both.
-- No other statement reads notes, save note_made.sql, which gives an author the note just written.
select n.note_id, n.kind, n.seat, n.role, n.staff_id, n.corrects, n.at, n.author, n.body,
       n.fingerprint
from note n
where n.bucket = $1::integer and n.dispute_id = $2::bigint
  and case when n.kind = $6::smallint
           then $4::bigint <> 0 and n.staff_id = $4::bigint and n.role = $5::smallint
           else ($3::integer >> n.kind) & 1 = 1 end
  and n.note_id > $7::bigint
order by n.note_id
limit $8::bigint
