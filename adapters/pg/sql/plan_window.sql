-- SPDX-License-Identifier: Apache-2.0
-- The next disputes in the order of ids, whatever their version: the version stands in the state.
select dispute_id, version, is_open, state
from dispute
where dispute_id > $1::bigint and dispute_id <= $2::bigint
order by dispute_id
limit $3::bigint
