-- SPDX-License-Identifier: Apache-2.0
-- A number of another system comes to a dispute.
insert into dispute_reference (bucket, dispute_id, partner, reference, channel, order_id, how,
                               received_at, wants_status)
values ($1::integer, $2::bigint, $3::text, $4::text, $5::smallint, $6::bigint, $7::smallint,
        $8::timestamptz, $9::boolean)
on conflict do nothing
