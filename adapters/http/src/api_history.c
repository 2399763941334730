/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/events and /explain, and both and the dispute itself as they stood at
 * an instant (?at=): one walk through the history of a dispute.
 *
 *   DISPUTE -> EVENTS, page after page -> answer
 *   DISPUTE -> EVENTS, page after page -> DISPUTE -> answer, for the dispute itself
 *
 * A party is first asked which files it sees: of a file that somebody gave to the mediator in
 * confidence the history says that one is kept, not who gave it.
 *
 * All fold from the first event on: only so is it known under which procedure version, and from
 * which states, each event was decided. Who asks of the past has the rights of today, and the walk
 * goes on to the last event, so that the proof is that of what is stored. */
#include <string.h>

#include "api_private.h"
#include "app/casefile.h"
#include "app/evidence.h"
#include "json/event.h"
#include "yima/canon.h"

static void ask_page(struct api_op *op);

/* The commands that state an agreement: their detail holds terms and obligations, which a party
 * reads before it signs and keeps a copy of (人民调解法 29). */
static bool is_agreement(enum ym_cmd kind)
{
    return kind == YM_CMD_REACH_AGREEMENT || kind == YM_CMD_REACH_ORAL || kind == YM_CMD_VARY;
}

/* What is said to a court, or asked of it. The rest of a mediation's words is not for it: offers
 * that never bound, what a mediator gave as a reason (人民法院在线调解规则 18, 特邀调解规定 22). An
 * agreement it reads as such, GET /disputes/{id}/agreement. */
static bool is_said_to_court(enum ym_cmd kind)
{
    static const bool said[YM_CMD_COUNT] = {
        [YM_CMD_REFER_COURT] = true,
        [YM_CMD_ACCEPT_REFERRAL] = true,
        [YM_CMD_DECLINE_REFERRAL] = true,
        [YM_CMD_SUBMIT_FILING] = true,
        [YM_CMD_SUPPLEMENT] = true,
        [YM_CMD_PAY_FEE] = true,
        [YM_CMD_SIGN] = true,
        [YM_CMD_SIGN_MEDIATOR] = true,
        [YM_CMD_SEAL] = true,
        [YM_CMD_SERVE] = true,
        [YM_CMD_APPLY_CONFIRMATION] = true,
        [YM_CMD_WITHDRAW_CONFIRMATION] = true,
        [YM_CMD_OBJECT] = true,
        [YM_CMD_RECORD_PERFORMANCE] = true,
        [YM_CMD_CLAIM_PERFORMANCE] = true,
        [YM_CMD_APPLY_ENFORCEMENT] = true,
        [YM_CMD_SUE] = true,
        [YM_CMD_ATTACH] = true,
    };

    return said[kind];
}

/* What was said between four eyes may stand in a payload: a party reads the agreements alone. */
static bool may_read_payload(const struct app_caller *caller, const struct ym_event *ev)
{
    const enum ym_role role = (enum ym_role)caller->actor.role;

    if (ym_role_relation(role) == YM_REL_SEAT)
        return is_agreement(ev->c.kind);
    if ((APP_ROLES_COURT >> role & 1) != 0)
        return is_said_to_court(ev->c.kind) || (APP_ROLES_COURT >> ev->c.by.role & 1) != 0;
    return ev->c.kind != YM_CMD_HOLD_SESSION || api_reads_minutes(caller);
}

static void put_payload(struct api_op *op, const struct app_event *e, const struct ym_event *ev)
{
    if (!may_read_payload(op->caller, ev)) {
        json_add_null(&op->w, "payload");
        return;
    }
    json_add_raw(&op->w, "payload", e->payload);
    op->history.is_sight = true;
}

static void put_event(struct api_op *op, const struct app_event *e, const struct app_reason *r,
                      const struct ym_event *ev)
{
    struct json_out *w = &op->w;

    json_put_object(w);
    api_put_reason(op, r, ev);
    api_put_hash(w, "hash", e->hash);
    if (!op->history.is_explain)
        put_payload(op, e, ev);
    json_put_object_end(w);
    op->history.shown++;
}

/* ---- The ends ---- */

static const struct ym_procedure *procedure_of(const struct api_op *op, const struct ym_dispute *d)
{
    return ym_procedures_get(op->api->config.procedures, d->procedure);
}

static void put_standing(struct api_op *op, const struct ym_dispute *d, uint8_t colour,
                         uint8_t stage)
{
    json_add_int(&op->w, "version", d->version);
    api_put_standing(&op->w, colour, stage);
    api_put_states(&op->w, "states", procedure_of(op, d), d->state);
    api_put_procedure(&op->w, procedure_of(op, d));
}

/* How it stood then is known when all has been read. */
static void put_past(struct api_op *op)
{
    const struct ym_dispute *d = &op->history.asof.dispute;
    const struct ym_procedure *p = procedure_of(op, d);

    put_standing(op, d, p != NULL ? (uint8_t)ym_dispute_colour(p, d) : YM_COLOUR_NONE,
                 p != NULL ? (uint8_t)ym_dispute_stage(p, d) : YM_STAGE_NONE);
    api_put_asof(op);
}

