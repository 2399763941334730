-- SPDX-License-Identifier: Apache-2.0
-- An account and what it may act as, a row for each grant.
-- part account_columns
from account a
-- part account_joins
where a.account_id = $1::bigint
order by g.role
