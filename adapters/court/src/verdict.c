/* SPDX-License-Identifier: Apache-2.0 */
/* The ends of a taking. */
#include "private.h"

void court_end(struct court_taking *t, enum ym_err err, const struct exchange_verdict *v)
{
    exchange_taken_fn *done = t->done;
    void *arg = t->arg;

    done(arg, err, v);
    ym_arena_release(&t->arena);
    t->done = NULL;
}

void court_end_refused(struct court_taking *t, enum exchange_reason reason)
{
    const struct exchange_verdict v = { .state = APP_MESSAGE_REFUSED,
                                        .reason = (uint8_t)reason,
                                        .settles = APP_MESSAGE_READY };

    court_end(t, YM_E_OK, &v);
}

static void end_words(struct court_taking *t, const char *code, const char *zh, const char *en)
{
    const struct exchange_verdict v = { .state = APP_MESSAGE_REFUSED,
                                        .words = { ym_span_of(code), ym_span_of(zh),
                                                   ym_span_of(en) },
                                        .settles = APP_MESSAGE_READY };

    court_end(t, YM_E_OK, &v);
}

/* The place of the mistake is told; the words of a text never stand in an error. */
void court_end_malformed(struct court_taking *t, const struct ym_error *error)
{
    if (error->code == YM_E_UNAVAILABLE)
        court_end(t, YM_E_UNAVAILABLE, NULL);
    else
        end_words(t, exchange_reason_code(EXCHANGE_R_MALFORMED),
                  exchange_reason_zh(EXCHANGE_R_MALFORMED), error->text);
}

void court_end_number(struct court_taking *t, const char *zh, const char *en)
{
    end_words(t, "case_number", zh, en);
}

/* That the court examines the papers decides nothing yet: the message waits on. */
static bool decides(const struct court_answer *a)
{
    return a->command != COURT_NO_COMMAND || a->kind == APP_EXCHANGE_AGREEMENT ||
           a->kind == APP_EXCHANGE_PERFORMANCE;
}

/* What the answer makes of the message that it answers: what the court refuses goes into the list
 * that people work off. Its free words may tell of persons and of the matter, and that list stands
 * in clear and is read without being logged: so it says by a code what was refused, and where the
 * words are. */
static void settle(const struct court_taking *t, struct exchange_verdict *v)
{
    v->settles = decides(t->answer) ? APP_MESSAGE_ACCEPTED : APP_MESSAGE_READY;
    if (!t->answer->refuses)
        return;
    v->settles = APP_MESSAGE_REFUSED;
    v->words = (struct app_exchange_reason){
        ym_span_of(t->answer->outcome), YM_SPAN("法院未予接受，理由见其来文和纠纷的办理记录"),
        YM_SPAN(
            "the court does not take it; its reason is in its message and in the history of the "
            "dispute")
    };
}

void court_end_noted(struct court_taking *t)
{
    struct exchange_verdict v = { .state = APP_MESSAGE_ACCEPTED };

    settle(t, &v);
    court_end(t, YM_E_OK, &v);
}

void court_end_outcome(struct court_taking *t, const struct app_outcome *out)
{
    const struct ym_word *word;

    switch ((int)out->err) {
    case YM_E_OK:
        court_end_noted(t);
        return;
    case YM_E_REFUSED:
        word = ym_word(YM_VOCAB_REFUSAL, out->refusal);
        end_words(t, word->code, word->zh, word->en);
        return;
    case YM_E_NOT_FOUND:
        court_end_refused(t, EXCHANGE_R_UNKNOWN_DISPUTE);
        return;
    case YM_E_UNPROCESSABLE:
        end_words(t, exchange_reason_code(EXCHANGE_R_MALFORMED),
                  exchange_reason_zh(EXCHANGE_R_MALFORMED), out->text);
        return;
    case YM_E_BUSY:
    case YM_E_CONFLICT:
    case YM_E_STALE:
        court_end(t, YM_E_BUSY, NULL);
        return;
    case YM_E_UNAVAILABLE:
        court_end(t, YM_E_UNAVAILABLE, NULL);
        return;
    default:
        court_end(t, YM_E_INTERNAL, NULL);
        return;
    }
}