static void end_explain(struct api_op *op)
{
    const struct api_history *h = &op->history;
    const struct ym_dispute *d = h->is_past ? &h->asof.dispute : &h->stored;
    struct json_out *w = &op->w;

    json_put_array_end(w);
    if (h->is_past)
        put_past(op);
    api_put_clocks(w, op->api, procedure_of(op, d), d->clocks, d->nclocks);
    json_put_key(w, "proof");
    json_put_object(w);
    json_add_int(w, "events", h->explainer.dispute.version);
    json_add_bool(w, "fold_equals_stored", ym_dispute_proves(&h->explainer.dispute, &h->stored));
    json_add_bool(w, "head_equals_last_hash",
                  memcmp(h->last_hash, h->stored.head, sizeof(h->last_hash)) == 0);
    api_put_hash(w, "head", h->stored.head);
    json_put_object_end(w);
    json_put_object_end(w);
    api_op_json(op, 200);
}

static void end_events(struct api_op *op)
{
    const struct api_history *h = &op->history;
    const uint32_t seen = h->explainer.dispute.version;

    json_put_array_end(&op->w);
    if (seen < h->stored.version && !(h->is_past && h->asof.is_over))
        json_add_int(&op->w, "next", seen);
    else
        json_add_null(&op->w, "next");
    json_put_object_end(&op->w);
    if (h->is_sight)
        api_op_logged(op, APP_SIGHT_EVENTS);
    else
        api_op_json(op, 200);
}

