-- SPDX-License-Identifier: Apache-2.0
-- What a list may be asked for; null: no wish. $13 and later: what the asker may see at all. Words
-- are looked at row by row: as a join, the planner could search all disputes for them first.
where ($1::smallint is null or w.colour = $1)
  and ($2::smallint is null or w.stage = $2)
  and ($3::smallint is null or w.type = $3)
  and ($4::boolean is null or w.is_open = $4)
  and ($5::timestamptz is null or w.is_open and w.due_at <= $5)
  and ($6::bigint is null or w.region between $6 and $7::bigint)
  and ($8::bigint is null or w.body = $8)
  and ($9::bigint is null or w.mediator = $9 and w.mediator <> 0)
  and ($10::bigint is null or w.court = $10 and w.court <> 0)
  and ($13::bigint is null or w.region between $13 and $14::bigint)
  and ($15::bigint is null or w.body = $15)
  and ($16::bigint is null or w.mediator = $16 and w.mediator <> 0)
  and ($17::bigint is null or w.court = $17 and w.court <> 0)
  and ($18::bigint is null or w.dispute_id = $18)
  and ($20::text[] is null and $21::text is null
       or (select ($20 is null or t.terms @> $20)
                  and ($21 is null or t.external_ref = $21
                       and ($22::smallint is null or t.channel = $22)
                       or exists (select from dispute_reference r
                                  where r.bucket = w.bucket and r.dispute_id = w.dispute_id
                                    and r.reference = $21
                                    and ($22::smallint is null or r.channel = $22)))
           from dispute_detail t
           where t.bucket = w.bucket and t.dispute_id = w.dispute_id))
