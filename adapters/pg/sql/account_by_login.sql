-- SPDX-License-Identifier: Apache-2.0
-- An account by its folded login, a row for each grant.
-- part account_columns
from account a
-- part account_joins
where a.login = $1::text
order by g.role
