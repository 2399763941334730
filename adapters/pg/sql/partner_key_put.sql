-- SPDX-License-Identifier: Apache-2.0
-- A key of theirs, or its validity anew; unless there are as many as may be.
insert into partner_key as k (partner_id, open, valid_from, valid_until)
select $1::bigint, $2::bytea, $3::timestamptz, $4::timestamptz
where (select count(*) from partner_key o where o.partner_id = $1::bigint and o.open <> $2::bytea)
      < $5::bigint
on conflict (partner_id, open)
    do update set valid_from = excluded.valid_from, valid_until = excluded.valid_until
