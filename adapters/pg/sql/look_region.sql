-- SPDX-License-Identifier: Apache-2.0
-- All looks and attempts within regions, newest first: of the $5 that come next, those that lie there,
-- and on the first row the place where the looking ended.
with next as (
    select l.* from credit_read l
    where l.read_id < $3::bigint
    order by l.read_id desc
    limit $5::bigint
), here as (
    select n.* from next n
    where n.region between $1::bigint and $2::bigint
    order by n.read_id desc
    limit $4::bigint
)
select h.party, h.read_id, h.at, h.reader, h.role, h.staff_id, h.body_id, h.reader_seat, h.dispute_id,
       h.seat, h.region, h.what, h.verdict, h.month, h.run, h.purpose, e.n, e.last
from (select count(*) as n, min(read_id) as last from next) e
left join here h on true
order by h.read_id desc
