-- SPDX-License-Identifier: Apache-2.0
-- A new run of a month, behind those that were withdrawn. Nothing is done when one is there that was
-- not. Who runs it is a member of staff by whichever grant of the account names one.
insert into credit_run as r (month, run, state, formula, formula_sha256, formula_json,
                             previous_sha256, runner, runner_login, begun_at, expiry_days,
                             edition, procedures, runner_staff)
values ($1::date, $2::smallint, 1, $3::text, $4::bytea, $5::bytea, $6::bytea, $7::bigint, $8::text,
        $9::timestamptz, $10::smallint, $11::smallint, $12::bytea,
        coalesce((select min(g.staff_id) from account_grant g
                  where g.account_id = $7::bigint and g.staff_id <> 0), 0))
on conflict do nothing
