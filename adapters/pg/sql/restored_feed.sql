-- SPDX-License-Identifier: Apache-2.0
-- New transaction numbers for the feed, all of them long over: one for what lies between each two
-- places of subscriptions. Within a dispute the order stays, since it is that of seq. An event that
-- stands there twice would get the same number twice: the later one goes.
with doubled as (
    delete from outbox o
    using outbox e
    where e.bucket = o.bucket and e.dispute_id = o.dispute_id and e.seq = o.seq and e.xid < o.xid
    returning o.bucket, o.dispute_id, o.seq, o.xid)
update outbox o
set xid = (3 + (select count(*)
                from (select distinct cursor_xid, cursor_dispute, cursor_seq from subscription) p
                where (p.cursor_xid, p.cursor_dispute, p.cursor_seq)
                      < (o.xid, o.dispute_id, o.seq)))::text::xid8
where not exists (select from doubled d
                  where d.bucket = o.bucket and d.dispute_id = o.dispute_id and d.seq = o.seq
                    and d.xid = o.xid)
