/* SPDX-License-Identifier: Apache-2.0 */
/* Ports without rows: profiles, reports, subscriptions, accounts. */
#include "stub.h"

/* clang-format off */
END(app_credit_party_fn, (p->arg, p->err, NULL, 0))
END(app_credit_profile_fn, (p->arg, p->err, NULL))
END(app_credit_months_fn, (p->arg, p->err, NULL, 0))
END(app_credit_runs_fn, (p->arg, p->err, NULL, 0))
END(app_credit_decided_fn, (p->arg, p->err, (enum app_credit_bar)0))
END(app_looks_fn, (p->arg, p->err, NULL, 0, 0))
END(app_objections_fn, (p->arg, p->err, NULL, 0, NULL))
END(app_statement_fn, (p->arg, p->err, NULL))
END(app_certified_fn, (p->arg, p->err, YM_DAY_NONE))
END(app_access_done_fn, (p->arg, p->err))
END(app_protections_fn, (p->arg, p->err, NULL, 0))
END(app_protected_fn, (p->arg, p->err, NULL, 0))
END(app_subscriptions_fn, (p->arg, p->err, NULL, 0))
END(app_count_fn, (p->arg, p->err, 0))
END(app_deliveries_fn, (p->arg, p->err, NULL))
END(app_month_list_fn, (p->arg, p->err, NULL, 0))
END(app_month_report_fn, (p->arg, p->err, NULL))
END(app_accounts_fn, (p->arg, p->err, NULL, 0))
END(app_did_fn, (p->arg, p->err, 0))

STUB(credits_party, app_credit_party_fn,
     (struct app_credits *self, struct ym_id dispute, uint8_t seat, app_credit_party_fn
      *done, void *arg))
STUB(credits_profile, app_credit_profile_fn,
     (struct app_credits *self, const unsigned char party[APP_CREDIT_PARTY_LEN], ym_day
      month, app_credit_profile_fn *done, void *arg))
STUB(credits_months, app_credit_months_fn,
     (struct app_credits *self, const unsigned char party[APP_CREDIT_PARTY_LEN],
      app_credit_months_fn *done, void *arg))
STUB(credits_runs, app_credit_runs_fn,
     (struct app_credits *self, ym_day month, ym_day before, app_credit_runs_fn *done, void
      *arg))
STUB(credits_decide, app_credit_decided_fn,
     (struct app_credits *self, const struct app_credit_verdict *v, app_credit_decided_fn
      *done, void *arg))
STUB(credit_access_reads, app_looks_fn,
     (struct app_credit_access *self, const unsigned char party[APP_CREDIT_PARTY_LEN],
      int64_t before, app_looks_fn *done, void *arg))
STUB(credit_access_reads_in, app_looks_fn,
     (struct app_credit_access *self, int64_t lo, int64_t hi, int64_t before, app_looks_fn
      *done, void *arg))
STUB(credit_access_object, app_objections_fn,
     (struct app_credit_access *self, const struct app_objection *row, const struct
      ym_request_key *key, app_objections_fn *done, void *arg))
STUB(credit_access_objections, app_objections_fn,
     (struct app_credit_access *self, const unsigned char party[APP_CREDIT_PARTY_LEN],
      app_objections_fn *done, void *arg))
STUB(credit_access_desk, app_objections_fn,
     (struct app_credit_access *self, const struct app_desk_wish *wish, app_objections_fn
      *done, void *arg))
STUB(credit_access_objection, app_objections_fn,
     (struct app_credit_access *self, int64_t id, app_objections_fn *done, void *arg))
STUB(credit_access_decide, app_objections_fn,
     (struct app_credit_access *self, const struct app_objection_decision *what,
      app_objections_fn *done, void *arg))
STUB(credit_access_statement, app_statement_fn,
     (struct app_credit_access *self, const unsigned char party[APP_CREDIT_PARTY_LEN],
      app_statement_fn *done, void *arg))
STUB(credit_access_state, app_access_done_fn,
     (struct app_credit_access *self, const unsigned char party[APP_CREDIT_PARTY_LEN], const
      struct app_statement *s, app_access_done_fn *done, void *arg))
STUB(credit_access_protections, app_protections_fn,
     (struct app_credit_access *self, struct ym_id dispute, app_protections_fn *done, void
      *arg))
STUB(credit_access_protect, app_access_done_fn,
     (struct app_credit_access *self, struct ym_id dispute, const struct app_protection
      *row, app_access_done_fn *done, void *arg))
STUB(credit_access_are_protected, app_protected_fn,
     (struct app_credit_access *self, const struct ym_id *ids, size_t n, app_protected_fn
      *done, void *arg))
STUB(credit_access_certify, app_certified_fn,
     (struct app_credit_access *self, const struct app_certificate *row, app_certified_fn
      *done, void *arg))
STUB(subscriptions_read, app_subscriptions_fn,
     (struct app_subscriptions *self, int64_t id, app_subscriptions_fn *done, void *arg))
STUB(subscriptions_add, app_subscriptions_fn,
     (struct app_subscriptions *self, const struct app_subscription *row,
      app_subscriptions_fn *done, void *arg))
STUB(subscriptions_change, app_subscriptions_fn,
     (struct app_subscriptions *self, int64_t id, const struct app_subscription_change
      *change, app_subscriptions_fn *done, void *arg))
STUB(subscriptions_rotate, app_subscriptions_fn,
     (struct app_subscriptions *self, const struct app_rotation *what, app_subscriptions_fn
      *done, void *arg))
STUB(subscriptions_remove, app_count_fn,
     (struct app_subscriptions *self, int64_t id, app_count_fn *done, void *arg))
