-- SPDX-License-Identifier: Apache-2.0
-- A sealed document, unless there is one of this kind, version and subject, or as many as may be.
insert into sealed_document as s (bucket, dispute_id, code, document, version, subject, made_at,
                                  made_by, key_number, size, sha256, terms_sha256, signature)
select d.bucket, d.dispute_id, $3::text, $4::smallint, $5::integer, $6::text, $7::timestamptz,
       $8::text, $9::integer, $10::integer, $11::bytea, $12::bytea, $13::bytea
from dispute d
where d.bucket = $1::integer and d.dispute_id = $2::bigint
  and (select count(*) from sealed_document o
       where o.bucket = $1::integer and o.dispute_id = $2::bigint) < $14::bigint
on conflict do nothing
