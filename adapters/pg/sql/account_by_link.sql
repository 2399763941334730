-- SPDX-License-Identifier: Apache-2.0
-- The account of a one-time link that can be used at $2, or was used by the request $3: a row for each grant.
-- part account_columns
       , l.expires_at
from one_time_link l
join account a on a.account_id = l.account_id and a.is_active
-- part account_joins
where l.hash = $1::bytea and l.expires_at > $2::timestamptz
  and (l.used_at is null or l.used_by = $3::bytea)
order by g.role
