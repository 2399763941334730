/* SPDX-License-Identifier: Apache-2.0 */
#include "court/word.h"

#include <assert.h>

/* ---- Out ---- */

static const struct court_act_row acts[] = {
#define X(name, act, verb, kind, content)                                                          \
    { act, EXCHANGE_##verb, APP_EXCHANGE_##kind, COURT_##content },
    COURT_ACTS(X)
#undef X
};

const struct court_act_row *court_act_row(enum court_act act)
{
    assert(act < COURT_ACT_COUNT);
    return &acts[act];
}

bool court_wants(uint8_t command)
{
    switch (command) {
    case YM_CMD_SUBMIT_FILING:
    case YM_CMD_SUPPLEMENT:
    case YM_CMD_WITHDRAW:
    case YM_CMD_GO_TO_COURT:
    case YM_CMD_CONSENT:
    case YM_CMD_REFUSE_MEDIATION:
    case YM_CMD_PAY_FEE:
    case YM_CMD_REFER_COURT:
    case YM_CMD_ACCEPT_REFERRAL:
    case YM_CMD_DECLINE_REFERRAL:
    case YM_CMD_ASK_RECUSAL:
    case YM_CMD_TERMINATE:
    case YM_CMD_EXPIRE:
    case YM_CMD_SIGN:
    case YM_CMD_SIGN_MEDIATOR:
    case YM_CMD_SEAL:
    case YM_CMD_APPLY_CONFIRMATION:
    case YM_CMD_WITHDRAW_CONFIRMATION:
    case YM_CMD_OBJECT:
    case YM_CMD_APPLY_ENFORCEMENT:
    case YM_CMD_RECORD_PERFORMANCE:
        return true;
    default:
        return false;
    }
}

static bool is_with_court(uint8_t stage)
{
    return stage == YM_STAGE_COURT_PRE || stage == YM_STAGE_COURT_FILED;
}

/* Mediation for the court has ended, one way or the other. An agreement that is still to be signed
 * tells the court nothing yet. */
static int end_of_referral(const struct court_standing *before, const struct court_standing *after)
{
    const bool was_theirs =
        is_with_court(before->stage) || (before->stage == YM_STAGE_AGREED && before->is_filed);

    if (!was_theirs || is_with_court(after->stage) || after->stage == YM_STAGE_AGREED)
        return -1;
    return COURT_ACT_ENDED;
}

static int act_of_filing(uint8_t command, const struct court_standing *before,
                         const struct court_standing *after, bool moved)
{
    switch (command) {
    case YM_CMD_SUBMIT_FILING:
        return COURT_ACT_SUBMITTED;
    case YM_CMD_SUPPLEMENT:
        return COURT_ACT_SUPPLEMENTED;
    case YM_CMD_WITHDRAW:
        if (after->filing == COURT_STEP_WITHDRAWN && before->filing != COURT_STEP_WITHDRAWN)
            return COURT_ACT_WITHDRAWN;
        return moved ? end_of_referral(before, after) : -1;
    case YM_CMD_GO_TO_COURT:
    case YM_CMD_REFUSE_MEDIATION:
        if (after->filing == COURT_STEP_SUBMITTED || after->filing == COURT_STEP_SUPPLEMENT)
            return COURT_ACT_DECLINED;
        return moved ? end_of_referral(before, after) : -1;
    case YM_CMD_PAY_FEE:
        return COURT_ACT_FEE_PAID;
    default:
        return -1;
    }
}

static int act_of_confirmation(uint8_t command, const struct court_standing *before,
                               const struct court_standing *after)
{
    switch (command) {
    case YM_CMD_APPLY_CONFIRMATION:
        return after->asked_at != before->asked_at ? COURT_ACT_APPLIED : -1;
    case YM_CMD_WITHDRAW_CONFIRMATION:
        return COURT_ACT_UNAPPLIED;
    case YM_CMD_OBJECT:
        return COURT_ACT_OBJECTED;
    case YM_CMD_APPLY_ENFORCEMENT:
        return COURT_ACT_ENFORCEMENT;
    case YM_CMD_RECORD_PERFORMANCE:
        return after->enforcement == COURT_STEP_SUBMITTED ? COURT_ACT_PERFORMED : -1;
    default:
        return -1;
    }
}

static int act_of_referral(uint8_t command, const struct court_standing *before,
                           const struct court_standing *after, bool moved)
{
    switch (command) {
    case YM_CMD_REFER_COURT:
        return COURT_ACT_REFERRED;
    case YM_CMD_CONSENT:
        return moved && is_with_court(after->stage) ? COURT_ACT_CONSENTED : -1;
    case YM_CMD_ACCEPT_REFERRAL:
        return COURT_ACT_ACCEPTED;
    case YM_CMD_DECLINE_REFERRAL:
        return COURT_ACT_NOT_TAKEN;
    case YM_CMD_SIGN:
    case YM_CMD_SIGN_MEDIATOR:
    case YM_CMD_SEAL:
        /* The draft of a filed case is complete; what mediation before filing settled goes to
         * confirmation by itself. */
        return moved && after->is_filed && after->stage == YM_STAGE_AGREED &&
                       before->stage == YM_STAGE_AGREED
                   ? COURT_ACT_AGREED
                   : -1;
    case YM_CMD_ASK_RECUSAL:
    case YM_CMD_TERMINATE:
    case YM_CMD_EXPIRE:
        return moved ? end_of_referral(before, after) : -1;
    default:
        return -1;
    }
}

int court_act_of(uint8_t command, const struct court_standing *before,
                 const struct court_standing *after, bool moved)
{
    int act = act_of_filing(command, before, after, moved);

    if (act < 0)
        act = act_of_confirmation(command, before, after);
    if (act < 0)
        act = act_of_referral(command, before, after, moved);
    return act;
}

/* ---- In ---- */

#define YM_CMD_NONE COURT_NO_COMMAND
static const struct court_answer answers[] = {
#define X(verb, kind, outcome, command, role, part, from, already, reviewed, refuses)              \
    { outcome,                                                                                     \
      EXCHANGE_##verb,                                                                             \
      APP_EXCHANGE_##kind,                                                                         \
      YM_CMD_##command,                                                                            \
      YM_ROLE_##role,                                                                              \
      COURT_PART_##part,                                                                           \
      from,                                                                                        \
      already,                                                                                     \
      reviewed,                                                                                    \
      refuses },
    COURT_ANSWERS(X)
#undef X
};
#undef YM_CMD_NONE
#define ANSWERS (sizeof(answers) / sizeof(answers[0]))

const struct court_answer *court_answers(size_t *ret_n)
{
    *ret_n = ANSWERS;
    return answers;
}

const struct court_answer *court_answer_of(uint8_t verb, uint8_t kind, struct ym_span outcome)
{
    for (size_t i = 0; i < ANSWERS; i++) {
        if (answers[i].verb == verb && answers[i].kind == kind &&
            ym_span_is(outcome, ym_span_of(answers[i].outcome)))
            return &answers[i];
    }
    return NULL;
}

uint8_t court_part_step(const struct court_standing *s, enum court_part part)
{
    switch (part) {
    case COURT_PART_filing:
        return s->filing;
    case COURT_PART_confirmation:
        return s->confirmation;
    case COURT_PART_referral:
        return s->referral;
    case COURT_PART_enforcement:
        return s->enforcement;
    }
    assert(false && "a part of the standing");
    return COURT_STEP_NONE;
}

/* Steps that come before others: an answer to what is still to come is out of order. */
static unsigned rank_of(uint32_t set)
{
    static const uint8_t order[COURT_STEP_COUNT] = {
        [COURT_STEP_NONE] = 0,       [COURT_STEP_SUPPLEMENT] = 1, [COURT_STEP_SUBMITTED] = 2,
        [COURT_STEP_REGISTERED] = 3, [COURT_STEP_CONFIRMED] = 4,  [COURT_STEP_OBJECTED] = 5,
        [COURT_STEP_CLOSED] = 6,     [COURT_STEP_REFUSED] = 6,    [COURT_STEP_DISMISSED] = 6,
        [COURT_STEP_WITHDRAWN] = 6,
    };
    unsigned lowest = UINT8_MAX;

    for (unsigned i = 0; i < COURT_STEP_COUNT; i++) {
        if ((set >> i & 1) != 0 && order[i] < lowest)
            lowest = order[i];
    }
    return lowest;
}

enum exchange_reason court_answer_judge(const struct court_answer *a,
                                        const struct court_standing *s, bool same)
{
    const uint8_t step = court_part_step(s, (enum court_part)a->part);
    const uint32_t here = UINT32_C(1) << step;

    if ((a->from & here) != 0)
        return EXCHANGE_R_NONE;
    if ((a->already & here) != 0)
        return same ? EXCHANGE_R_DUPLICATE : EXCHANGE_R_CONTRADICTS;
    if (step == COURT_STEP_WITHDRAWN)
        return EXCHANGE_R_LATE;
    if (rank_of(here) < rank_of(a->from))
        return EXCHANGE_R_OUT_OF_ORDER;
    return EXCHANGE_R_CONTRADICTS;
}
