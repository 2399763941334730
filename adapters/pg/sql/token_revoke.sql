-- SPDX-License-Identifier: Apache-2.0
-- The first revocation counts.
update api_token set revoked_at = coalesce(revoked_at, $2::timestamptz) where token_id = $1::text
