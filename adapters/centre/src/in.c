/* SPDX-License-Identifier: Apache-2.0 */
/* From a centre's message to the command that it is. */
#include <assert.h>

#include "private.h"

static const struct centre_answer answers[] = {
    { EXCHANGE_REVIEW_COMPLETE, APP_EXCHANGE_REFERRAL, "accepted", YM_CMD_ACCEPT, false, false },
    { EXCHANGE_REVIEW_COMPLETE, APP_EXCHANGE_REFERRAL, "refused", YM_CMD_TRANSFER, true, true },
    { EXCHANGE_DOCKETING_COMPLETE, APP_EXCHANGE_REFERRAL, "assigned", YM_CMD_ASSIGN, false, false },
    { EXCHANGE_DOCKETING_COMPLETE, APP_EXCHANGE_REFERRAL, "begun", YM_CMD_ACCEPT_CASE, false,
      false },
    { EXCHANGE_DOCKETING_COMPLETE, APP_EXCHANGE_REFERRAL, "ended", YM_CMD_TERMINATE, false, false },
    { EXCHANGE_DOCKETING_COMPLETE, APP_EXCHANGE_AGREEMENT, "agreed", YM_CMD_REACH_AGREEMENT, false,
      false },
    { EXCHANGE_DOCKETING_COMPLETE, APP_EXCHANGE_PERFORMANCE, "performed", YM_CMD_RECORD_PERFORMANCE,
      false, false },
};

static const struct centre_answer *answer_of(const struct exchange_inbound *in,
                                             struct ym_span outcome)
{
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        if (answers[i].verb == in->verb && answers[i].kind == in->kind &&
            ym_span_is(outcome, ym_span_of(answers[i].outcome)))
            return &answers[i];
    }
    return NULL;
}

/* ---- The ends ---- */

void centre_end(struct centre_taking *t, enum ym_err err, const struct exchange_verdict *v)
{
    exchange_taken_fn *done = t->done;
    void *arg = t->arg;

    done(arg, err, v);
    ym_arena_release(&t->arena);
    t->done = NULL;
}

void centre_end_refused(struct centre_taking *t, enum exchange_reason reason)
{
    const struct exchange_verdict v = { .state = APP_MESSAGE_REFUSED,
                                        .reason = (uint8_t)reason,
                                        .settles = APP_MESSAGE_READY };

    centre_end(t, YM_E_OK, &v);
}

static void end_words(struct centre_taking *t, const char *code, const char *zh, const char *en)
{
    const struct exchange_verdict v = { .state = APP_MESSAGE_REFUSED,
                                        .words = { ym_span_of(code), ym_span_of(zh),
                                                   ym_span_of(en) },
                                        .settles = APP_MESSAGE_READY };

    centre_end(t, YM_E_OK, &v);
}

void centre_end_malformed(struct centre_taking *t, const struct ym_error *error)
{
    if (error->code == YM_E_UNAVAILABLE)
        centre_end(t, YM_E_UNAVAILABLE, NULL);
    else
        end_words(t, exchange_reason_code(EXCHANGE_R_MALFORMED),
                  exchange_reason_zh(EXCHANGE_R_MALFORMED), error->text);
}

/* Free words of theirs never go into the list, which stands in clear and is read unlogged. */
static void end_noted(struct centre_taking *t)
{
    struct exchange_verdict v = { .state = APP_MESSAGE_ACCEPTED, .settles = APP_MESSAGE_ACCEPTED };

    if (t->answer->refuses) {
        v.settles = APP_MESSAGE_REFUSED;
        v.words = (struct app_exchange_reason){
            ym_span_of(t->answer->outcome), YM_SPAN("对方退回，理由见其来文和纠纷的办理记录"),
            YM_SPAN(
                "given back; the reason is in their message and in the history of the dispute")
        };
    }
    centre_end(t, YM_E_OK, &v);
}

void centre_end_outcome(struct centre_taking *t, const struct app_outcome *out)
{
    const struct ym_word *word;

    switch ((int)out->err) {
    case YM_E_OK:
        end_noted(t);
        break;
    case YM_E_REFUSED:
        word = ym_word(YM_VOCAB_REFUSAL, out->refusal);
        end_words(t, word->code, word->zh, word->en);
        break;
    case YM_E_NOT_FOUND:
        centre_end_refused(t, EXCHANGE_R_UNKNOWN_DISPUTE);
        break;
    case YM_E_UNAVAILABLE:
        centre_end(t, YM_E_UNAVAILABLE, NULL);
        break;
    case YM_E_UNPROCESSABLE:
        end_words(t, exchange_reason_code(EXCHANGE_R_MALFORMED),
                  exchange_reason_zh(EXCHANGE_R_MALFORMED), out->text);
        break;
    case YM_E_BUSY:
    case YM_E_CONFLICT:
    case YM_E_STALE:
        centre_end(t, YM_E_BUSY, NULL);
        break;
    default:
        centre_end(t, YM_E_INTERNAL, NULL);
        break;
    }
}

/* ---- Doing it ---- */

static void on_done(void *arg, const struct app_outcome *out)
{
    struct centre_taking *t = arg;

    if (out->err == YM_E_STALE && t->doubt != EXCHANGE_R_NONE)
        centre_end_refused(t, t->doubt);
    else
        centre_end_outcome(t, out);
}

