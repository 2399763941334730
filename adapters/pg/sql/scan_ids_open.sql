-- SPDX-License-Identifier: Apache-2.0
-- The ids of all disputes that changed since then, in order: the thread of a scan.
declare scan_ids no scroll cursor for
select dispute_id from dispute
where dispute_id >= $1::bigint and updated_at >= $2::timestamptz
order by dispute_id
