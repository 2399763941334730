-- SPDX-License-Identifier: Apache-2.0
-- Partners whose keys of ours derive from key $1.
select count(*)
from partner p
where p.our_ring = $1::smallint
   or (p.before_ring = $1::smallint and p.before_number > 0 and p.before_until > $2::timestamptz)