static void submit(struct centre_taking *t, const struct court_history *h)
{
    const struct centre_handler_config *c = &t->centre->config;
    struct ym_command *cmd = &t->request.cmd;
    struct ym_error error;

    /* A dispute that was accepted before it was handed over is in mediation already. */
    if (t->answer->command == YM_CMD_ACCEPT && h->standing.stage != YM_STAGE_INTAKE &&
        t->doubt == EXCHANGE_R_NONE) {
        end_noted(t);
        return;
    }
    t->request = (struct app_request){ .cmd = t->said.command.cmd,
                                       .dispute = t->in->dispute,
                                       .expect = t->doubt == EXCHANGE_R_NONE ? 0 : COURT_NO_VERSION,
                                       .key = t->in->key };
    cmd->at = t->in->now;
    cmd->by = (struct ym_actor){ .role = YM_ROLE_BODY_MANAGER,
                                 .seat = YM_SEAT_NONE,
                                 .body = t->in->partner->body };
    if (t->answer->gives_back && h->body_before != 0) {
        cmd->ref = h->body_before;
        cmd->fields |= YM_FB(BODY);
    }
    if (app_references_check(c->directory, c->procedures, cmd, NULL, &error) != YM_E_OK)
        centre_end_malformed(t, &error);
    else if (!app_submit(c->app, &t->request, on_done, t))
        centre_end(t, YM_E_BUSY, NULL);
}

/* Where a dispute stands that is theirs, or that they sent. */
static void tell_status(struct centre_taking *t, const struct court_history *h)
{
    struct exchange_verdict v = { .state = APP_MESSAGE_ACCEPTED, .settles = APP_MESSAGE_READY };
    struct ym_buf buf;
    struct json_out w;

    ym_buf_init(&buf, CENTRE_STATUS_MAX);
    w = json_out(&buf);
    json_put_object(&w);
    centre_put_status(&w, h, t->centre->config.procedures);
    json_put_object_end(&w);
    v.body = ym_buf_span(&buf);
    centre_end(t, json_put_ok(&w) ? YM_E_OK : YM_E_UNAVAILABLE, &v);
    ym_buf_release(&buf);
}

static void on_history(void *arg, enum ym_err err, const struct court_history *h)
{
    struct centre_taking *t = arg;
    const int64_t centre = t->in->partner->body;
    const bool asks = t->in->verb == EXCHANGE_GET_FILING_STATUS;
    bool is_theirs;

    if (err == YM_E_NOT_FOUND) {
        centre_end_refused(t, EXCHANGE_R_UNKNOWN_DISPUTE);
        return;
    }
    if (err != YM_E_OK) {
        centre_end(t, err, NULL);
        return;
    }
    is_theirs = centre != 0 && h->agreement.dispute.body == centre;
    if (asks && (is_theirs || (centre != 0 && h->origin == centre))) {
        tell_status(t, h);
        return;
    }
    if (asks) {
        centre_end_refused(t, EXCHANGE_R_NOT_YOURS);
        return;
    }
    t->doubt = is_theirs ? EXCHANGE_R_NONE : EXCHANGE_R_NOT_YOURS;
    submit(t, h);
}

static void on_bounced(void *arg, enum ym_err err, const struct app_event_page *page)
{
    (void)err;
    (void)page;
    centre_end(arg, YM_E_UNAVAILABLE, NULL);
}

static void read_history(struct centre_taking *t)
{
    const struct court_history_ports ports = centre_history_ports(t->centre);
    struct app_reader *r = t->centre->config.reader;

    if (t->in->dispute.v == 0)
        centre_end_refused(t, EXCHANGE_R_UNKNOWN_DISPUTE);
    else if (!court_history_read(&ports, t->in->dispute, 0, on_history, t))
        r->ops->events(r, t->in->dispute, 0, 1, on_bounced, t);
}

/* Everything from here on ends in a callback of the reader, so that done comes after take(). */
static void on_begun(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct centre_taking *t = arg;
    const struct exchange_inbound *in = t->in;
    struct ym_span outcome;
    struct ym_error error;

    (void)page;
    if (err != YM_E_OK) {
        centre_end(t, err, NULL);
        return;
    }
    if (in->verb == EXCHANGE_RECORD_FILING) {
        centre_refer(t);
        return;
    }
    if (in->verb == EXCHANGE_GET_FILING_STATUS) {
        read_history(t);
        return;
    }
    outcome = court_outcome(in->body, &t->arena);
    t->answer = answer_of(in, outcome);
    if (t->answer == NULL)
        centre_end_refused(t, outcome.n == 0 && in->verb != EXCHANGE_REVIEW_FILING
                                  ? EXCHANGE_R_MALFORMED
                                  : EXCHANGE_R_UNSUPPORTED);
    else if (court_fields_read(in->body, t->answer->command, &t->arena, &t->said, &error) !=
             YM_E_OK)
        centre_end_malformed(t, &error);
    else
        read_history(t);
}

static struct centre_taking *slot_of(struct centre_handler *c)
{
    for (size_t i = 0; i < EXCHANGE_INBOUND_MAX; i++) {
        if (c->takes[i].done == NULL)
            return &c->takes[i];
    }
    assert(false && "no more messages are under way than may be");
    return NULL;
}

void centre_in_take(struct exchange_handler *port, const struct exchange_inbound *in,
                    exchange_taken_fn *done, void *arg)
{
    struct centre_handler *c = centre_of(port);
    struct app_reader *r = c->config.reader;
    struct centre_taking *t = slot_of(c);
    const bool has_room = ym_arena_init(&t->arena, CENTRE_ARENA_BYTES);

    t->centre = c;
    t->in = in;
    t->done = done;
    t->arg = arg;
    t->answer = NULL;
    t->doubt = EXCHANGE_R_NONE;
    r->ops->events(r, in->dispute, 0, 1, has_room ? on_begun : on_bounced, t);
}
