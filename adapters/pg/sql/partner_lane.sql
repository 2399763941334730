-- SPDX-License-Identifier: Apache-2.0
-- What brings events to a partner: a subscription with its id. It begins with what happens from now
-- on, and goes on while the partner is paused: then messages are made and wait.
insert into subscription as s (subscription_id, url, label, topics, region, body_id, secret,
                               is_active, stopped, created_at, made_by, fingerprint, cursor_xid,
                               cursor_dispute, cursor_seq, partner_kind)
select p.partner_id, p.url, p.code, $2::integer, 0, 0, ''::bytea, true, 0, p.created_at, p.made_by,
       p.fingerprint, pg_snapshot_xmin(pg_current_snapshot()), 0, 0, p.kind
from partner p
where (p.partner_id = $1::bigint or p.made_by = $3::bytea) and p.url <> ''
on conflict (subscription_id) do update set url = excluded.url
