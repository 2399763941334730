-- SPDX-License-Identifier: Apache-2.0
-- A code for a seat, in place of the one before, if it follows that one; and that it was issued, by
-- whom, which no later one takes away.
with issued as (
    insert into access_code as c (bucket, dispute_id, seat, issue, hash, issued_at, issued_by,
                                  issued_role, expires_at, request_key, issued_staff)
    values ($1::integer, $2::bigint, $3::smallint, $4::integer, $5::bytea, $6::timestamptz,
            $7::text, $8::smallint, $9::timestamptz, $10::bytea, $11::bigint)
    on conflict (bucket, dispute_id, seat) do update
    set issue = excluded.issue, hash = excluded.hash, issued_at = excluded.issued_at,
        issued_by = excluded.issued_by, issued_role = excluded.issued_role,
        expires_at = excluded.expires_at, request_key = excluded.request_key,
        issued_staff = excluded.issued_staff,
        failures = 0, locked_at = null, used_at = null
    where c.issue = excluded.issue - 1
    returning c.bucket, c.dispute_id, c.seat, c.issue, c.issued_at, c.issued_staff, c.issued_role,
              c.issued_by
)
insert into access_code_issue (bucket, dispute_id, seat, issue, at, staff_id, role, body_id, name)
select i.bucket, i.dispute_id, i.seat, i.issue, i.issued_at, i.issued_staff, i.issued_role,
       $12::bigint, i.issued_by
from issued i
