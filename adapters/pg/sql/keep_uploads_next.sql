-- SPDX-License-Identifier: Apache-2.0
-- The first bucket from $1 on that holds an upload which nobody finished by $2. A deliberate scatter
-- read, over an index that holds next to nothing.
select min(a.bucket)
from attachment a
where a.bucket >= $1::integer and a.state <> 2 and a.at < $2::timestamptz
