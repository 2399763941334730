-- SPDX-License-Identifier: Apache-2.0
select r.month, r.run, r.state, r.formula, r.formula_sha256, r.previous_sha256, r.profiles_sha256,
       r.sha256, array_to_string(r.tally, ' '), r.runner, r.runner_login, r.approver,
       r.approver_login, r.begun_at, r.drawn_at, r.decided_at, r.swept_at, r.reason, r.expiry_days,
       r.edition, r.procedures, r.runner_staff, r.approver_staff, r.approval_sha256
from credit_run r
