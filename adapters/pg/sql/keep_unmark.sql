-- SPDX-License-Identifier: Apache-2.0
-- Of the marks that are older than the feed is kept ($1) only the newest says anything.
delete from feed_mark
where at <= $1::timestamptz
  and xid < (select max(xid) from feed_mark where at <= $1::timestamptz)
