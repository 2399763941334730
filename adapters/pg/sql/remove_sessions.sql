-- SPDX-License-Identifier: Apache-2.0
-- Sessions of the parties.
delete from session s
where s.dispute_id = $1::bigint and s.dispute_id <> 0
