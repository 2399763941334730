-- SPDX-License-Identifier: Apache-2.0
-- The same for those who bring verdicts: several may, while nobody adds.
select s.subscription_id
from subscription s
where s.subscription_id = any($1::bigint[])
order by s.subscription_id
for share
