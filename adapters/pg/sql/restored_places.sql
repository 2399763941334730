-- SPDX-License-Identifier: Apache-2.0
-- After restored_feed: each place goes behind the last row that it had passed.
update subscription s
set cursor_xid = (3 + (select count(*)
                       from (select distinct cursor_xid, cursor_dispute, cursor_seq
                             from subscription) p
                       where (p.cursor_xid, p.cursor_dispute, p.cursor_seq)
                             < (s.cursor_xid, s.cursor_dispute, s.cursor_seq)))::text::xid8,
    cursor_dispute = 9223372036854775807, cursor_seq = 2147483647
