/* SPDX-License-Identifier: Apache-2.0 */
/* One comparison. run_on() is the one switch that starts work; callbacks record what came back and
 * call it. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/write.h"
#include "reconcile_private.h"

static void run_on(struct exchange_reconcile *r);

static void stop(struct exchange_reconcile *r, enum ym_err err, const char *why)
{
    r->err = err;
    (void)snprintf(r->why, sizeof(r->why), "%.*s", WORDS_MAX - 1, why);
    r->state = RUN_DONE;
}

static struct exchange_handler *handler_of(const struct exchange_reconcile *r)
{
    return r->config.handlers->of[r->partner.kind];
}

/* ---- Differences ---- */

static void on_put_down(void *arg, enum ym_err err)
{
    struct exchange_reconcile *r = arg;

    r->at_found++;
    if (err != YM_E_OK)
        stop(r, err, "what differs could not be kept");
    run_on(r);
}

static void put_down(struct exchange_reconcile *r)
{
    struct found *f = &r->found[r->at_found];
    struct app_exchange *x = r->config.exchange;

    f->row.ref = ym_span_of(f->ref);
    f->row.ours = ym_span_of(f->ours);
    f->row.theirs = ym_span_of(f->theirs);
    x->ops->discrepancy(x, &f->row, r->run_at, on_put_down, r);
}

/* ---- Their list ---- */

static void on_list(void *arg, enum ym_err err, const struct app_partner *partner,
                    const struct exchange_receipt *receipt, const char *text)
{
    struct exchange_reconcile *r = arg;
    struct ym_error why;

    (void)partner;
    ym_arena_reset(&r->arena);
    if (err != YM_E_OK) {
        stop(r, err, text);
    } else if (receipt->state != APP_MESSAGE_ACCEPTED || receipt->body.n == 0) {
        stop(r, YM_E_UNAVAILABLE, "the partner gave no list (GetFilingList)");
    } else if (exchange_read_list(receipt->body, &r->arena, &r->page, &why) != YM_E_OK) {
        stop(r, why.code, why.text);
    } else if (!theirs_add(&r->theirs, &r->page) || ++r->pages > EXCHANGE_RECONCILE_PAGES) {
        stop(r, YM_E_TOO_LARGE, "the partner's list is longer than can be compared");
    } else {
        memcpy(r->after, r->page.next.n > 0 ? r->page.next.at : "", r->page.next.n);
        r->after[r->page.next.n] = '\0';
        if (r->page.next.n == 0) {
            theirs_sort(&r->theirs);
            r->counts.theirs = (uint32_t)r->theirs.n;
            r->state = RUN_OURS;
        }
    }
    run_on(r);
}

static void ask_theirs(struct exchange_reconcile *r)
{
    struct ym_buf out;
    struct json_out w;
    bool is_asked;

    ym_buf_init(&out, ASK_MAX);
    w = json_out(&out);
    json_put_object(&w);
    if (r->after[0] != '\0')
        json_add_word(&w, "after", r->after);
    else
        json_add_null(&w, "after");
    json_add_int(&w, "limit", EXCHANGE_LIST_MAX);
    json_put_object_end(&w);
    is_asked = json_put_ok(&w) &&
               exchange_courier_ask(r->config.courier, r->partner.id, EXCHANGE_GET_FILING_LIST,
                                    ym_buf_span(&out), on_list, r);
    ym_buf_release(&out);
    if (!is_asked) {
        stop(r, YM_E_BUSY, "too much is under way to ask the partner; try again in a moment");
        run_on(r);
    }
}

/* ---- Our disputes ---- */

static void on_page(void *arg, enum ym_err err, const struct app_list *list)
{
    struct exchange_reconcile *r = arg;

    if (err != YM_E_OK) {
        stop(r, err, "our disputes could not be read");
    } else {
        r->nids = 0;
        r->at_id = 0;
        for (size_t i = 0; i < list->n; i++)
            r->ids[r->nids++] = list->at[i].id;
        r->before = list->next;
        r->state = RUN_EACH;
    }
    run_on(r);
}

static void read_page(struct exchange_reconcile *r)
{
    struct app_filter f = { .scope = { .kind = APP_SCOPE_ALL },
                            .colour = APP_ANY,
                            .stage = APP_ANY,
                            .type = APP_ANY,
                            .is_open = APP_ANY,
                            .channel = APP_ANY,
                            .before = r->before,
                            .limit = APP_PAGE_MAX };

    if (r->partner.kind == APP_PARTNER_COURT)
        f.court = r->partner.body;
    else
        f.body = r->partner.body;
    r->config.reader->ops->list(r->config.reader, &f, on_page, r);
}

