-- SPDX-License-Identifier: Apache-2.0
-- A look at a credit profile, or an attempt that was refused.
insert into credit_read as l (bucket, party, read_id, at, reader, role, staff_id, body_id, reader_seat,
                              dispute_id, seat, region, what, verdict, month, run, purpose)
values ($1::integer, coalesce($2::bytea, ''::bytea), $3::bigint, $4::timestamptz, $5::text,
        $6::smallint, $7::bigint,
        $8::bigint, $9::smallint, $10::bigint, $11::smallint, $12::bigint, $13::smallint,
        $14::smallint, $15::date, $16::smallint, $17::bytea)
on conflict do nothing
