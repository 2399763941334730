-- SPDX-License-Identifier: Apache-2.0
-- One entry.
-- part points_entry_row
where e.bucket = $1::integer and e.entry_id = $2::bigint
