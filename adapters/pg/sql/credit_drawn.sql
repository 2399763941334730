-- SPDX-License-Identifier: Apache-2.0
-- A run is drawn: it waits for approval.
update credit_run
set state = 2, profiles_sha256 = $3::bytea, sha256 = $4::bytea,
    tally = string_to_array($5::text, ' ')::bigint[], drawn_at = $6::timestamptz
where month = $1::date and run = $2::smallint and state = 1
