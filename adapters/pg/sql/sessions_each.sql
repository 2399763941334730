-- SPDX-License-Identifier: Apache-2.0
-- The sessions of an account, newest first.
select s.hash, s.account_id, s.role, s.dispute_id, s.seat, s.opened_at, s.seen_at, s.expires_at,
       0::bigint, 0::bigint, 0::bigint, true, s.code_bar
from session s
where s.account_id = $1::bigint and s.account_id <> 0
order by s.opened_at desc, s.hash
