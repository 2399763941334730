-- SPDX-License-Identifier: Apache-2.0
-- A part of what its owner has under way: to be looked at before it is finished.
select
-- part attachment_columns
       p.body
from attachment a
join attachment_part p on p.bucket = a.bucket and p.dispute_id = a.dispute_id
                      and p.attachment_id = a.attachment_id
where a.bucket = $1::integer and p.bucket = $1::integer and a.dispute_id = $2::bigint
  and a.attachment_id = $6::bigint and p.part = $7::smallint and a.state < 2
-- part attachment_owner
