-- SPDX-License-Identifier: Apache-2.0
-- At most $2 sessions that ended before $1.
delete from session
where hash in (select hash from session where expires_at < $1::timestamptz limit $2::bigint)
