-- SPDX-License-Identifier: Apache-2.0
-- A new password for the account of the link that this request ($2) has used.
update account set password = $3::text, changed_at = $4::timestamptz
where is_active and account_id = (select account_id from one_time_link
                                  where hash = $1::bytea and used_by = $2::bytea)
