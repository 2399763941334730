-- SPDX-License-Identifier: Apache-2.0
-- A new session; of an account only while that is active and has the role.
insert into session (hash, account_id, role, dispute_id, seat, opened_at, seen_at, expires_at,
                     code_bar)
select $1::bytea, $2::bigint, $3::smallint, $4::bigint, $5::smallint, $6::timestamptz,
       $6::timestamptz, $7::timestamptz, $8::smallint
where $2::bigint = 0
   or exists (select from account a join account_grant g on g.account_id = a.account_id
              where a.account_id = $2::bigint and a.is_active and g.role = $3::smallint)
