-- SPDX-License-Identifier: Apache-2.0
-- A proposal that a person puts forward, while fewer wait for the beneficiary than may ($17).
insert into points_proposal (bucket, proposal_id, staff_id, body_id, month, day, dispute_id,
                             rule_group, rule, rules, words, points, fen, note, revision, state,
                             made_at, made_by, request_key, fingerprint)
select $1::integer, $2::bigint, $3::bigint, $4::bigint, date '1970-01-01' + $5::integer,
       date '1970-01-01' + $6::integer, 0, $7::smallint, $8::smallint, $9::text, $10::text,
       $11::integer, $12::bigint, $13::bytea, -1, 0, $14::timestamptz, $15::text, $16::bytea,
       $18::bytea
where (select count(*) from points_proposal o
       where o.bucket = $1::integer and o.staff_id = $3::bigint and o.revision = -1
         and o.state = 0
         and not exists (select 1 from points_entry e
                         where e.bucket = $1::integer and e.proposal_id = o.proposal_id))
      < $17::bigint
on conflict do nothing
