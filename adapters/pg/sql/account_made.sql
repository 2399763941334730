-- SPDX-License-Identifier: Apache-2.0
-- The account that a request made, a row for each grant.
-- part account_columns
from account a
-- part account_joins
where a.made_by = $1::bytea
order by g.role
