-- SPDX-License-Identifier: Apache-2.0
select a.account_id, a.login, a.name, coalesce(a.password, ''), a.is_active, a.totp, a.totp_next,
       a.totp_step, a.recovery, a.created_at, a.changed_at, a.made_by, a.fingerprint,
       g.role, g.staff_id, g.body_id, g.region, coalesce(s.is_active, true)
