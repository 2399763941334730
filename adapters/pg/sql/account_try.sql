-- SPDX-License-Identifier: Apache-2.0
-- Take the lock of who tries the password of an account from a shell, if nobody has it, until the
-- transaction ends.
select pg_try_advisory_xact_lock($1::bigint)
