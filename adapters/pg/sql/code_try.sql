-- SPDX-License-Identifier: Apache-2.0
-- Compare a typed code and count the try, in one step: nobody tries more often than they may by
-- trying at the same time. $5 now; $6 wrong tries that lock; a code that was locked at or before $7
-- (of the first lock) or $8 (of later ones) works again; $9 wrong tries that lock for good. While a
-- code is locked or ended nothing counts, right or wrong.
update access_code c
set failures = case when c.expires_at <= $5::timestamptz
                         or c.failures >= $9::integer
                         or c.locked_at > case when c.failures < 2 * $6::integer
                                               then $7::timestamptz else $8::timestamptz end
                    then c.failures
                    when c.hash = $4::bytea then 0
                    else c.failures + 1 end,
    locked_at = case when c.expires_at <= $5::timestamptz
                          or c.failures >= $9::integer
                          or c.locked_at > case when c.failures < 2 * $6::integer
                                                then $7::timestamptz else $8::timestamptz end
                     then c.locked_at
                     when c.hash = $4::bytea then null
                     when (c.failures + 1) % $6::integer = 0 or c.failures + 1 >= $9::integer
                     then $5::timestamptz
                     else c.locked_at end,
    used_at = case when c.expires_at > $5::timestamptz
                        and c.failures < $9::integer
                        and coalesce(c.locked_at <= case when c.failures < 2 * $6::integer
                                                         then $7::timestamptz
                                                         else $8::timestamptz end, true)
                        and c.hash = $4::bytea
                   then $5::timestamptz
                   else c.used_at end
where c.bucket = $1::integer and c.dispute_id = $2::bigint and c.seat = $3::smallint
returning c.failures >= $9::integer
              or coalesce(c.locked_at > case when c.failures < 2 * $6::integer
                                             then $7::timestamptz else $8::timestamptz end, false),
          c.expires_at <= $5::timestamptz, c.hash = $4::bytea, c.issue, c.failures, c.locked_at
