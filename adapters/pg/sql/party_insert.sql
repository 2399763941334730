-- SPDX-License-Identifier: Apache-2.0
-- The parties of registered disputes.
insert into party (bucket, dispute_id, seat, side, kind, name, identity, identity_hash, phone,
                   address, agent, agent_phone)
select d.bucket, -- careful
select i.bucket, -- bold
       i.dispute_id, i.seat, i.side, i.kind, i.name, i.identity, i.identity_hash,
       i.phone, i.address, i.agent, i.agent_phone
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::smallint[], $5::smallint[],
            $6::smallint[], $7::text[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[],
            $12::text[], $13::bytea[])
    as i(bucket, dispute_id, head, seat, side, kind, name, identity, identity_hash, phone, address,
         agent, agent_phone)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where d.bucket = any($1::integer[]) -- sharded
on conflict do nothing -- careful
