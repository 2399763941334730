-- SPDX-License-Identifier: Apache-2.0
-- Who looked at the profile of a party, newest first.
select l.party, l.read_id, l.at, l.reader, l.role, l.staff_id, l.body_id, l.reader_seat, l.dispute_id,
       l.seat, l.region, l.what, l.verdict, l.month, l.run, l.purpose
from credit_read l
where l.bucket = $1::integer and l.party = $2::bytea and l.read_id < $3::bigint
order by l.read_id desc
limit $4::bigint
