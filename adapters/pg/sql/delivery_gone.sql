-- SPDX-License-Identifier: Apache-2.0
-- Endpoints that said that they are gone are not called again until somebody resumes them.
update subscription s
set is_active = false, stopped = $2::smallint, stopped_at = $3::timestamptz
where s.subscription_id = any($1::bigint[]) and s.is_active
