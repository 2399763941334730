-- SPDX-License-Identifier: Apache-2.0
-- Reads of personal data, all that came while the ones before were on their way.
insert into person_access (bucket, dispute_id, access_id, at, reader, role, staff_id, body_id, seat,
                           purpose, what)
select i.bucket, i.dispute_id, i.access_id, i.at, i.reader, i.role, i.staff_id, i.body_id, i.seat,
       i.purpose, i.what
from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[], $6::smallint[],
            $7::bigint[], $8::bigint[], $9::smallint[], $10::smallint[], $11::smallint[])
    as i(bucket, dispute_id, access_id, at, reader, role, staff_id, body_id, seat, purpose, what)
