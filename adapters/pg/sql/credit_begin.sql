-- SPDX-License-Identifier: Apache-2.0
-- A new run of a month, behind those that were withdrawn. Nothing is done when one is there that was
-- not.
insert into credit_run as r (month, run, state, formula, formula_sha256, formula_json,
                             previous_sha256, runner, runner_login, begun_at)
values ($1::date, $2::smallint, 1, $3::text, $4::bytea, $5::bytea, $6::bytea, $7::bigint, $8::text,
        $9::timestamptz)
on conflict do nothing
