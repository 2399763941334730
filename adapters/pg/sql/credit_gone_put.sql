-- SPDX-License-Identifier: Apache-2.0
-- What is left of the profiles of a party that are about to be deleted: their hashes.
insert into credit_gone as g (bucket, month, run, sha256, at)
select p.bucket, p.month, p.run, p.sha256, $3::timestamptz
from credit_profile p
where p.bucket = $1::integer and p.party = $2::bytea
on conflict do nothing
