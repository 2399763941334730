-- SPDX-License-Identifier: Apache-2.0
-- Access codes of the parties.
delete from access_code c
where c.bucket = $1::integer and c.dispute_id = $2::bigint
