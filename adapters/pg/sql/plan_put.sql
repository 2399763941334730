-- SPDX-License-Identifier: Apache-2.0
-- Begin a plan under the next number; it ends with the disputes that there are now. A repeated
-- request changes nothing. None begins while another of the same old version is open: two that
-- begin in one moment want the same number, and only one of them gets it.
insert into procedure_migration (plan, state, from_version, to_version, map, reason, login,
                                 only_open, dispute_id, rate, until, at, looked, moved, stayed,
                                 begun_at, changed_at, made_by, fingerprint)
select coalesce((select max(plan) from procedure_migration), 0) + 1, 1, $1::smallint, $2::smallint,
       $3::text, $4::text, $5::text, $6::boolean, $7::bigint, $8::integer,
       case when $7::bigint <> 0 then $7::bigint
            else coalesce((select max(dispute_id) from dispute), 0) end,
       case when $7::bigint <> 0 then $7::bigint - 1 else 0 end, 0, 0, 0,
       $9::timestamptz, $9::timestamptz, $10::bytea, $11::bytea
where (select count(*) from procedure_migration where state in (1, 2)) < $12::bigint
  and not exists (select from procedure_migration
                  where state in (1, 2) and from_version = $1::smallint)
on conflict do nothing
returning plan
