-- SPDX-License-Identifier: Apache-2.0
-- The first dispute at or behind an id; null: there is none.
select min(dispute_id) from dispute where dispute_id >= $1::bigint
