-- SPDX-License-Identifier: Apache-2.0
-- The words of registered disputes. terms: joined by the unit separator, since arrays of arrays
-- cannot be ragged.
insert into dispute_detail (bucket, dispute_id, type, channel, source, region, procedure,
                            received_at, external_ref, amount_fen, title, description, terms)
select d.bucket, -- careful
select i.bucket, -- bold
       i.dispute_id, i.type, i.channel, i.source, i.region, i.procedure, i.received_at,
       i.external_ref, i.amount_fen, i.title, i.description, string_to_array(i.terms, E'\x1f')
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::smallint[], $5::smallint[],
            $6::smallint[], $7::bigint[], $8::smallint[], $9::timestamptz[], $10::text[],
            $11::bigint[], $12::text[], $13::text[], $14::text[])
    as i(bucket, dispute_id, head, type, channel, source, region, procedure, received_at,
         external_ref, amount_fen, title, description, terms)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where d.bucket = any($1::integer[]) -- sharded
on conflict do nothing -- careful
