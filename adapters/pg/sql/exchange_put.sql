-- SPDX-License-Identifier: Apache-2.0
-- Put a message down, once.
insert into exchange_message
    (bucket, message_no, dispute_id, partner_id, is_out, verb, kind, state, name, reply_to, seq,
     revision, made_at, due_at, answered_at, reason_code, reason_zh, reason_en, payload, event_at,
     event_rule, event_kind, procedure, colour, stage, type, region, body_id, topics)
values ($1::integer, $2::bigint, $3::bigint, $4::bigint, $5::boolean, $6::smallint, $7::smallint,
        $8::smallint, $9::text, $10::text, $11::integer, $12::smallint, $13::timestamptz,
        $14::timestamptz, $15::timestamptz, $16::text, $17::text, $18::text, $19::bytea,
        $20::timestamptz, $21::smallint, $22::smallint, $23::smallint, $24::smallint, $25::smallint,
        $26::smallint, $27::bigint, $28::bigint, $29::integer)
on conflict (bucket, partner_id, is_out, name) do nothing
