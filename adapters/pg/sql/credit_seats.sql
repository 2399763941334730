-- SPDX-License-Identifier: Apache-2.0
-- The next seats of parties whose hashes lie between $1 and $2 (the end left out; null: there is
-- none), by hash, dispute and seat, behind ($1, $3, $4). Each with what its dispute's history says,
-- if that is of use (edition $5, since $6, proved by one of our keys, $7: a bit for each), and what
-- protected the dispute at $8: a bit for each kind that was set last, and the bit above eight for a
-- lifting by who knew of the report to the police. A deliberate scatter read.
select p.identity_hash, p.dispute_id, p.seat, p.side, p.kind, p.identity, d.type, d.version,
       d.head,
       s.version = d.version and s.edition = $5::smallint and s.since <= $6::date
           and get_bit($7::bytea, get_byte(s.proof, 0)) = 1,
       s.since, s.oldest, s.head, s.proof, s.items,
       coalesce((select bit_or(k.bits)
                 from (select case when max(r.protection_id) filter (where r.is_set)
                                        > coalesce(max(r.protection_id) filter (where not r.is_set),
                                                   0)
                                   then 1 << r.kind else 0 end
                              | case when bool_or(r.lifts_report) then 256 else 0 end as bits
                       from dispute_protection r
                       where r.bucket = p.bucket and r.dispute_id = p.dispute_id
                         and r.at <= $8::timestamptz
                       group by r.kind) k), 0)
from party p
join dispute d on d.bucket = p.bucket and d.dispute_id = p.dispute_id
left join credit_source s on s.bucket = p.bucket and s.dispute_id = p.dispute_id
where p.identity_hash >= $1::bytea and ($2::bytea is null or p.identity_hash < $2::bytea)
  and (p.identity_hash, p.dispute_id, p.seat) > ($1::bytea, $3::bigint, $4::smallint)
order by p.identity_hash, p.dispute_id, p.seat
limit $9::bigint
