-- SPDX-License-Identifier: Apache-2.0
-- An owner gives up what it has under way. One that was looked at is about to be attached, and waits
-- for the sweeper instead.
update attachment a set state = 3, ended_at = $7::timestamptz
where a.bucket = $1::integer and a.dispute_id = $2::bigint and a.attachment_id = $6::bigint
  and a.state = 0
-- part attachment_owner
