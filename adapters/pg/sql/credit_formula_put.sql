-- SPDX-License-Identifier: Apache-2.0
-- A formula. One that is there already, or begins on the same day, is never changed: no row is
-- affected.
insert into credit_formula (formula_id, version, valid_from, valid_until, sha256, document,
                            imported_at, imported_by)
values ($1::text, $2::text, date '1970-01-01' + $3::integer, date '1970-01-01' + $4::integer,
        $5::bytea, $6::text, $7::timestamptz, $8::text)
on conflict do nothing
