-- SPDX-License-Identifier: Apache-2.0
-- The list as in read_list, of those disputes whose words hold all of the terms $20, out of the
-- index of words. That gives no order, so it is asked only while no more than four times $19 are
-- expected, and ten times $19 of the rarest term. Else not a row comes back, and a walk is to be
-- asked.
with rare as materialized (
    select app_is_rare($20::text[], 4 * $19::bigint, 10 * $19) as is_so),
found as materialized (
    select t.bucket, t.dispute_id
    from dispute_detail t
    where (select is_so from rare) and t.terms @> $20
      and ($11::bigint is null or t.dispute_id < $11)
    order by t.dispute_id desc
    limit $19),
page as materialized (
    select w.*
    from (select bucket, dispute_id from found order by dispute_id desc) o
    cross join lateral (
-- part narrow
                        where w.bucket = o.bucket and w.dispute_id = o.dispute_id
                        limit 1) w
-- part wishes
    order by o.dispute_id desc
    limit $12::bigint)
-- part shown
       , case when (select count(*) from page) < $12 and (select count(*) from found) >= $19 then
           (select min(dispute_id) from found) end as far
from (select where (select is_so from rare)) one
-- part paged
