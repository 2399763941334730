-- SPDX-License-Identifier: Apache-2.0
-- Runs, newest first: of one month, or of all before one.
-- part credit_run_columns
where ($1::date is null or r.month = $1::date) and ($2::date is null or r.month < $2::date)
order by r.month desc, r.run desc
limit $3::bigint
