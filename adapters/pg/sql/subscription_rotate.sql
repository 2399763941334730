-- SPDX-License-Identifier: Apache-2.0
-- A new secret; the one before signs as well for a while. The same request again changes nothing.
update subscription s
set secret = $2::bytea, secret_before = s.secret, before_until = $3::timestamptz,
    rotated_by = $4::bytea
where s.subscription_id = $1::bigint and s.partner_kind = 0 and s.rotated_by is distinct from $4::bytea
