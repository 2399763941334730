-- SPDX-License-Identifier: Apache-2.0
-- Put a difference down. One that stands there keeps its age, and its settlement while both sides
-- say the same.
insert into exchange_discrepancy as d
    (bucket, dispute_id, partner_id, kind, what, ref, ours, theirs, message_no, since, run_at)
values ($1::integer, $2::bigint, $3::bigint, $4::smallint, $5::smallint, $6::text, $7::text, $8::text,
        $9::bigint, $10::timestamptz, $11::timestamptz)
on conflict (bucket, dispute_id, partner_id, kind, what, ref)
    do update set ours = excluded.ours, theirs = excluded.theirs, message_no = excluded.message_no,
                  run_at = excluded.run_at,
                  settled_at = case when d.ours = excluded.ours and d.theirs = excluded.theirs
                                    then d.settled_at end
