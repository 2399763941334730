-- SPDX-License-Identifier: Apache-2.0
-- The next seats of parties whose hashes lie between $1 and $2 (the end left out; null: there is
-- none), by hash, dispute and seat, behind ($1, $3, $4). Each with what its dispute's history says
-- and what protects it: a bit for each kind that was set last, and the bit above eight for a lifting
-- by who knew of the report to the police. A deliberate scatter read.
select p.identity_hash, p.dispute_id, p.seat, p.side, p.kind, p.identity, d.type, d.version,
       d.head,
       s.version = d.version and s.edition = $5::smallint and s.since <= $6::date,
       s.items,
       (select coalesce(bit_or(case when x.is_set then 1 << x.kind else 0 end), 0)
        from (select distinct on (r.kind) r.kind, r.is_set
              from dispute_protection r
              where r.bucket = p.bucket and r.dispute_id = p.dispute_id
              order by r.kind, r.protection_id desc) x)
       + case when exists (select from dispute_protection l
                           where l.bucket = p.bucket and l.dispute_id = p.dispute_id
                             and l.lifts_report)
              then 256 else 0 end
from party p
join dispute d on d.bucket = p.bucket and d.dispute_id = p.dispute_id
left join credit_source s on s.bucket = p.bucket and s.dispute_id = p.dispute_id
where p.identity_hash >= $1::bytea and ($2::bytea is null or p.identity_hash < $2::bytea)
  and (p.identity_hash, p.dispute_id, p.seat) > ($1::bytea, $3::bigint, $4::smallint)
order by p.identity_hash, p.dispute_id, p.seat
limit $7::bigint
