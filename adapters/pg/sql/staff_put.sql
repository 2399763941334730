-- SPDX-License-Identifier: Apache-2.0
insert into staff as t (staff_id, body_id, roles, is_active, name, phone)
select i.staff_id, i.body_id, i.roles, i.is_active, i.name, i.phone
from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::boolean[], $5::text[], $6::text[])
    as i(staff_id, body_id, roles, is_active, name, phone)
on conflict (staff_id) do update
set body_id = excluded.body_id, roles = excluded.roles, is_active = excluded.is_active,
    name = excluded.name, phone = excluded.phone
where (t.body_id, t.roles, t.is_active, t.name, t.phone) is distinct from
      (excluded.body_id, excluded.roles, excluded.is_active, excluded.name, excluded.phone)
