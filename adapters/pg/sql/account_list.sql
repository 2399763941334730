-- SPDX-License-Identifier: Apache-2.0
-- At most $2 accounts above $1, ascending, a row for each grant.
-- part account_columns
from (select * from account where account_id > $1::bigint order by account_id limit $2::bigint) a
-- part account_joins
order by a.account_id, g.role
