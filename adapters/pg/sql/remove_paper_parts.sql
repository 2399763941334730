-- SPDX-License-Identifier: Apache-2.0
-- Contents of attachments.
delete from attachment_part p
where p.bucket = $1::integer and p.dispute_id = $2::bigint
