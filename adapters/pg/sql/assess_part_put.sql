-- SPDX-License-Identifier: Apache-2.0
-- Parts of a month.
insert into assess_part (bucket, body_id, month, mediator, revision, region, body_kind, sums, facts)
select (u.body & 1023)::integer, u.body, date '1970-01-01' + $7::integer, u.mediator, $8::smallint,
       u.region, u.kind, u.sums, u.facts
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bytea[], $6::bytea[])
     as u (body, mediator, region, kind, sums, facts)