static size_t standings(struct exchange_reconcile *r, const struct app_view *view,
                        struct exchange_standing ret[EXCHANGE_STANDINGS_MAX])
{
    struct exchange_handler *h = handler_of(r);

    return h->ops->standing(h, &r->partner, view, ret);
}

static void on_recorded(void *arg, enum ym_err err, struct ym_id dispute,
                        const struct exchange_standing *rows, size_t n)
{
    struct exchange_reconcile *r = arg;

    if (err == YM_E_OK) {
        for (size_t i = 0; i < n; i++)
            found_judge(r, dispute, &rows[i], theirs_find(&r->theirs, dispute, rows[i].kind));
        r->counts.ours += (uint32_t)n;
    } else if (err != YM_E_NOT_FOUND) {
        stop(r, err, "our disputes could not be read");
    }
    run_on(r);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct exchange_reconcile *r = arg;
    struct exchange_handler *h = handler_of(r);
    struct exchange_standing s[EXCHANGE_STANDINGS_MAX];

    r->at_id++;
    if (err != YM_E_OK)
        on_recorded(r, err, (struct ym_id){ 0 }, NULL, 0);
    else if (h->ops->record != NULL)
        h->ops->record(h, &r->partner, view, on_recorded, r);
    else
        on_recorded(r, YM_E_OK, view->dispute.id, s, standings(r, view, s));
}

static void look_at_each(struct exchange_reconcile *r)
{
    if (r->at_id < r->nids) {
        r->config.reader->ops->dispute(r->config.reader, r->ids[r->at_id], on_view, r);
        return;
    }
    r->state = r->before.v != 0 ? RUN_OURS : RUN_REST;
    run_on(r);
}

/* ---- What is only theirs ---- */

static void on_rest(void *arg, enum ym_err err, const struct app_view *view)
{
    struct exchange_reconcile *r = arg;
    struct theirs_row *row = &r->theirs.at[r->at_rest];
    struct exchange_standing s[EXCHANGE_STANDINGS_MAX];
    size_t n = 0;
    bool is_known = false;

    r->at_rest++;
    if (err == YM_E_OK)
        n = standings(r, view, s);
    for (size_t i = 0; i < n; i++) {
        if (s[i].kind == row->kind) {
            found_judge(r, row->dispute, &s[i], row);
            is_known = true;
        }
    }
    if (err != YM_E_OK && err != YM_E_NOT_FOUND)
        stop(r, err, "our disputes could not be read");
    else if (!is_known)
        found_not_here(r, row, err == YM_E_OK ? "nothing of this kind lies with them" : "");
    run_on(r);
}

static void look_at_rest(struct exchange_reconcile *r)
{
    while (r->at_rest < r->theirs.n && r->theirs.at[r->at_rest].is_seen)
        r->at_rest++;
    if (r->at_rest == r->theirs.n) {
        r->state = RUN_LATE;
    } else if (r->theirs.at[r->at_rest].dispute.v == 0) {
        found_not_here(r, &r->theirs.at[r->at_rest], "");
        r->at_rest++;
    } else {
        r->config.reader->ops->dispute(r->config.reader, r->theirs.at[r->at_rest].dispute, on_rest,
                                       r);
        return;
    }
    run_on(r);
}

/* ---- Our messages without an answer ---- */

static void next_messages(struct exchange_reconcile *r)
{
    r->state = r->state == RUN_LATE ? RUN_REFUSED : RUN_CLOSE;
    r->late.before = YM_USEC_NONE;
}

static void on_messages(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                        bool has_more)
{
    struct exchange_reconcile *r = arg;

    if (err != YM_E_OK) {
        stop(r, err, "our messages could not be read");
        run_on(r);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct app_message *m = &rows[i];
        struct found *f;

        r->late.before = m->made_at;
        r->late.before_no = m->key.no;
        if (!m->is_out)
            continue;
        f = found_difference(r, m->dispute, m->kind, APP_DISCREPANCY_UNACKNOWLEDGED);
        f->row.message = m->key;
        f->row.since = m->made_at;
        (void)snprintf(f->ref, sizeof(f->ref), "%.*s", (int)m->name.n, m->name.at);
        (void)snprintf(f->ours, sizeof(f->ours), "%s", app_message_state_code(m->state));
    }
    if (!has_more)
        next_messages(r);
    run_on(r);
}

