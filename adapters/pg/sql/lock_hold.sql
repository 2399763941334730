-- SPDX-License-Identifier: Apache-2.0
-- Wait for the lock of this key and keep it until the transaction ends.
select pg_advisory_xact_lock($1::bigint)
