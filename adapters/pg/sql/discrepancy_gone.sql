-- SPDX-License-Identifier: Apache-2.0
-- What the last comparison with a partner did not find any more. What a person saw to stays: who
-- settled it, when and with which words is part of the record.
delete from exchange_discrepancy d
where d.partner_id = $1::bigint and d.run_at < $2::timestamptz and d.settled_at is null
