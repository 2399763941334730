-- SPDX-License-Identifier: Apache-2.0
-- What the facts of a month give: new proposals, and those that were made before with what the facts
-- say now. One whose facts are the same stays what somebody decided; one whose facts differ is open
-- again.
insert into points_proposal as p (bucket, proposal_id, staff_id, body_id, month, day, dispute_id,
                                  rule_group, rule, rules, words, points, fen, revision, state,
                                  made_at, made_by)
select u.bucket, u.id, u.staff, u.body, date '1970-01-01' + $11::integer,
       date '1970-01-01' + $12::integer, u.dispute, u.rule_group, u.rule, $13::text, u.words,
       u.points, u.fen, $14::smallint, 0, $15::timestamptz, $16::text
from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::smallint[],
            $7::smallint[], $8::text[], $9::integer[], $10::bigint[])
     as u (bucket, id, staff, body, dispute, rule_group, rule, words, points, fen)
on conflict (bucket, dispute_id, rule_group, month) where revision >= 0 do update
    set staff_id = excluded.staff_id, body_id = excluded.body_id, rule = excluded.rule,
        rules = excluded.rules, words = excluded.words, points = excluded.points,
        fen = excluded.fen, revision = excluded.revision,
        state = case when p.state <> 2 and p.staff_id = excluded.staff_id
                          and p.points = excluded.points and p.fen = excluded.fen
                     then p.state else 0 end
