-- SPDX-License-Identifier: Apache-2.0
-- Reports of a revision, and from now on they are what was frozen: ($3 scopes, $4 of what, $5 bytes,
-- $6 their digests).
insert into month_report (month, revision, scope, of_id, bytes, sha256)
select $1::date, $2::smallint, i.scope, i.of_id, i.bytes, i.sha256
from unnest($3::smallint[], $4::bigint[], $5::bytea[], $6::bytea[]) as i(scope, of_id, bytes, sha256)
