-- SPDX-License-Identifier: Apache-2.0
-- Access codes of the parties, and who issued them.
with issues as (
    delete from access_code_issue i
    where i.bucket = $1::integer and i.dispute_id = $2::bigint
)
delete from access_code c
where c.bucket = $1::integer and c.dispute_id = $2::bigint
