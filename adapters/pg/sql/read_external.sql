-- SPDX-License-Identifier: Apache-2.0
-- The newest dispute with this number in another system; a read over all shards.
select t.dispute_id from dispute_detail t
where t.external_ref = $1::text
order by t.dispute_id desc
limit 1
