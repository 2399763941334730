-- SPDX-License-Identifier: Apache-2.0
-- Profiles of one bucket and run.
insert into credit_profile as p (bucket, month, run, party, kind, sha256, body, oldest)
select $1::integer, $2::date, $3::smallint, i.party, i.kind, i.sha256, i.body, i.oldest
from unnest($4::bytea[], $5::smallint[], $6::bytea[], $7::bytea[], $8::date[])
     as i(party, kind, sha256, body, oldest)
