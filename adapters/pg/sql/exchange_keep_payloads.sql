-- SPDX-License-Identifier: Apache-2.0
-- What finished messages said, when its time is over, a slice of them.
update exchange_message m
set payload = null
where (m.bucket, m.message_no) in (
    select o.bucket, o.message_no from exchange_message o
    where o.made_at < $1::timestamptz and o.state in (2, 4, 5) and o.payload is not null
    order by o.made_at limit $2::bigint)
