/* SPDX-License-Identifier: Apache-2.0 */
#include "court/standing.h"

#include <assert.h>

static const struct {
    const char *code;
    bool is_listed;
} steps[] = {
#define X(name, code, zh, is_listed) { code, is_listed },
    COURT_STEPS(X)
#undef X
};

const char *court_step_code(unsigned step)
{
    assert(step < COURT_STEP_COUNT);
    return steps[step].code;
}

bool court_step_is_listed(unsigned step)
{
    assert(step < COURT_STEP_COUNT);
    return steps[step].is_listed;
}

static bool waits(uint8_t step)
{
    return step == COURT_STEP_SUBMITTED || step == COURT_STEP_SUPPLEMENT;
}

/* What the commands about a filing make of it. moved: the main track changed its state. */
static void feed_filing(struct court_standing *s, const struct ym_event *ev, bool moved)
{
    switch (ev->c.kind) {
    case YM_CMD_SUBMIT_FILING:
    case YM_CMD_SUPPLEMENT:
        s->filing = COURT_STEP_SUBMITTED;
        s->filed_at = ev->seq;
        break;
    case YM_CMD_ASK_SUPPLEMENT:
        s->filing = COURT_STEP_SUPPLEMENT;
        break;
    case YM_CMD_REFUSE_FILING:
        s->filing = COURT_STEP_REFUSED;
        break;
    case YM_CMD_WITHDRAW:
        if (moved && waits(s->filing))
            s->filing = COURT_STEP_WITHDRAWN;
        break;
    case YM_CMD_EXPIRE:
        /* Papers that are not supplemented in time go back (登记立案规定 7). */
        if (moved && s->filing == COURT_STEP_SUPPLEMENT)
            s->filing = COURT_STEP_REFUSED;
        break;
    case YM_CMD_CLOSE_CASE:
        s->filing = COURT_STEP_CLOSED;
        break;
    default:
        break;
    }
}

static void feed_registration(struct court_standing *s, const struct ym_event *ev)
{
    if (ev->c.kind != YM_CMD_REGISTER_COURT)
        return;
    if (waits(s->filing))
        s->filing = COURT_STEP_REGISTERED;
    else if (s->referral == COURT_STEP_SUBMITTED)
        s->referral = COURT_STEP_REGISTERED;
}

/* moved: the track of confirmation changed its state. */
static void feed_confirmation(struct court_standing *s, const struct ym_event *ev, bool moved)
{
    switch (ev->c.kind) {
    case YM_CMD_APPLY_CONFIRMATION:
        if (moved) {
            s->confirmation = COURT_STEP_SUBMITTED;
            s->asked_at = ev->seq;
        }
        break;
    case YM_CMD_ACCEPT_CONFIRMATION:
        s->confirmation = COURT_STEP_REGISTERED;
        break;
    case YM_CMD_REJECT_CONFIRMATION:
        s->confirmation = COURT_STEP_REFUSED;
        break;
    case YM_CMD_CONFIRM:
        s->confirmation = COURT_STEP_CONFIRMED;
        break;
    case YM_CMD_DISMISS_CONFIRMATION:
        s->confirmation = COURT_STEP_DISMISSED;
        break;
    case YM_CMD_WITHDRAW_CONFIRMATION:
        s->confirmation = COURT_STEP_WITHDRAWN;
        break;
    case YM_CMD_OBJECT:
        s->confirmation = COURT_STEP_OBJECTED;
        break;
    case YM_CMD_DECIDE_OBJECTION:
        s->confirmation =
            (ev->effects & YM_E(UNCONFIRM)) != 0 ? COURT_STEP_DISMISSED : COURT_STEP_CONFIRMED;
        break;
    default:
        break;
    }
}

static void feed_rest(struct court_standing *s, const struct ym_event *ev)
{
    if (ev->c.kind == YM_CMD_REFER_COURT) {
        s->referral = COURT_STEP_SUBMITTED;
        s->referred_at = ev->seq;
    } else if (ev->c.kind == YM_CMD_APPLY_ENFORCEMENT) {
        s->enforcement = COURT_STEP_SUBMITTED;
    } else if (ev->c.kind == YM_CMD_REOPEN && (ev->effects & YM_E(RESTART)) != 0) {
        /* A new round: what was decided about the old one says nothing about it. */
        s->filing = s->confirmation = s->referral = COURT_STEP_NONE;
        s->is_filed = false;
    }
}

void court_standing_feed(struct court_standing *s, const struct ym_procedure *p,
                         const struct ym_dispute *d, const struct ym_event *ev,
                         const uint8_t before[YM_TRACKS])
{
    const struct ym_state *main = &p->states[d->state[YM_TRACK_MAIN]];
    const bool moved = before[YM_TRACK_MAIN] != d->state[YM_TRACK_MAIN];

    feed_registration(s, ev);
    feed_filing(s, ev, moved);
    feed_confirmation(s, ev, before[YM_TRACK_CONFIRM] != d->state[YM_TRACK_CONFIRM]);
    feed_rest(s, ev);
    s->stage = main->stage;
    s->is_final = main->phase == YM_PHASE_FINAL;
    s->is_filed = s->is_filed || (ev->effects & YM_E(FILED)) != 0;
    s->court = d->court;
    /* A referral before filing ends when the dispute leaves the court's stage. */
    if (s->stage != YM_STAGE_COURT_PRE &&
        (s->referral == COURT_STEP_SUBMITTED || s->referral == COURT_STEP_REGISTERED))
        s->referral = COURT_STEP_CLOSED;
}
