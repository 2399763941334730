/* SPDX-License-Identifier: Apache-2.0 */
/* From a court's message to the command that it is.
 *
 * Whether it may be said now is judged by the history, and then decided by the engine on that very
 * version: when the dispute has moved meanwhile, both are done again. What may not be said is still
 * looked up under its key, because the same message may have done it before its receipt was kept.
 */
#include <assert.h>
#include <string.h>

#include "court/code.h"
#include "private.h"

#define TRIES_MAX   5 /* decisions about one message, when the dispute moves meanwhile */
#define LOOKED_BACK APP_EXCHANGE_PAGE_MAX /* messages of the dispute that are looked through */

static void read_history(struct court_taking *t);

static void on_done(void *arg, const struct app_outcome *out)
{
    struct court_taking *t = arg;

    if (out->err != YM_E_STALE)
        court_end_outcome(t, out);
    else if (t->doubt != EXCHANGE_R_NONE)
        court_end_refused(t, t->doubt);
    else if (++t->tries < TRIES_MAX)
        read_history(t);
    else
        court_end(t, YM_E_BUSY, NULL);
}

static void submit(struct court_taking *t, uint32_t version)
{
    const struct court_handler_config *c = &t->court->config;
    struct ym_error error;

    if (t->answer->command == COURT_NO_COMMAND) {
        if (t->doubt != EXCHANGE_R_NONE)
            court_end_refused(t, t->doubt);
        else
            court_end_noted(t);
        return;
    }
    t->request =
        (struct app_request){ .cmd = t->said.command.cmd,
                              .dispute = t->in->dispute,
                              .expect = t->doubt == EXCHANGE_R_NONE ? version : COURT_NO_VERSION,
                              .key = t->in->key };
    t->request.cmd.at = t->in->now;
    t->request.cmd.by = (struct ym_actor){ .role = t->answer->role,
                                           .seat = YM_SEAT_NONE,
                                           .body = t->in->partner->body };
    if (app_references_check(c->directory, c->procedures, &t->request.cmd, NULL, &error) != YM_E_OK)
        court_end_malformed(t, &error);
    else if (!app_submit(c->app, &t->request, on_done, t))
        court_end(t, YM_E_BUSY, NULL);
}

/* ---- Has the court said before that it examines the papers? ---- */

/* The newest of our own messages of this kind, and an accepted review behind it. Without one of
 * ours the papers went there by hand, and nothing was to be said. */
static bool is_reviewed(const struct court_taking *t, const struct app_message *rows, size_t n)
{
    bool was_reviewed = false;

    for (size_t i = 0; i < n; i++) {
        if (rows[i].kind != t->in->kind)
            continue;
        if (rows[i].is_out && rows[i].verb == EXCHANGE_REVIEW_FILING)
            return was_reviewed || rows[i].state == APP_MESSAGE_SETTLED;
        was_reviewed =
            was_reviewed || (!rows[i].is_out && rows[i].verb == EXCHANGE_REVIEW_COMPLETE &&
                             rows[i].state == APP_MESSAGE_ACCEPTED);
    }
    return true;
}

static void on_messages(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                        bool has_more)
{
    struct court_taking *t = arg;

    (void)has_more; /* what lies further back than so many messages was answered long ago */
    if (err != YM_E_OK && err != YM_E_NOT_FOUND) {
        court_end(t, err, NULL);
        return;
    }
    if (err == YM_E_OK && !is_reviewed(t, rows, n))
        t->doubt = EXCHANGE_R_OUT_OF_ORDER;
    submit(t, t->request.expect);
}

static void ask_for_review(struct court_taking *t, uint32_t version)
{
    struct app_exchange *x = t->court->config.exchange;
    const struct app_exchange_filter f = {
        .partner = t->in->partner->id,
        .dispute = t->in->dispute,
        .states = (UINT32_C(1) << APP_MESSAGE_STATE_COUNT) - 1,
        .now = t->in->now,
        .before = YM_USEC_NONE,
        .limit = LOOKED_BACK,
    };

    t->request.expect = version;
    x->ops->list(x, &f, on_messages, t);
}

/* ---- May it be said at all? ---- */

/* A number that is given now must be one of this court; one that was given must be that one. */
static bool number_is_right(struct court_taking *t, const struct court_history *h)
{
    const struct ym_dispute *d = &h->agreement.dispute;
    const bool gives = t->answer->command == YM_CMD_REGISTER_COURT ||
                       t->answer->command == YM_CMD_ACCEPT_CONFIRMATION;
    const char *known = court_history_number(h, t->in->kind);
    struct app_body_entry court;

    if (t->said.case_number.n == 0)
        return true;
    if (!gives) {
        if (known[0] == '\0' || ym_span_is(t->said.case_number, ym_span_of(known)))
            return true;
        t->doubt = EXCHANGE_R_UNKNOWN_NUMBER;
        return true;
    }
    if (t->court->config.directory->ops->body(t->court->config.directory, t->in->partner->body,
                                              &court) &&
        !court_code_fits(&t->said.number, court.region)) {
        court_end_number(t, "案号中的法院代字不是本院",
                         "the code in the case number is not that of "
                         "this court");
        return false;
    }
    if (!court_year_fits(&t->said.number, ym_day_of(d->received_at), ym_day_of(t->in->now))) {
        court_end_number(t, "案号年份早于收到纠纷之年或者晚于今年",
                         "the year of the case number lies before the dispute or after today");
        return false;
    }
    return true;
}

