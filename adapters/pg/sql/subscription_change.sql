-- SPDX-License-Identifier: Apache-2.0
-- What an administrator changes. null: as it was.
update subscription s
set url = coalesce($2::text, s.url), label = coalesce($3::text, s.label),
    topics = coalesce($4::integer, s.topics), region = coalesce($5::bigint, s.region),
    body_id = coalesce($6::bigint, s.body_id),
    is_active = coalesce($7::boolean, s.is_active),
    stopped = case when $7::boolean then 0::smallint
                   when not $7::boolean and s.is_active then $8::smallint
                   else s.stopped end,
    stopped_at = case when $7::boolean then null
                      when not $7::boolean and s.is_active then $9::timestamptz
                      else s.stopped_at end
where s.subscription_id = $1::bigint and s.partner_kind = 0
