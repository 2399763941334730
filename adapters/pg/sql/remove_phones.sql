-- SPDX-License-Identifier: Apache-2.0
-- Hashes of telephones. Their bucket is that of the hash, so this is a deliberate scatter, by index.
delete from outside_phone p
where p.dispute_id = $1::bigint
