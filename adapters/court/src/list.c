/* SPDX-License-Identifier: Apache-2.0 */
/* What a court should have in its list of a dispute as it stands.
 *
 * A procedure may call its states as it likes. Where a court could refuse a filing it examines one;
 * where somebody could supplement one it has asked for more; likewise for confirmation. */
#include <stdlib.h>

#include "private.h"

static bool is_answered_here(const struct ym_procedure *p, uint8_t state, enum ym_cmd command)
{
    for (unsigned i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (r->on == command && r->refuse == YM_REFUSAL_NONE && (r->from >> state & 1) != 0)
            return true;
    }
    return false;
}

static enum court_step filing_of(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const uint8_t state = d->state[YM_TRACK_MAIN];

    if (is_answered_here(p, state, YM_CMD_REFUSE_FILING))
        return COURT_STEP_SUBMITTED;
    if (is_answered_here(p, state, YM_CMD_SUPPLEMENT))
        return COURT_STEP_SUPPLEMENT;
    if ((d->marks & YM_MARK_FILED) == 0)
        return COURT_STEP_NONE;
    return is_answered_here(p, state, YM_CMD_CLOSE_CASE) || p->states[state].phase == YM_PHASE_OPEN
               ? COURT_STEP_REGISTERED
               : COURT_STEP_CLOSED;
}

static enum court_step confirmation_of(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const uint8_t state = d->state[YM_TRACK_CONFIRM];

    if (is_answered_here(p, state, YM_CMD_ACCEPT_CONFIRMATION))
        return COURT_STEP_SUBMITTED;
    if (is_answered_here(p, state, YM_CMD_CONFIRM))
        return COURT_STEP_REGISTERED;
    if (is_answered_here(p, state, YM_CMD_DECIDE_OBJECTION))
        return COURT_STEP_OBJECTED;
    return (d->marks & YM_MARK_CONFIRMED) != 0 && (d->marks & YM_MARK_FILED) == 0
               ? COURT_STEP_CONFIRMED
               : COURT_STEP_NONE;
}

static enum court_step referral_of(const struct ym_procedure *p, const struct ym_dispute *d)
{
    if (p->states[d->state[YM_TRACK_MAIN]].stage != YM_STAGE_COURT_PRE)
        return COURT_STEP_NONE;
    return (d->marks & YM_MARK_NUMBERED) != 0 ? COURT_STEP_REGISTERED : COURT_STEP_SUBMITTED;
}

static size_t add(struct exchange_standing *ret, size_t n, uint8_t kind, enum court_step step)
{
    if (!court_step_is_listed(step))
        return n;
    ret[n] = (struct exchange_standing){ .kind = kind, .state = ym_span_of(court_step_code(step)) };
    return n + 1;
}

size_t court_list_standing(struct exchange_handler *h, const struct app_partner *partner,
                           const struct app_view *view,
                           struct exchange_standing ret[EXCHANGE_STANDINGS_MAX])
{
    const struct ym_dispute *d = &view->dispute;
    const struct ym_procedure *p = ym_procedures_get(court_of(h)->config.procedures, d->procedure);
    size_t n = 0;

    if (p == NULL || partner->body == 0 || d->court != partner->body)
        return 0;
    n = add(ret, n, APP_EXCHANGE_FILING, filing_of(p, d));
    n = add(ret, n, APP_EXCHANGE_CONFIRMATION, confirmation_of(p, d));
    n = add(ret, n, APP_EXCHANGE_REFERRAL, referral_of(p, d));
    return n;
}

/* ---- With their case numbers ---- */

struct recording {
    exchange_recorded_fn *done;
    void *arg;
    struct ym_id dispute;
    size_t n;
    struct exchange_standing rows[EXCHANGE_STANDINGS_MAX];
};

static void on_history(void *arg, enum ym_err err, const struct court_history *h)
{
    struct recording *r = arg;

    for (size_t i = 0; err == YM_E_OK && i < r->n; i++)
        r->rows[i].case_number = ym_span_of(court_history_number(h, r->rows[i].kind));
    r->done(r->arg, err, r->dispute, r->rows, r->n);
    free(r);
}

void court_list_record(struct exchange_handler *h, const struct app_partner *partner,
                       const struct app_view *view, exchange_recorded_fn *done, void *arg)
{
    const struct court_history_ports ports = court_history_ports(court_of(h));
    struct recording *r = calloc(1, sizeof(*r));

    if (r == NULL) {
        done(arg, YM_E_UNAVAILABLE, view->dispute.id, NULL, 0);
        return;
    }
    *r = (struct recording){ .done = done, .arg = arg, .dispute = view->dispute.id };
    r->n = court_list_standing(h, partner, view, r->rows);
    if (r->n > 0 && court_history_read(&ports, r->dispute, 0, on_history, r))
        return;
    done(arg, r->n == 0 ? YM_E_OK : YM_E_UNAVAILABLE, r->dispute, r->rows, r->n);
    free(r);
}
