-- SPDX-License-Identifier: Apache-2.0
-- Disputes that are over and were not touched since $2, behind the id $1: those whose words might go.
-- A deliberate scatter read, a slice at a time.
select d.dispute_id, d.type, d.updated_at, d.version
from dispute d
where d.dispute_id > $1::bigint and not d.is_open and d.updated_at < $2::timestamptz
  and not exists (select from anonymised a
                  where a.bucket = d.bucket and a.dispute_id = d.dispute_id
                    and a.version >= d.version)
order by d.dispute_id
limit $3::bigint
