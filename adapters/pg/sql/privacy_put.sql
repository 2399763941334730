-- SPDX-License-Identifier: Apache-2.0
-- Words were removed.
insert into anonymised (bucket, dispute_id, round, from_seq, version, redacted, head, digest, at,
                        login, rule, removed, key_number, signature)
values ($1::integer, $2::bigint, $3::smallint, $4::integer, $5::integer, $6::integer, $7::bytea,
        $8::bytea, $9::timestamptz, $10::text, $11::text, $12::text, $13::integer, $14::bytea)
