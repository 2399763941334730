-- SPDX-License-Identifier: Apache-2.0
-- The sessions of an account that is not active, or in a grant that it has not.
delete from session s
where s.account_id = $1::bigint and s.account_id <> 0
  and not exists (select from account a join account_grant g on g.account_id = a.account_id
                  where a.account_id = s.account_id and a.is_active and g.role = s.role)
