-- SPDX-License-Identifier: Apache-2.0
-- Does this server show what another one had at that place of its log? One that is no replica does.
select not pg_is_in_recovery() or pg_last_wal_replay_lsn() >= $1::text::pg_lsn
