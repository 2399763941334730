-- SPDX-License-Identifier: Apache-2.0
-- The buckets in which there is something to weigh: parties now, or profiles in the run before ($1,
-- $2). A deliberate scatter read.
select get_byte(p.identity_hash, 0) * 4 + (get_byte(p.identity_hash, 1) >> 6)
from party p where p.identity_hash is not null
union
select s.bucket from credit_slice s where s.month = $1::date and s.run = $2::smallint
