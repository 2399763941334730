-- SPDX-License-Identifier: Apache-2.0
-- The number of a dispute elsewhere under which it was registered.
select t.channel, t.external_ref
from dispute_detail t
where t.bucket = $1::integer and t.dispute_id = $2::bigint and t.external_ref is not null
