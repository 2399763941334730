-- SPDX-License-Identifier: Apache-2.0
-- A sealed part, for yima verify --files.
select p.body
from attachment_part p
where p.bucket = $1::integer and p.dispute_id = $2::bigint and p.attachment_id = $3::bigint
  and p.part = $4::smallint
