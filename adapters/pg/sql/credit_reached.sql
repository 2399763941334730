-- SPDX-License-Identifier: Apache-2.0
-- Where the log of this server stands; null on a replica.
select case when pg_is_in_recovery() then null else pg_current_wal_lsn()::text end
