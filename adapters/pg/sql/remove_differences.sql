-- SPDX-License-Identifier: Apache-2.0
-- Where our record and a partner's differed.
delete from exchange_discrepancy d
where d.bucket = $1::integer and d.dispute_id = $2::bigint