static bool says_the_same(const struct court_taking *t, const struct court_history *h)
{
    const char *known = court_history_number(h, t->in->kind);

    return t->said.case_number.n == 0 || ym_span_is(t->said.case_number, ym_span_of(known));
}

static void on_history(void *arg, enum ym_err err, const struct court_history *h)
{
    struct court_taking *t = arg;

    if (err == YM_E_NOT_FOUND) {
        court_end_refused(t, EXCHANGE_R_UNKNOWN_DISPUTE);
        return;
    }
    if (err != YM_E_OK) {
        court_end(t, err, NULL);
        return;
    }
    if (t->in->partner->body == 0 || h->standing.court != t->in->partner->body) {
        court_end_refused(t, EXCHANGE_R_NOT_YOURS);
        return;
    }
    t->doubt = court_answer_judge(t->answer, &h->standing, says_the_same(t, h));
    if (t->doubt == EXCHANGE_R_CONTRADICTS && h->standing.stage == YM_STAGE_CLOSED &&
        h->standing.filing != COURT_STEP_CLOSED)
        t->doubt = EXCHANGE_R_CLOSED;
    if (t->doubt == EXCHANGE_R_NONE && !number_is_right(t, h))
        return;
    if (t->doubt == EXCHANGE_R_NONE && t->answer->reviewed)
        ask_for_review(t, h->agreement.dispute.version);
    else
        submit(t, h->agreement.dispute.version);
}

/* Memory is short: say so, but not before take() has returned. */
static void on_bounced(void *arg, enum ym_err err, const struct app_event_page *page)
{
    (void)err;
    (void)page;
    court_end(arg, YM_E_UNAVAILABLE, NULL);
}

static void bounce(struct court_taking *t)
{
    struct app_reader *r = t->court->config.reader;

    r->ops->events(r, t->in->dispute, 0, 1, on_bounced, t);
}

static void read_history(struct court_taking *t)
{
    const struct court_history_ports ports = court_history_ports(t->court);

    if (!court_history_read(&ports, t->in->dispute, 0, on_history, t))
        bounce(t);
}

/* ---- What does it say? ---- */

/* Everything from here on ends in a callback of the reader, so that done comes after take(). */
static void on_begun(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct court_taking *t = arg;
    const struct exchange_inbound *in = t->in;
    const struct ym_span outcome = court_outcome(in->body, &t->arena);
    struct ym_error error;

    (void)page;
    if (err != YM_E_OK) {
        court_end(t, err, NULL);
        return;
    }
    if (in->verb == EXCHANGE_RECORD_FILING) {
        court_entrust(t);
        return;
    }
    t->answer = court_answer_of(in->verb, in->kind, outcome);
    if (t->answer == NULL) {
        court_end_refused(t, outcome.n == 0 && in->verb != EXCHANGE_REVIEW_FILING
                                 ? EXCHANGE_R_MALFORMED
                                 : EXCHANGE_R_UNSUPPORTED);
        return;
    }
    if (court_fields_read(in->body, t->answer->command, &t->arena, &t->said, &error) != YM_E_OK)
        court_end_malformed(t, &error);
    else if (in->dispute.v == 0)
        court_end_refused(t, t->said.case_number.n > 0 ? EXCHANGE_R_UNKNOWN_NUMBER
                                                       : EXCHANGE_R_UNKNOWN_DISPUTE);
    else
        read_history(t);
}

static struct court_taking *slot_of(struct court_handler *c)
{
    for (size_t i = 0; i < EXCHANGE_INBOUND_MAX; i++) {
        if (c->takes[i].done == NULL)
            return &c->takes[i];
    }
    assert(false && "no more messages are under way than may be");
    return NULL;
}

void court_in_take(struct exchange_handler *port, const struct exchange_inbound *in,
                   exchange_taken_fn *done, void *arg)
{
    struct court_handler *c = court_of(port);
    struct app_reader *r = c->config.reader;
    struct court_taking *t = slot_of(c);
    const bool has_room = ym_arena_init(&t->arena, COURT_ARENA_BYTES);

    t->court = c;
    t->in = in;
    t->done = done;
    t->arg = arg;
    t->answer = NULL;
    t->doubt = EXCHANGE_R_NONE;
    t->tries = 0;
    r->ops->events(r, in->dispute, 0, 1, has_room ? on_begun : on_bounced, t);
}
