-- SPDX-License-Identifier: Apache-2.0
-- The digest of a part that is there.
select p.print
from attachment_part p
join attachment a on a.bucket = p.bucket and a.dispute_id = p.dispute_id
                 and a.attachment_id = p.attachment_id
where p.bucket = $1::integer and a.bucket = $1::integer and p.dispute_id = $2::bigint
  and p.attachment_id = $6::bigint and p.part = $7::smallint and a.state < 2
-- part attachment_owner
