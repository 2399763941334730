-- SPDX-License-Identifier: Apache-2.0
-- The seats of parties whose hashes lie between $1 and $2 (the end left out; null: there is none),
-- by hash, dispute and seat. Each with what its dispute's history says, if that is of use (edition
-- $3, since $4, proved by one of our keys, $5: a bit for each), and what protected the dispute at
-- $6: a bit for each kind that was set last, and the bit above eight for a lifting by who knew of
-- the report to the police. $7: all histories have just been read, so that a dispute is looked at only
-- where nothing of use is kept of it; a look-up by null touches nothing. A deliberate scatter read:
-- planned once a bucket, since planning costs as much as reading 150 seats.
declare credit_seats no scroll cursor for
select p.identity_hash, p.dispute_id, p.seat, p.side, p.kind, p.identity, d.version, d.head,
       s.version, s.since, s.oldest, s.head, s.proof, s.items,
       coalesce((select bit_or(k.bits)
                 from (select case when max(r.protection_id) filter (where r.is_set)
                                        > coalesce(max(r.protection_id) filter (where not r.is_set),
                                                   0)
                                   then 1 << r.kind else 0 end
                              | case when bool_or(r.lifts_report) then 256 else 0 end as bits
                       from dispute_protection r
                       where r.bucket = p.bucket and r.dispute_id = p.dispute_id
                         and r.at <= $6::timestamptz
                       group by r.kind) k), 0)
from party p
left join credit_source s on s.bucket = p.bucket and s.dispute_id = p.dispute_id
                         and s.edition = $3::smallint and s.since <= $4::date
                         and get_bit($5::bytea, get_byte(s.proof, 0)) = 1
left join dispute d on d.bucket = p.bucket
                   and d.dispute_id = case when $7::boolean and s.dispute_id is not null then null
                                           else p.dispute_id end
where p.identity_hash >= $1::bytea and ($2::bytea is null or p.identity_hash < $2::bytea)
order by p.identity_hash, p.dispute_id, p.seat
