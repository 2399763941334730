-- SPDX-License-Identifier: Apache-2.0
-- A new partner, unless there are as many as may be. A repeated request changes nothing.
insert into partner (partner_id, kind, code, zh, body_id, url, our_ring, our_number, cert_file,
                     cert_key_file, ca_file, kinds, bytes_max, answer_hours, created_at, made_by,
                     fingerprint)
select $1::bigint, $2::smallint, $3::text, $4::text, $5::bigint, $6::text, $7::smallint,
       $8::integer, $9::text, $10::text, $11::text, $12::integer, $13::integer, $14::smallint,
       $15::timestamptz, $16::bytea, $17::bytea
where (select count(*) from partner) < $18::bigint
  and (select count(*) from subscription) < $19::bigint
on conflict do nothing
