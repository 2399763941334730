-- SPDX-License-Identifier: Apache-2.0
-- What an event says.
select e.payload
from event e
where e.bucket = $1::integer and e.dispute_id = $2::bigint and e.seq = $3::integer
