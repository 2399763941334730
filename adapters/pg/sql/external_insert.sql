-- SPDX-License-Identifier: Apache-2.0
-- Numbers in other systems, of disputes registered with one. No ON CONFLICT: a number that its
-- channel gave before must undo the registration; what is there already, as it should be, is left
-- alone. In the order of the key, so that two batches do not wait for each other.
insert into external_ref (bucket, channel, reference, dispute_id)
select i.bucket, i.channel, i.reference, i.dispute_id
from unnest($1::integer[], $2::smallint[], $3::text[], $4::integer[], $5::bigint[], $6::bytea[])
    as i(bucket, channel, reference, home, dispute_id, head)
join dispute d on d.bucket = i.home and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where true
  and d.bucket = any($4::integer[]) -- sharded
  and not exists (select from external_ref x -- careful
                  where x.bucket = i.bucket and x.channel = i.channel -- careful
                    and x.reference = i.reference and x.dispute_id = i.dispute_id -- careful
                    and x.bucket = any($1::integer[]) -- sharded
                 ) -- careful
order by i.bucket, i.channel, i.reference
