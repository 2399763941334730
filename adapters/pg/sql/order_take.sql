-- SPDX-License-Identifier: Apache-2.0
-- Take down an order, unless the newest content under its number is this one, or there are as many
-- as may be. Two programs that take one at the same moment: one of them does nothing.
insert into outside_order (bucket, order_id, partner, reference, revision, channel, region,
                           received_at, digest, payload, wants_status, state, type, external_type,
                           tasks)
select $1::integer, $2::bigint, $3::text, $4::text, count(*)::integer, $5::smallint, $6::bigint,
       $7::timestamptz, $8::bytea, $9::bytea, $10::boolean, $11::smallint, $12::smallint,
       $13::text, $14::integer
from outside_order o
where o.bucket = $1::integer and o.partner = $3::text and o.reference = $4::text
having count(*) < $15::bigint
   and (array_agg(o.digest order by o.revision desc))[1] is distinct from $8::bytea
on conflict do nothing
