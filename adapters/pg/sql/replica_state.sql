-- SPDX-License-Identifier: Apache-2.0
-- Which database this is, by the keys that it is bound to, and up to where its log is applied.
select (select k.hash from keyring_check k),
       (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end
        - '0/0'::pg_lsn)::bigint
