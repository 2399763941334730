-- SPDX-License-Identifier: Apache-2.0
-- A new subscription, unless there are as many as may be. It begins with what happens from now on,
-- or ($11) with all that the feed still holds.
insert into subscription (subscription_id, url, label, topics, region, body_id, secret, is_active,
                          stopped, created_at, made_by, fingerprint, cursor_xid, cursor_dispute,
                          cursor_seq)
select $1::bigint, $2::text, $3::text, $4::integer, $5::bigint, $6::bigint, $7::bytea, true, 0,
       $8::timestamptz, $9::bytea, $10::bytea,
       case when $11::boolean then '0'::xid8 else pg_snapshot_xmin(pg_current_snapshot()) end, 0, 0
where (select count(*) from subscription) < $12::bigint
on conflict do nothing
