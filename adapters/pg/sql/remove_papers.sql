-- SPDX-License-Identifier: Apache-2.0
-- Attachments: names, digests and salts. The history keeps a commitment that tells nothing without
-- its salt.
delete from attachment a
where a.bucket = $1::integer and a.dispute_id = $2::bigint
