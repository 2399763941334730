-- SPDX-License-Identifier: Apache-2.0
-- The newest dispute of a node: bits 17 to 21 of the id.
select dispute_id from dispute
where (dispute_id >> 17) & 31 = $1::bigint
order by dispute_id desc
limit 1
