-- SPDX-License-Identifier: Apache-2.0
-- Approve the newest run of a month, if it waits, if $5 (the account may) and if another ran it, with
-- the hash of the statement of the approval (app_credit_approval() makes the same text). What it was
-- before, and whether that was done.
with was as (
    select r.run, r.state, r.runner, r.runner_staff,
           coalesce((select min(g.staff_id) from account_grant g
                     where g.account_id = $2::bigint and g.staff_id <> 0), 0) as staff
    from credit_run r
    where r.month = $1::date
    order by r.run desc
    limit 1
    for update
), done as (
    update credit_run r
    set state = 3, approver = $2::bigint, approver_login = $3::text, decided_at = $4::timestamptz,
        approver_staff = was.staff,
        approval_sha256 = sha256(convert_to(
            'yima credit approval 2' || e'\nmonth ' || to_char(r.month, 'YYYY-MM')
            || e'\nrun ' || r.run || e'\nsha256 ' || encode(r.sha256, 'hex')
            || e'\nedition ' || coalesce(r.edition::text, '-')
            || e'\nprocedures ' || coalesce(encode(r.procedures, 'hex'), '-')
            || e'\nbegun_at ' || (extract(epoch from r.begun_at) * 1000000)::bigint
            || e'\ndrawn_at ' || (extract(epoch from r.drawn_at) * 1000000)::bigint
            || e'\ndecided_at ' || (extract(epoch from $4::timestamptz) * 1000000)::bigint
            || e'\nrunner ' || r.runner || ' ' || coalesce(r.runner_staff::text, '-') || ' '
            || encode(convert_to(r.runner_login, 'UTF8'), 'hex')
            || e'\napprover ' || $2::bigint || ' ' || was.staff || ' '
            || encode(convert_to($3::text, 'UTF8'), 'hex')
            || e'\ntally ' || regexp_replace(array_to_string(r.tally, ' '), '( 0)+$', '')
            || e'\n', 'UTF8'))
    from was
    where r.month = $1::date and r.run = was.run and was.state = 2 and was.runner <> $2::bigint
      and (was.staff = 0 or was.staff is distinct from was.runner_staff)
      and $5::boolean
    returning r.run
)
select was.state, was.runner, exists (select from done),
       was.staff <> 0 and was.staff is not distinct from was.runner_staff
from was