static void on_now(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_op *op = arg;
    const struct ym_procedure *p = procedure_of(op, &op->history.asof.dispute);
    struct app_view then;

    if (err == YM_E_OK && !app_caller_may_read(op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err == YM_E_OK && p == NULL)
        err = YM_E_UNAVAILABLE;
    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    then = app_asof_view(&op->history.asof, p, op->api->config.directory, v);
    api_put_view(op, &then);
    api_op_logged(op, APP_SIGHT_DISPUTE);
}

static void end(struct api_op *op)
{
    struct app_reader *r = op->api->config.reader;
    struct ym_error why;

    if (op->history.is_past && app_asof_check(&op->history.asof, &why) != YM_E_OK) {
        ym_buf_clear(&op->out);
        api_op_problem(op, &why);
    } else if (op->history.is_view) {
        r->ops->dispute(r, op->id, on_now, op);
    } else if (op->history.is_explain) {
        end_explain(op);
    } else {
        end_events(op);
    }
}

/* ---- The walk ---- */

static bool is_over(const struct api_history *h)
{
    if (h->explainer.dispute.version >= h->stored.version)
        return true;
    return !h->is_explain && !h->is_view &&
           (h->shown >= h->limit || (h->is_past && h->asof.is_over));
}

static bool take_event(struct api_op *op, const struct app_event *e)
{
    struct api_history *h = &op->history;
    struct app_reason reason;
    struct ym_event ev;

    if (!json_event_decode(e->payload, &ev) || !app_explainer_feed(&h->explainer, &ev, &reason))
        return false;
    memcpy(h->last_hash, e->hash, sizeof(h->last_hash));
    if (h->is_past)
        app_asof_take(&h->asof, &h->explainer.dispute, ev.c.at, e->hash);
    if (e->seq > h->after && !h->is_view && !(h->is_past && h->asof.is_over))
        put_event(op, e, &reason, &ev);
    return true;
}

static void on_page(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct api_op *op = arg;

    if (err != YM_E_OK) {
        ym_buf_clear(&op->out);
        api_op_unread(op, err);
        return;
    }
    for (size_t i = 0; i < page->n && !is_over(&op->history); i++) {
        if (!take_event(op, &page->at[i])) {
            ym_buf_clear(&op->out);
            api_op_error(op, YM_E_INTERNAL, "event %u does not follow; run yima verify",
                         page->at[i].seq);
            return;
        }
    }
    if (page->n == 0 || is_over(&op->history))
        end(op);
    else
        ask_page(op);
}

static void ask_page(struct api_op *op)
{
    struct app_reader *r = op->api->config.reader;

    r->ops->events(r, op->id, op->history.explainer.dispute.version, APP_PAGE_MAX, on_page, op);
}

static void begin_reply(struct api_op *op, const struct app_view *v)
{
    struct json_out *w = &op->w;

    json_put_object(w);
    if (op->history.is_explain) {
        api_put_number(w, v->dispute.id);
        if (!op->history.is_past)
            put_standing(op, &v->dispute, v->colour, v->stage);
        json_put_key(w, "steps");
    } else {
        json_put_key(w, "items");
    }
    json_put_array(w);
}

static void on_papers(void *arg, enum ym_err err, const struct app_paper *rows, size_t n)
{
    struct api_op *op = arg;
    uint32_t *seqs = err == YM_E_OK ? ym_arena_alloc(&op->arena, n + 1, sizeof(*seqs)) : NULL;

    if (seqs == NULL) {
        ym_buf_clear(&op->out);
        api_op_unread(op, err != YM_E_OK ? err : YM_E_BUSY);
        return;
    }
    for (size_t i = 0; i < n; i++)
        seqs[i] = rows[i].seq;
    op->history.papers = seqs;
    op->history.npapers = n;
    ask_page(op);
}

/* The events of a party's history name whoever acted: first, which files it sees. */
static void ask_papers(struct api_op *op)
{
    struct app_evidence *evidence = op->api->config.evidence;
    const struct app_paper_query query = { .sight = app_file_sight(op->caller, &op->history.stored),
                                           .part = -1 };

    op->history.is_walled = ym_role_relation((enum ym_role)op->caller->actor.role) == YM_REL_SEAT;
    if (op->history.is_walled && !op->history.is_view && evidence != NULL)
        evidence->ops->papers(evidence, op->id, &query, on_papers, op);
    else
        ask_page(op);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_op *op = arg;

    if (err == YM_E_OK && !app_caller_may_read(op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    op->history.stored = v->dispute;
    if (!op->history.is_past)
        api_etag_reply(op->rq, v->dispute.version);
    if (!op->history.is_view)
        begin_reply(op, v);
    ask_papers(op);
}

static void begin(struct api_op *op)
{
    struct app_reader *r = op->api->config.reader;

    op->history.shown = 0;
    op->history.is_sight = false;
    op->history.papers = NULL;
    op->history.npapers = 0;
    memset(op->history.last_hash, 0, sizeof(op->history.last_hash));
    app_explainer_init(&op->history.explainer, op->api->config.procedures);
    r->ops->dispute(r, op->id, on_view, op);
}

ym_usec api_op_instant(const struct api_op *op)
{
    return op->history.is_past ? op->history.asof.at : api_now(op->api);
}

/* A plus that was not escaped has become a space on its way (WHATWG URL, form encoding). */
static struct ym_span with_plus(struct ym_span text, char whole[YM_USEC_TEXT_MAX])
{
    const size_t zone = sizeof("+08:00") - 1;

    if (text.n < zone || text.n >= YM_USEC_TEXT_MAX || text.at[text.n - zone] != ' ')
        return text;
    memcpy(whole, text.at, text.n);
    whole[text.n - zone] = '+';
    return (struct ym_span){ whole, text.n };
}

bool api_asof_take(struct api_op *op)
{
    const struct ym_span text = ym_http_query(op->rq, "at");
    char whole[YM_USEC_TEXT_MAX];
    struct ym_error why;
    ym_usec at;

    if (text.at == NULL)
        return true;
    if (app_asof_read(with_plus(text, whole), api_now(op->api), &at, &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return false;
    }
    app_asof_begin(&op->history.asof, at);
    op->history.is_past = true;
    return true;
}

void api_put_asof(struct api_op *op)
{
    const struct api_history *h = &op->history;
    struct json_out *w = &op->w;

    json_put_key(w, "as_of");
    json_put_object(w);
    json_add_instant(w, "at", h->asof.at);
    json_add_int(w, "events", h->asof.dispute.version);
    json_add_int(w, "events_since", h->explainer.dispute.version - h->asof.dispute.version);
    json_add_bool(w, "proven",
                  ym_dispute_proves(&h->explainer.dispute, &h->stored) &&
                      memcmp(h->last_hash, h->stored.head, sizeof(h->last_hash)) == 0);
    json_put_object_end(w);
}

void api_history_view(struct api_op *op)
{
    op->history.is_view = true;
    op->history.is_explain = false;
    op->history.after = 0;
    begin(op);
}

void api_get_explain(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);

    if (op == NULL || !api_asof_take(op))
        return;
    op->history.is_view = false;
    op->history.is_explain = true;
    op->history.after = 0;
    begin(op);
}

void api_get_events(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);
    const struct ym_span after = ym_http_query(rq, "after");
    const struct ym_span limit = ym_http_query(rq, "limit");
    int64_t from = 0;
    int64_t n = APP_PAGE_MAX;

    if (op == NULL)
        return;
    if ((after.at != NULL && !api_decimal(after, 0, YM_VERSION_MAX, &from)) ||
        (limit.at != NULL && !api_decimal(limit, 1, APP_PAGE_MAX, &n))) {
        api_op_error(op, YM_E_INVALID, "after takes 0 to %d, limit 1 to %d", YM_VERSION_MAX,
                     APP_PAGE_MAX);
        return;
    }
    if (!api_asof_take(op))
        return;
    op->history.is_view = false;
    op->history.is_explain = false;
    op->history.after = (uint32_t)from;
    op->history.limit = (unsigned)n;
    begin(op);
}
