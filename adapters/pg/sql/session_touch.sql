-- SPDX-License-Identifier: Apache-2.0
update session set seen_at = $2::timestamptz
where hash = $1::bytea and seen_at < $2::timestamptz
