-- SPDX-License-Identifier: Apache-2.0
-- null: as it was. While our key is replaced ($11, $12), the one before signs as well until $13.
update partner p
set zh = coalesce($2::text, p.zh), url = coalesce($3::text, p.url),
    body_id = coalesce($4::bigint, p.body_id),
    is_active = coalesce($5::boolean, p.is_active),
    stopped_at = case when coalesce($5::boolean, p.is_active) then null
                      else coalesce(p.stopped_at, $14::timestamptz) end,
    kinds = coalesce($6::integer, p.kinds), bytes_max = coalesce($7::integer, p.bytes_max),
    answer_hours = coalesce($8::smallint, p.answer_hours),
    policy_at = coalesce($9::timestamptz, p.policy_at),
    cert_file = coalesce($10::text, p.cert_file),
    before_ring = case when $12::integer is null then p.before_ring else p.our_ring end,
    before_number = case when $12::integer is null then p.before_number else p.our_number end,
    before_until = case when $12::integer is null then p.before_until else $13::timestamptz end,
    our_ring = coalesce($11::smallint, p.our_ring), our_number = coalesce($12::integer, p.our_number),
    cert_key_file = coalesce($15::text, p.cert_key_file), ca_file = coalesce($16::text, p.ca_file)
where p.partner_id = $1::bigint
