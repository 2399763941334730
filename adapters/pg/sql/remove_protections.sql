-- SPDX-License-Identifier: Apache-2.0
-- Why a dispute was protected.
delete from dispute_protection p
where p.bucket = $1::integer and p.dispute_id = $2::bigint
