-- SPDX-License-Identifier: Apache-2.0
insert into outside_map as t (partner, name, version, channel, body_id, is_example, source, days,
                              imported_at)
values ($1::text, $2::text, $3::text, $4::smallint, $5::bigint, $6::boolean, $7::text,
        $8::smallint, $9::timestamptz)
on conflict (partner) do update
set name = excluded.name, version = excluded.version, channel = excluded.channel,
    body_id = excluded.body_id, is_example = excluded.is_example, source = excluded.source,
    days = excluded.days, imported_at = excluded.imported_at
