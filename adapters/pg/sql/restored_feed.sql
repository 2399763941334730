-- SPDX-License-Identifier: Apache-2.0
-- New transaction numbers for the feed, all of them long over: one for what lies between each two
-- places of subscriptions. Within a dispute the order stays, since it is that of seq.
update outbox o
set xid = (3 + (select count(*)
                from (select distinct cursor_xid, cursor_dispute, cursor_seq from subscription) p
                where (p.cursor_xid, p.cursor_dispute, p.cursor_seq)
                      < (o.xid, o.dispute_id, o.seq)))::text::xid8
