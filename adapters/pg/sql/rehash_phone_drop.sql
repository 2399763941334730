-- SPDX-License-Identifier: Apache-2.0
-- ... and no longer under the old one.
delete from outside_phone p
where p.bucket = $1::integer and p.hash = $2::bytea and p.dispute_id = $3::bigint
