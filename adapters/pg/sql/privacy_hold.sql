-- SPDX-License-Identifier: Apache-2.0
-- Hold a dispute, so that nothing happens to it while its words are removed.
select d.version, d.head, d.is_open, d.updated_at, d.type
from dispute d
where d.bucket = $1::integer and d.dispute_id = $2::bigint
for update
