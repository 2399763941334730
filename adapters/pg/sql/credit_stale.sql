-- SPDX-License-Identifier: Apache-2.0
-- The next disputes of a range of ids whose items must be made anew: they have changed since, or are
-- read by other rules ($3), or more than is wanted was left out, or what is past its time ($4) is
-- still among them, or they are proved by none of our keys ($5: a bit for each). Not those from which
-- words were removed: they have no parties any more.
select d.dispute_id, d.version, d.head
from dispute d
left join credit_source s on s.bucket = d.bucket and s.dispute_id = d.dispute_id
where d.dispute_id > $1::bigint and d.dispute_id < $2::bigint
  and (s.version is distinct from d.version or s.head is distinct from d.head
       or s.edition <> $3::smallint or s.since > $4::date or s.oldest < $4::date
       or s.proof is null or get_bit($5::bytea, get_byte(s.proof, 0)) = 0)
  and not exists (select from anonymised a
                  where a.bucket = d.bucket and a.dispute_id = d.dispute_id)
order by d.dispute_id
limit $6::bigint
