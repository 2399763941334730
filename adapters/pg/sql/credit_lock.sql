-- SPDX-License-Identifier: Apache-2.0
-- Take the lock of this key, if nobody has it, until it is released or the session ends.
select pg_try_advisory_lock($1::bigint)
