-- SPDX-License-Identifier: Apache-2.0
-- Receipts whose time is over, a slice of them.
delete from exchange_receipt r
where (r.bucket, r.partner_id, r.name) in (
    select o.bucket, o.partner_id, o.name from exchange_receipt o
    where o.at < $1::timestamptz order by o.at limit $2::bigint)
