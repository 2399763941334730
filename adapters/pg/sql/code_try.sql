-- SPDX-License-Identifier: Apache-2.0
-- Compare a typed code and count the try, in one step: nobody tries more often than they may by
-- trying at the same time. A locked code stays locked and an ended one ended, right or wrong.
update access_code c
set failures = case when c.locked_at is not null or c.expires_at <= $5::timestamptz then c.failures
                    when c.hash = $4::bytea then 0
                    else c.failures + 1 end,
    locked_at = case when c.locked_at is null and c.expires_at > $5::timestamptz
                          and c.hash <> $4::bytea and c.failures + 1 >= $6::integer
                     then $5::timestamptz
                     else c.locked_at end,
    used_at = case when c.locked_at is null and c.expires_at > $5::timestamptz
                        and c.hash = $4::bytea
                   then $5::timestamptz
                   else c.used_at end
where c.bucket = $1::integer and c.dispute_id = $2::bigint and c.seat = $3::smallint
returning c.locked_at is not null, c.expires_at <= $5::timestamptz, c.hash = $4::bytea, c.issue
