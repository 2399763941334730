-- SPDX-License-Identifier: Apache-2.0
-- An attachment that its owner ($3 staff and $4 role, or $5 seat) has under way, or has finished: by
-- id ($6), or by the request that began it ($7). has: numbers of the parts that are there, each in
-- two digits.
select
-- part attachment_columns
       a.fingerprint,
       coalesce((select string_agg(lpad(p.part::text, 2, '0'), '' order by p.part)
                 from attachment_part p
                 where p.bucket = $1::integer and p.dispute_id = $2::bigint
                   and p.attachment_id = a.attachment_id), '') as has
from attachment a
where a.bucket = $1::integer and a.dispute_id = $2::bigint
  and (a.attachment_id = $6::bigint or a.request_key = $7::bytea)
  and a.state <> 3
-- part attachment_owner
