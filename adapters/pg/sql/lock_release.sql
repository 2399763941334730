-- SPDX-License-Identifier: Apache-2.0
-- Give back what lock_take took.
select pg_advisory_unlock($1::bigint)
