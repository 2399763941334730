-- SPDX-License-Identifier: Apache-2.0
-- Every bearer token, newest first.
select token_id, hash, label, role, staff_id, body_id, region, dispute_id, seat, issued_at,
       expires_at, revoked_at
from api_token
order by issued_at desc, token_id
