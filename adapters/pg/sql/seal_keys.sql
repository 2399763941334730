-- SPDX-License-Identifier: Apache-2.0
-- The keys of seals, by number.
select k.number, k.ring, k.public_key, k.valid_from, k.valid_until
from seal_key k
order by k.number
limit $1::bigint
