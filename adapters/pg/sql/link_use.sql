-- SPDX-License-Identifier: Apache-2.0
-- Only one request uses a link; the same request again finds that it did.
update one_time_link set used_at = $3::timestamptz, used_by = $2::bytea
where hash = $1::bytea and used_at is null and expires_at > $3::timestamptz
