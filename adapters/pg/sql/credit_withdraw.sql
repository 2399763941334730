-- SPDX-License-Identifier: Apache-2.0
-- Withdraw the newest run of a month, unless it is frozen. What it was before, and whether that was
-- done.
with was as (
    select r.run, r.state, r.runner from credit_run r
    where r.month = $1::date
    order by r.run desc
    limit 1
    for update
), done as (
    update credit_run r
    set state = 4, approver = $2::bigint, approver_login = $3::text, decided_at = $4::timestamptz,
        reason = $5::text
    from was
    where r.month = $1::date and r.run = was.run and was.state in (1, 2)
    returning r.run
)
select was.state, was.runner, exists (select from done) from was
