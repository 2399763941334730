-- SPDX-License-Identifier: Apache-2.0
-- Tokens of the parties.
delete from api_token t
where t.dispute_id = $1::bigint and t.dispute_id <> 0
