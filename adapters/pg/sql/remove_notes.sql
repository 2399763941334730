-- SPDX-License-Identifier: Apache-2.0
-- Notes.
delete from note n
where n.bucket = $1::integer and n.dispute_id = $2::bigint
