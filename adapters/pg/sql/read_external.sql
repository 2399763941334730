-- SPDX-License-Identifier: Apache-2.0
-- The list as in read_list, of those disputes that bear the number $21 in another system: the one
-- that they were registered under, or one that came to them later.
with page as materialized (
    select w.*
    from (select o.bucket, o.dispute_id
          from (select d.bucket, d.dispute_id
                from dispute_detail d
                where d.external_ref = $21::text and ($11::bigint is null or d.dispute_id < $11)
                union
                select r.bucket, r.dispute_id
                from dispute_reference r
                where r.reference = $21::text and ($11::bigint is null or r.dispute_id < $11)) o
          order by o.dispute_id desc
          limit $19::bigint) o
    cross join lateral (
-- part narrow
                        where w.bucket = o.bucket and w.dispute_id = o.dispute_id
                        limit 1) w
-- part wishes
    order by o.dispute_id desc
    limit $12::bigint)
-- part shown
       , case when (select count(*) from page) < $12 then
           (select o.dispute_id
            from (select d.dispute_id
                  from dispute_detail d
                  where d.external_ref = $21 and ($11 is null or d.dispute_id < $11)
                  union
                  select r.dispute_id
                  from dispute_reference r
                  where r.reference = $21 and ($11 is null or r.dispute_id < $11)) o
            order by o.dispute_id desc
            offset $19 - 1
            limit 1) end as far
from (values (1)) one
-- part paged