static void read_messages(struct exchange_reconcile *r)
{
    struct app_exchange *x = r->config.exchange;
    const bool is_late = r->state == RUN_LATE;

    r->late.partner = r->partner.id;
    r->late.states = is_late ? 0 : UINT32_C(1) << APP_MESSAGE_REFUSED;
    r->late.is_late = is_late;
    r->late.now = r->run_at;
    r->late.limit = UNACK_PAGE;
    x->ops->list(x, &r->late, on_messages, r);
}

/* ---- The walk ---- */

static void on_turn(void *arg, enum ym_err err)
{
    struct exchange_reconcile *r = arg;
    struct exchange_handler *h = handler_of(r);
    const bool has_list = r->has_url && h != NULL && h->ops->standing != NULL;

    if (err != YM_E_OK)
        stop(r, err,
             err == YM_E_CONFLICT ? "another program compares with this partner, or just has"
                                  : "the comparison could not begin");
    else
        r->state = has_list ? RUN_THEIRS : RUN_LATE;
    r->has_turn = err == YM_E_OK;
    run_on(r);
}

static void on_closed(void *arg, enum ym_err err)
{
    struct exchange_reconcile *r = arg;

    if (err != YM_E_OK)
        stop(r, err, "what was found could not be kept");
    r->state = RUN_DONE;
    run_on(r);
}

static void finish(struct exchange_reconcile *r);

/* The turn is given back; what was to be told is told either way. */
static void on_given_back(void *arg, enum ym_err err)
{
    struct exchange_reconcile *r = arg;

    (void)err;
    r->has_turn = false;
    finish(r);
}

static void finish(struct exchange_reconcile *r)
{
    struct app_exchange *x = r->config.exchange;

    if (r->has_turn && r->err != YM_E_OK) {
        x->ops->compared(x, r->partner.id, r->run_at, false, on_given_back, r);
        return;
    }
    r->done(r->done_arg, r->err, &r->counts, r->why);
    theirs_release(&r->theirs);
    ym_arena_release(&r->arena);
    free(r);
}

static void run_on(struct exchange_reconcile *r)
{
    struct app_exchange *x = r->config.exchange;

    if (r->state != RUN_DONE && r->at_found < r->nfound) {
        put_down(r);
        return;
    }
    r->nfound = 0;
    r->at_found = 0;
    switch (r->state) {
    case RUN_TURN:
        x->ops->turn(x, &r->turn, on_turn, r);
        break;
    case RUN_THEIRS:
        ask_theirs(r);
        break;
    case RUN_OURS:
        read_page(r);
        break;
    case RUN_EACH:
        look_at_each(r);
        break;
    case RUN_REST:
        look_at_rest(r);
        break;
    case RUN_LATE:
    case RUN_REFUSED:
        read_messages(r);
        break;
    case RUN_CLOSE:
        x->ops->compared(x, r->partner.id, r->run_at, true, on_closed, r);
        break;
    case RUN_DONE:
        finish(r);
        break;
    }
}

static void keep_partner(struct exchange_reconcile *r, const struct app_partner *p)
{
    const struct ym_span none = { "", 0 };

    assert(p->code.n <= APP_PARTNER_CODE_MAX);
    memcpy(r->code, p->code.at, p->code.n);
    r->partner = *p;
    r->partner.code = (struct ym_span){ r->code, p->code.n };
    r->partner.zh = r->partner.url = none;
    r->partner.cert_file = r->partner.cert_key_file = r->partner.ca_file = none;
    r->has_url = p->url.n > 0;
}

bool exchange_reconcile_run(const struct exchange_reconcile_config *config,
                            const struct app_partner *partner, exchange_reconciled_fn *done,
                            void *done_arg)
{
    struct exchange_reconcile *r = calloc(1, sizeof(*r));

    if (r == NULL)
        return false;
    if (!ym_arena_init(&r->arena, RUN_ARENA)) {
        free(r);
        return false;
    }
    r->config = *config;
    keep_partner(r, partner);
    r->run_at = config->now(config->arg);
    r->turn =
        (struct app_exchange_turn){ .partner = partner->id,
                                    .instance = r->config.instance,
                                    .now = r->run_at,
                                    .until = r->run_at + EXCHANGE_RECONCILE_S * YM_USEC_PER_SECOND,
                                    .unless = config->unless };
    r->late.before = YM_USEC_NONE;
    r->done = done;
    r->done_arg = done_arg;
    run_on(r);
    return true;
}
