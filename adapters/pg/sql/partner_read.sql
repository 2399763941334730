-- SPDX-License-Identifier: Apache-2.0
-- Partners with their keys, the newest first: one by its id, by its code, or by the request that
-- made it; or (null) all.
select p.partner_id, p.kind, p.code, p.zh, p.body_id, p.url, p.is_active, p.stopped_at, p.our_ring,
       p.our_number, p.before_ring, p.before_number, p.before_until, p.cert_file, p.cert_key_file,
       p.ca_file, p.kinds, p.bytes_max, p.answer_hours, p.policy_at, p.created_at, p.fingerprint,
       k.open, k.valid_from, k.valid_until
from partner p
left join partner_key k on k.partner_id = p.partner_id
where ($1::bigint is null or p.partner_id = $1::bigint)
  and ($2::text is null or p.code = $2::text)
  and ($3::bytea is null or p.made_by = $3::bytea)
order by p.created_at, p.partner_id, k.valid_from desc, k.open
limit $4::bigint
