-- SPDX-License-Identifier: Apache-2.0
-- The sealed parts of a document that the statement before this one stored; when it did not, none.
insert into sealed_part (bucket, code, part, body)
select s.bucket, s.code, (p.n - 1)::smallint, p.body
from sealed_document s, unnest($3::bytea[]) with ordinality as p(body, n)
where s.bucket = $1::integer and s.code = $2::text
