-- SPDX-License-Identifier: Apache-2.0
-- How many disputes a scan will meet.
select count(*) from dispute where dispute_id >= $1::bigint and updated_at >= $2::timestamptz
