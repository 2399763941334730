-- SPDX-License-Identifier: Apache-2.0
-- What is known of a message that came in.
select r.print, r.receipt
from exchange_receipt r
where r.bucket = $1::integer and r.partner_id = $2::bigint and r.name = $3::text
