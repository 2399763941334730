-- SPDX-License-Identifier: Apache-2.0
-- The sessions of the account whose link this request ($2) has used.
delete from session
where account_id <> 0
  and account_id = (select account_id from one_time_link
                    where hash = $1::bytea and used_by = $2::bytea)
