-- SPDX-License-Identifier: Apache-2.0
-- Protect a dispute, or lift it, unless there are as many rows as may be.
insert into dispute_protection as p (bucket, dispute_id, protection_id, kind, is_set, lifts_report,
                                     at, by, role, staff_id, reason)
select d.bucket, d.dispute_id, $3::bigint, $4::smallint, $5::boolean, $6::boolean, $7::timestamptz,
       $8::text, $9::smallint, $10::bigint, $11::bytea
from dispute d
where d.bucket = $1::integer and d.dispute_id = $2::bigint
  and (select count(*) from dispute_protection o
       where o.bucket = $1::integer and o.dispute_id = $2::bigint) < $12::bigint
on conflict do nothing
