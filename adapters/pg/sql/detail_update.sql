-- SPDX-License-Identifier: Apache-2.0
-- Corrected words and a migrated procedure; null: unchanged. Search terms only grow: who looks for
-- the old title still finds the dispute.
update dispute_detail t
set type = i.type, region = i.region, procedure = i.procedure,
    title = coalesce(i.title, t.title), description = coalesce(i.description, t.description),
    terms = coalesce(t.terms || string_to_array(i.terms, E'\x1f'), t.terms)
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::smallint[], $5::bigint[], $6::smallint[],
            $7::text[], $8::text[], $9::text[])
    as i(bucket, dispute_id, head, type, region, procedure, title, description, terms)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where t.bucket = i.bucket and t.dispute_id = i.dispute_id
  and d.bucket = any($1::integer[]) and t.bucket = any($1::integer[]) -- sharded
