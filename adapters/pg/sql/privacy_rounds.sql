-- SPDX-License-Identifier: Apache-2.0
-- What was removed from a dispute, in order.
select a.round, a.from_seq, a.version, a.redacted, a.head, a.digest, a.at, a.login, a.rule,
       a.removed, a.key_number, a.signature
from anonymised a
where a.bucket = $1::integer and a.dispute_id = $2::bigint
order by a.round
limit $3::bigint
