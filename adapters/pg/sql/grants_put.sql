-- SPDX-License-Identifier: Apache-2.0
-- Grants of an account that is there.
insert into account_grant (account_id, role, staff_id, body_id, region)
select $1::bigint, g.role, g.staff_id, g.body_id, g.region
from unnest($2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[])
     as g (role, staff_id, body_id, region)
where exists (select from account where account_id = $1::bigint)
