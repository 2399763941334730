-- SPDX-License-Identifier: Apache-2.0
-- It is our turn to compare with a partner, unless somebody is at it ($3 is now) or was since $5.
insert into exchange_turn as t (partner_id, instance, until)
values ($1::bigint, $2::bytea, $4::timestamptz)
on conflict (partner_id) do update set instance = excluded.instance, until = excluded.until
    where t.until <= $3::timestamptz
      and (t.ran_at is null or $5::timestamptz is null or t.ran_at < $5::timestamptz)
