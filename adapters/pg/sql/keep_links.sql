-- SPDX-License-Identifier: Apache-2.0
-- At most $2 one-time links that ended or were used before $1.
delete from one_time_link
where hash in (select hash from one_time_link
               where expires_at < $1::timestamptz or used_at < $1::timestamptz limit $2::bigint)
