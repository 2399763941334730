-- SPDX-License-Identifier: Apache-2.0
-- Contents of sealed documents. Hash and signature stay, so that who holds a copy can have it
-- checked.
delete from sealed_part p
using sealed_document s
where s.bucket = $1::integer and s.dispute_id = $2::bigint
  and p.bucket = $1::integer and p.code = s.code
