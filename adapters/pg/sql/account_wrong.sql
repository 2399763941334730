-- SPDX-License-Identifier: Apache-2.0
-- Wait so many seconds, keeping what the transaction holds: the server does, whatever becomes of who
-- asked.
select pg_sleep($1::bigint)
