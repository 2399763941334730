-- SPDX-License-Identifier: Apache-2.0
-- Disputes of a type that share a party's identity.
-- part shown
from dispute w
-- part names
where w.type = $2::smallint
  and exists (select from party p
              where p.bucket = w.bucket and p.dispute_id = w.dispute_id
                and p.identity_hash = any($1::bytea[]))
order by w.dispute_id desc
limit $3::bigint
