-- SPDX-License-Identifier: Apache-2.0
-- Act in another grant that the account has.
update session s set role = $2::smallint
where s.hash = $1::bytea
  and exists (select from account_grant g where g.account_id = s.account_id and g.role = $2::smallint)
