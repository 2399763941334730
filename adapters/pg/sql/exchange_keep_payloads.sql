-- SPDX-License-Identifier: Apache-2.0
-- What messages said that are finished or refused, when its time is over, a slice of them: with what
-- people wrote about them and the words of a refusal, which may name persons as well. That it was
-- refused stays, by its code. Whatever is finished and has a note has a payload, if an empty one
-- (exchange_settle): so each half has an index that holds nothing that was emptied before, but for
-- the refused ones that nobody saw to.
update exchange_message m
set payload = null, note = null, error = '', reason_zh = '', reason_en = ''
where (m.bucket, m.message_no) in (
    select u.bucket, u.message_no
    from ((select o.bucket, o.message_no from exchange_message o
           where o.made_at < $1::timestamptz and o.state in (2, 4, 5) and o.payload is not null
           order by o.made_at limit $2::bigint)
          union all
          (select o.bucket, o.message_no from exchange_message o
           where o.made_at < $1::timestamptz and o.state in (0, 1, 3) and o.state = 3
             and (o.payload is not null or o.note is not null or o.error <> ''
               or o.reason_zh <> '' or o.reason_en <> '')
           limit $2::bigint)) u
    limit $2::bigint)
