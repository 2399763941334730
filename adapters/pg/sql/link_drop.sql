-- SPDX-License-Identifier: Apache-2.0
-- Links of an account that were not used.
delete from one_time_link where account_id = $1::bigint and used_at is null
