-- SPDX-License-Identifier: Apache-2.0
-- Keep the items of some disputes in place of those that were there.
insert into credit_source as s (bucket, dispute_id, version, edition, since, oldest, head, proof,
                                items)
select * from unnest($1::integer[], $2::bigint[], $3::integer[], $4::smallint[], $5::date[],
                     $6::date[], $7::bytea[], $8::bytea[], $9::bytea[])
on conflict (bucket, dispute_id) do update
set version = excluded.version, edition = excluded.edition, since = excluded.since,
    oldest = excluded.oldest, head = excluded.head, proof = excluded.proof, items = excluded.items
