-- SPDX-License-Identifier: Apache-2.0
-- Wait for the lock of this key and keep it until it is released or the session ends.
select pg_advisory_lock($1::bigint)
