-- SPDX-License-Identifier: Apache-2.0
-- A row for a clock that the dispute does not have at this version. The lock keeps a command that
-- would start the very same clock from coming in between.
with d as (
    select 1 from dispute
    where bucket = $1::integer and dispute_id = $2::bigint and version = $5::integer
    for update
)
delete from deadline t
where t.bucket = $1::integer and t.due_at = $3::timestamptz and t.dispute_id = $2::bigint
  and t.kind = $4::smallint and exists (select from d)
