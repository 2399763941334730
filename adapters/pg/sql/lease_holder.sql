-- SPDX-License-Identifier: Apache-2.0
-- Who holds this number, and for how many seconds more.
select label, ceil(extract(epoch from until - now()))::bigint
from node_lease
where node = $1::smallint and until > now()
