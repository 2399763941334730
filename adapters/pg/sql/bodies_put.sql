-- SPDX-License-Identifier: Apache-2.0
insert into body as t (body_id, region, kind, is_active, name, phone, address)
select i.body_id, i.region, i.kind, i.is_active, i.name, i.phone, i.address
from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::boolean[], $5::text[], $6::text[],
            $7::text[]) as i(body_id, region, kind, is_active, name, phone, address)
on conflict (body_id) do update
set region = excluded.region, kind = excluded.kind, is_active = excluded.is_active,
    name = excluded.name, phone = excluded.phone, address = excluded.address
where (t.region, t.kind, t.is_active, t.name, t.phone, t.address) is distinct from
      (excluded.region, excluded.kind, excluded.is_active, excluded.name, excluded.phone,
       excluded.address)
