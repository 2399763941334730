-- SPDX-License-Identifier: Apache-2.0
-- At most $2 bearer tokens that expired or were revoked before $1.
delete from api_token
where token_id in (select token_id from api_token
                   where expires_at < $1::timestamptz or revoked_at < $1::timestamptz
                   limit $2::bigint)
