-- SPDX-License-Identifier: Apache-2.0
-- An objection, unless there are as many of this party as may be, or one about the item is open or
-- was upheld.
insert into credit_objection as o (bucket, party, objection_id, month, run, item_dispute, item_seq,
                                   item_kind, item_no, region, dispute_id, seat, at, by, reason,
                                   due_on, latest_on, state, request_key, fingerprint)
select $1::integer, $2::bytea, $3::bigint, $4::date, $5::smallint, $6::bigint, $7::integer,
       $8::smallint, $9::smallint, $10::bigint, $11::bigint, $12::smallint, $13::timestamptz,
       $14::text, $15::bytea, $16::date, $17::date, 0, $18::bytea, $19::bytea
where (select count(*) from credit_objection c
       where c.bucket = $1::integer and c.party = $2::bytea) < $20::bigint
on conflict do nothing
