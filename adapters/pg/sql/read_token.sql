-- SPDX-License-Identifier: Apache-2.0
-- A bearer token by its public id.
select token_id, hash, label, role, staff_id, body_id, region, dispute_id, seat, issued_at,
       expires_at, revoked_at
from api_token
where token_id = $1::text
