-- SPDX-License-Identifier: Apache-2.0
-- Up to where the feed may go: what was over at $1 and every active subscription has passed. Null:
-- nothing is known to be that old.
select least((select max(xid) from feed_mark where at <= $1::timestamptz),
             (select min(cursor_xid) from subscription where is_active))::text::bigint
where exists (select from feed_mark where at <= $1::timestamptz)
