-- SPDX-License-Identifier: Apache-2.0
insert into api_token (token_id, hash, label, role, staff_id, body_id, region, dispute_id, seat,
                       issued_at, expires_at)
values ($1::text, $2::bytea, $3::text, $4::smallint, $5::bigint, $6::bigint, $7::bigint, $8::bigint,
        $9::smallint, $10::timestamptz, $11::timestamptz)
on conflict do nothing
