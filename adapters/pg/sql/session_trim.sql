-- SPDX-License-Identifier: Apache-2.0
-- All but the newest $2 sessions of an account end.
delete from session
where hash in (select hash from session where account_id = $1::bigint and account_id <> 0
               order by opened_at desc, hash offset $2::bigint)
