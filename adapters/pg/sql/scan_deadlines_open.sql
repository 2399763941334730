-- SPDX-License-Identifier: Apache-2.0
-- Every clock that runs, in the order of a scan.
declare scan_deadlines no scroll cursor for
select dispute_id, due_at, kind from deadline
where dispute_id >= $1::bigint
order by dispute_id, kind, due_at
