-- SPDX-License-Identifier: Apache-2.0
-- The work orders of others that a dispute came from or took in.
select (r.order_id & 1023)::integer, r.partner, r.reference
from dispute_reference r
where r.bucket = $1::integer and r.dispute_id = $2::bigint
