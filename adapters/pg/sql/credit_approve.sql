-- SPDX-License-Identifier: Apache-2.0
-- Approve the newest run of a month, if it waits, if $5 (the account may) and if another ran it. What
-- it was before, and whether that was done.
with was as (
    select r.run, r.state, r.runner from credit_run r
    where r.month = $1::date
    order by r.run desc
    limit 1
    for update
), done as (
    update credit_run r
    set state = 3, approver = $2::bigint, approver_login = $3::text, decided_at = $4::timestamptz
    from was
    where r.month = $1::date and r.run = was.run and was.state = 2 and was.runner <> $2::bigint
      and $5::boolean
    returning r.run
)
select was.state, was.runner, exists (select from done) from was
