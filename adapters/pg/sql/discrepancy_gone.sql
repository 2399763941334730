-- SPDX-License-Identifier: Apache-2.0
-- What the last comparison with a partner did not find any more.
delete from exchange_discrepancy d
where d.partner_id = $1::bigint and d.run_at < $2::timestamptz
