-- SPDX-License-Identifier: Apache-2.0
-- Of w: the clock for which a worklist stands runs ($1: version and deadline in one number; null: no
-- clock is asked for); nothing was recorded since $4; the wishes, and from $13 on what the asker may
-- see at all. A deadline's number means something under its own version only.
        and ($1::integer[] is null or exists (
             select from unnest($1) v
             join deadline o on o.kind = (v & 255)::smallint and o.dispute_id = w.dispute_id
                            and o.bucket = w.bucket
             join dispute_detail t on t.bucket = w.bucket and t.dispute_id = w.dispute_id
                                  and t.procedure = v >> 8))
        and w.dispute_id > $2::bigint
        and ($4::timestamptz is null or w.is_open and w.updated_at < $4)
        and ($5::smallint is null or w.colour = $5)
        and ($6::smallint is null or w.stage = $6)
        and ($7::smallint is null or w.type = $7)
        and ($8::bigint is null or w.region between $8 and $9::bigint)
        and ($10::bigint is null or w.body = $10)
        and ($11::bigint is null or w.mediator = $11)
        and ($12::bigint is null or w.court = $12)
        and ($13::bigint is null or w.region between $13 and $14::bigint)
        and ($15::bigint is null or w.body = $15)
        and ($16::bigint is null or w.mediator = $16)
        and ($17::bigint is null or w.court = $17)
        and ($18::bigint is null or w.dispute_id = $18)