STUB(subscriptions_deliveries, app_deliveries_fn,
     (struct app_subscriptions *self, const struct app_delivery_filter *filter,
      app_deliveries_fn *done, void *arg))
STUB(subscriptions_redrive, app_count_fn,
     (struct app_subscriptions *self, const struct app_redrive *what, app_count_fn *done,
      void *arg))
STUB(subscriptions_skip, app_count_fn,
     (struct app_subscriptions *self, int64_t id, struct ym_id dispute, ym_usec now,
      app_count_fn *done, void *arg))
STUB(months_list, app_month_list_fn,
     (struct app_months *self, app_month_list_fn *done, void *arg))
STUB(months_report, app_month_report_fn,
     (struct app_months *self, const struct app_month_wish *wish, app_month_report_fn *done,
      void *arg))
STUB(accounts_read, app_accounts_fn,
     (struct app_accounts *self, const struct app_account_key *key, app_accounts_fn *done,
      void *arg))
STUB(accounts_list, app_accounts_fn,
     (struct app_accounts *self, int64_t after, unsigned limit, app_accounts_fn *done, void
      *arg))
STUB(accounts_add, app_accounts_fn,
     (struct app_accounts *self, const struct app_account *a, app_accounts_fn *done, void
      *arg))
STUB(accounts_change, app_accounts_fn,
     (struct app_accounts *self, int64_t id, const struct app_account_change *change,
      app_accounts_fn *done, void *arg))
STUB(accounts_password, app_did_fn,
     (struct app_accounts *self, const struct app_password_change *change, app_did_fn *done,
      void *arg))
STUB(accounts_rehash, app_did_fn,
     (struct app_accounts *self, int64_t id, struct ym_span was, struct ym_span stored,
      app_did_fn *done, void *arg))
STUB(accounts_totp, app_did_fn,
     (struct app_accounts *self, const struct app_totp_change *change, app_did_fn *done,
      void *arg))
STUB(accounts_totp_step, app_did_fn,
     (struct app_accounts *self, int64_t id, int64_t step, app_did_fn *done, void *arg))
STUB(accounts_recovery, app_did_fn,
     (struct app_accounts *self, int64_t id, struct ym_span was, struct ym_span now,
      app_did_fn *done, void *arg))
STUB(accounts_link_make, app_did_fn,
     (struct app_accounts *self, const struct app_link *link, app_did_fn *done, void *arg))
STUB(accounts_link_read, app_accounts_fn,
     (struct app_accounts *self, const struct app_link_key *key, app_accounts_fn *done, void
      *arg))
STUB(accounts_session_open, app_did_fn,
     (struct app_accounts *self, const struct app_session *session, app_did_fn *done, void
      *arg))
STUB(accounts_session_role, app_did_fn,
     (struct app_accounts *self, const unsigned char hash[APP_TICKET_HASH_LEN], unsigned
      role, app_did_fn *done, void *arg))
STUB(accounts_session_end, app_did_fn,
     (struct app_accounts *self, const unsigned char hash[APP_TICKET_HASH_LEN], app_did_fn
      *done, void *arg))
STUB(accounts_sessions_end, app_did_fn,
     (struct app_accounts *self, const struct app_sessions_of *which, app_did_fn *done, void
      *arg))
STUB(accounts_session_touch, app_did_fn,
     (struct app_accounts *self, const unsigned char hash[APP_TICKET_HASH_LEN], ym_usec now,
      app_did_fn *done, void *arg))
/* clang-format on */

static void credit_access_log(struct app_credit_access *self, const struct app_look *row,
                              app_access_done_fn *done, void *arg)
{
    later(ports_of(self)->world, YM_E_OK, (any_fn *)done, arg, end_app_access_done_fn);
}

const struct app_credits_ops ports_credits_ops = {
    .party = credits_party,
    .profile = credits_profile,
    .months = credits_months,
    .runs = credits_runs,
    .decide = credits_decide,
};

const struct app_credit_access_ops ports_credit_access_ops = {
    .log = credit_access_log,
    .reads = credit_access_reads,
    .reads_in = credit_access_reads_in,
    .object = credit_access_object,
    .objections = credit_access_objections,
    .desk = credit_access_desk,
    .objection = credit_access_objection,
    .decide = credit_access_decide,
    .statement = credit_access_statement,
    .state = credit_access_state,
    .protections = credit_access_protections,
    .protect = credit_access_protect,
    .are_protected = credit_access_are_protected,
    .certify = credit_access_certify,
};

const struct app_subscriptions_ops ports_subscriptions_ops = {
    .read = subscriptions_read,
    .add = subscriptions_add,
    .change = subscriptions_change,
    .rotate = subscriptions_rotate,
    .remove = subscriptions_remove,
    .deliveries = subscriptions_deliveries,
    .redrive = subscriptions_redrive,
    .skip = subscriptions_skip,
};

const struct app_months_ops ports_months_ops = {
    .list = months_list,
    .report = months_report,
};

const struct app_accounts_ops ports_accounts_ops = {
    .read = accounts_read,
    .list = accounts_list,
    .add = accounts_add,
    .change = accounts_change,
    .password = accounts_password,
    .rehash = accounts_rehash,
    .totp = accounts_totp,
    .totp_step = accounts_totp_step,
    .recovery = accounts_recovery,
    .link_make = accounts_link_make,
    .link_read = accounts_link_read,
    .session_open = accounts_session_open,
    .session_role = accounts_session_role,
    .session_end = accounts_session_end,
    .sessions_end = accounts_sessions_end,
    .session_touch = accounts_session_touch,
};
