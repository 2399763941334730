/* SPDX-License-Identifier: Apache-2.0 */
/* The read side, answered from the store in memory. */
#include <stdlib.h>
#include <string.h>

#include "app/work.h"
#include "world.h"
#include "yima/region.h"

struct question {
    struct ym_id id;
    uint32_t after;
    unsigned limit;
    struct ym_token token;
    struct app_filter filter;
    struct ym_arena arena; /* of the filter's terms */
    unsigned char hashes[YM_SEATS_MAX][32];
    size_t nhashes;
    uint8_t type;
    union {
        app_view_fn *view;
        app_events_fn *events;
        app_scan_fn *scan;
        app_list_fn *list;
    } done;
    void *arg;
};

static struct question *ask(void *arg)
{
    struct question *q = calloc(1, sizeof(*q));

    if (q == NULL)
        abort();
    q->arg = arg;
    return q;
}

static bool fails(struct world *w)
{
    if (w->reader_fails == 0)
        return false;
    w->reader_fails--;
    return true;
}

static struct world *world_of(struct app_reader *r)
{
    return ((struct world_reader *)(void *)r)->world;
}

struct app_named world_named(int64_t id)
{
    switch (id) {
    case 0:
        return (struct app_named){ .id = 0 };
    case WORLD_CENTRE:
        return (struct app_named){ id, YM_SPAN("滨江区综治中心"), YM_SPAN("0571-88880001") };
    case WORLD_BODY:
        return (struct app_named){ id, YM_SPAN("长河街道<人民>调解委员会"),
                                   YM_SPAN("0571-88880002") };
    case WORLD_COURT:
        return (struct app_named){ id, YM_SPAN("滨江区人民法院"), YM_SPAN("0571-12368") };
    default:
        return (struct app_named){ id, YM_SPAN("王调解"), { NULL, 0 } };
    }
}

static ym_usec due_of(const struct ym_dispute *d)
{
    const struct ym_clock *k = ym_dispute_next_clock(d);

    return k == NULL ? YM_USEC_NONE : k->due;
}

static ym_usec last_at(const struct world *w, struct ym_id id)
{
    ym_usec at = YM_USEC_NONE;

    for (const struct mem_event *e = mem_store_events(w->mem, id); e != NULL; e = e->next)
        at = e->at;
    return at;
}

/* ---- One dispute ---- */

static void answer_view(struct world *w, void *arg)
{
    struct question *q = arg;
    const struct ym_dispute *d = mem_store_dispute(w->mem, q->id);
    const struct world_words *words = world_words_of(w, q->id);
    struct app_view *v = calloc(1, sizeof(*v));

    if (v == NULL)
        abort();
    if (fails(w)) {
        q->done.view(q->arg, YM_E_UNAVAILABLE, NULL);
    } else if (d == NULL) {
        q->done.view(q->arg, YM_E_NOT_FOUND, NULL);
    } else {
        const struct ym_procedure *p = ym_procedures_get(&w->procedures, d->procedure);

        v->dispute = *d;
        v->colour = (uint8_t)ym_dispute_colour(p, d);
        v->stage = (uint8_t)ym_dispute_stage(p, d);
        v->is_open = ym_dispute_is_open(p, d);
        v->due_at = due_of(d);
        v->received_at = d->received_at;
        v->updated_at = last_at(w, d->id);
        v->title = ym_span_of(words->title);
        v->description = ym_span_of(words->description);
        v->external_ref = ym_span_of(words->external_ref);
        v->amount_fen = words->amount_fen;
        v->body = world_named(d->body);
        v->mediator = world_named(d->mediator);
        v->court = world_named(d->court);
        v->region_name = YM_SPAN("滨江区");
        v->token = mem_store_code(w->mem, d->id);
        v->nparties = words->nparties;
        memcpy(v->parties, words->parties, sizeof(v->parties));
        q->done.view(q->arg, YM_E_OK, v);
    }
    free(v);
    free(q);
}

static void dispute(struct app_reader *r, struct ym_id id, app_view_fn *done, void *arg)
{
    struct question *q = ask(arg);

    q->id = id;
    q->done.view = done;
    world_later(world_of(r), answer_view, q);
}

static void answer_events(struct world *w, void *arg)
{
    struct question *q = arg;
    struct app_event_page *page = calloc(1, sizeof(*page));

    if (page == NULL)
        abort();
    for (const struct mem_event *e = mem_store_events(w->mem, q->id);
         e != NULL && page->n < q->limit; e = e->next) {
        struct app_event *to = &page->at[page->n];

        if (e->seq <= q->after)
            continue;
        *to = (struct app_event){
            .seq = e->seq, .at = e->at, .rule = e->rule, .kind = e->kind, .payload = e->payload
        };
        memcpy(to->hash, e->hash, sizeof(to->hash));
        page->n++;
    }
    if (fails(w))
        q->done.events(q->arg, YM_E_UNAVAILABLE, NULL);
    else
        q->done.events(q->arg, YM_E_OK, page);
    free(page);
    free(q);
}

/* Pages of three, so that a walk over a history takes several. */
static void events(struct app_reader *r, struct ym_id id, uint32_t after, unsigned limit,
                   app_events_fn *done, void *arg)
{
    struct question *q = ask(arg);

    q->id = id;
    q->after = after;
    q->limit = limit < 3 ? limit : 3;
    q->done.events = done;
    world_later(world_of(r), answer_events, q);
}

/* ---- A scan ---- */

static bool was_issued(const struct world *w, const struct ym_token *token)
{
    return memcmp(token->text + 2, "00000", 5) != 0 && w->words != NULL;
}

static void answer_scan(struct world *w, void *arg)
{
    struct question *q = arg;
    const struct ym_id id = mem_store_scan(w->mem, &q->token);
    struct app_scan s = { .is_revoked = id.v == 0 };

    if (fails(w)) {
        q->done.scan(q->arg, YM_E_UNAVAILABLE, NULL);
    } else if (id.v == 0 && !was_issued(w, &q->token)) {
        q->done.scan(q->arg, YM_E_NOT_FOUND, NULL);
    } else {
        if (id.v != 0) {
            const struct ym_dispute *d = mem_store_dispute(w->mem, id);
            const struct ym_procedure *p = ym_procedures_get(&w->procedures, d->procedure);

            s.dispute = *d;
            s.colour = (uint8_t)ym_dispute_colour(p, d);
            s.stage = (uint8_t)ym_dispute_stage(p, d);
            s.is_open = ym_dispute_is_open(p, d);
            s.due_at = due_of(d);
            s.body = world_named(d->body);
            s.court = world_named(d->court);
        }
        q->done.scan(q->arg, YM_E_OK, &s);
    }
    free(q);
}

/* The store in memory forgets a code that was replaced; here every code counts as issued once,
 * unless five zeros mark it as one that never was. */
static void scan(struct app_reader *r, const struct ym_token *token, app_scan_fn *done, void *arg)
{
    struct question *q = ask(arg);

    q->token = *token;
    q->done.scan = done;
    world_later(world_of(r), answer_scan, q);
}

/* ---- Lists ---- */

static bool in_scope(const struct app_scope *s, const struct ym_dispute *d)
{
    switch (s->kind) {
    case APP_SCOPE_NOTHING:
        return false;
    case APP_SCOPE_ALL:
        return true;
    case APP_SCOPE_REGION:
        return d->region >= s->lo && d->region <= s->hi;
    case APP_SCOPE_BODY:
        return d->body == s->lo;
    case APP_SCOPE_MEDIATOR:
        return d->mediator == s->lo;
    case APP_SCOPE_COURT:
        return d->court == s->lo;
    case APP_SCOPE_DISPUTE:
        return d->id.v == s->lo;
    }
    return false;
}

static bool has_terms(const struct app_filter *f, const struct world_words *words)
{
    for (size_t i = 0; i < f->nterms; i++) {
        char term[64];
        bool found;

        memcpy(term, f->terms[i].at, f->terms[i].n);
        term[f->terms[i].n] = '\0';
        found = strstr(words->title, term) != NULL;
        for (int p = 0; p < words->nparties && !found; p++)
            found = strstr(words->parties[p].name.at, term) != NULL;
        if (!found)
            return false;
    }
    return true;
}

/* Neither wished otherwise: any is what stands for no wish. */
static bool is_wished(int64_t wish, int64_t any, int64_t have)
{
    return wish == any || wish == have;
}

static bool has_external(const struct app_filter *f, const struct ym_dispute *d,
                         const struct world_words *words)
{
    return f->external_ref.n == 0 ||
           (ym_span_is(f->external_ref, ym_span_of(words->external_ref)) &&
            is_wished(f->channel, APP_ANY, d->channel));
}

static bool has_place(const struct app_filter *f, const struct ym_dispute *d)
{
    return (f->region_lo == 0 || (d->region >= f->region_lo && d->region <= f->region_hi)) &&
           is_wished(f->body, 0, d->body) && is_wished(f->mediator, 0, d->mediator) &&
           is_wished(f->court, 0, d->court);
}

static bool matches(struct world *w, const struct app_filter *f, const struct ym_dispute *d,
                    const struct app_list_row *row)
{
    return in_scope(&f->scope, d) && (f->before.v == 0 || d->id.v < f->before.v) &&
           is_wished(f->colour, APP_ANY, row->colour) && is_wished(f->stage, APP_ANY, row->stage) &&
           is_wished(f->type, APP_ANY, row->type) && is_wished(f->is_open, APP_ANY, row->is_open) &&
           (!f->is_overdue || (row->due_at != YM_USEC_NONE && row->due_at <= f->now)) &&
           has_external(f, d, world_words_of(w, d->id)) && has_place(f, d) &&
           has_terms(f, world_words_of(w, d->id));
}

static void fill_row(struct world *w, const struct ym_dispute *d, struct app_list_row *row)
{
    const struct ym_procedure *p = ym_procedures_get(&w->procedures, d->procedure);

    *row = (struct app_list_row){ .id = d->id,
                                  .version = d->version,
                                  .colour = (uint8_t)ym_dispute_colour(p, d),
                                  .stage = (uint8_t)ym_dispute_stage(p, d),
                                  .type = d->type,
                                  .is_open = ym_dispute_is_open(p, d),
                                  .region = d->region,
                                  .due_at = due_of(d),
                                  .received_at = d->received_at,
                                  .updated_at = last_at(w, d->id),
                                  .title = ym_span_of(world_words_of(w, d->id)->title),
                                  .body = world_named(d->body),
                                  .mediator = world_named(d->mediator),
                                  .court = world_named(d->court) };
}

static bool shares_party(const struct question *q, const struct world_words *words)
{
    for (size_t h = 0; h < q->nhashes; h++) {
        for (int p = 0; p < words->nparties; p++) {
            if (memcmp(words->parties[p].identity_hash, q->hashes[h], 32) == 0)
                return true;
        }
    }
    return false;
}

/* Does it belong on the page? For a duplicate there is no page. */
static bool belongs(struct world *w, const struct question *q, const struct ym_dispute *d,
                    const struct app_list_row *row)
{
    if (q->nhashes > 0)
        return d->type == q->type && shares_party(q, world_words_of(w, d->id));
    return matches(w, &q->filter, d, row);
}

/* A page looks at twice as many as it may show, so that small pages are short while there is more;
 * a number of another system is found without looking. */
static bool has_looked_enough(const struct question *q, size_t looks)
{
    return q->nhashes == 0 && q->filter.external_ref.n == 0 && looks == 2 * (size_t)q->limit;
}

static void fill_list(struct world *w, const struct question *q, struct app_list *list)
{
    struct ym_id seen = { 0 };
    size_t n = 0, looks = 0;

    while (n < WORLD_DISPUTES && mem_store_at(w->mem, n).v != 0)
        n++;
    while (n-- > 0) {
        const struct ym_dispute *d = mem_store_dispute(w->mem, mem_store_at(w->mem, n));
        struct app_list_row row;

        if (q->nhashes == 0 && q->filter.before.v != 0 && d->id.v >= q->filter.before.v)
            continue;
        fill_row(w, d, &row);
        if (has_looked_enough(q, looks++) || (list->n == q->limit && belongs(w, q, d, &row))) {
            list->has_more = true;
            list->next = seen;
            return;
        }
        seen = d->id;
        if (belongs(w, q, d, &row))
            list->at[list->n++] = row;
    }
}

static void answer_list(struct world *w, void *arg)
{
    struct question *q = arg;
    struct app_list *list = calloc(1, sizeof(*list));

    if (list == NULL)
        abort();
    fill_list(w, q, list);
    if (fails(w))
        q->done.list(q->arg, YM_E_UNAVAILABLE, NULL);
    else
        q->done.list(q->arg, YM_E_OK, list);
    free(list);
    ym_arena_release(&q->arena);
    free(q);
}

static void list(struct app_reader *r, const struct app_filter *filter, app_list_fn *done,
                 void *arg)
{
    struct question *q = ask(arg);
    struct ym_span *terms;

    if (!ym_arena_init(&q->arena, 65536))
        abort();
    q->filter = *filter;
    q->filter.external_ref = ym_arena_text(&q->arena, filter->external_ref);
    q->limit = filter->limit;
    if (filter->nterms > 0) {
        terms = ym_arena_alloc(&q->arena, filter->nterms, sizeof(*terms));
        for (size_t i = 0; i < filter->nterms; i++)
            terms[i] = ym_arena_text(&q->arena, filter->terms[i]);
        q->filter.terms = terms;
    }
    q->done.list = done;
    world_later(world_of(r), answer_list, q);
}

static void duplicates(struct app_reader *r, const unsigned char (*hashes)[32], size_t n,
                       uint8_t type, app_list_fn *done, void *arg)
{
    struct question *q = ask(arg);

    memcpy(q->hashes, hashes, n * 32);
    q->nhashes = n;
    q->type = type;
    q->limit = APP_DUPLICATES_MAX;
    q->done.list = done;
    world_later(world_of(r), answer_list, q);
}

/* ---- Worklists ---- */

struct work {
    struct app_work_question q;
    app_list_fn *done;
    void *arg;
};

static bool runs(const struct app_work_clocks *clocks, const struct ym_dispute *d)
{
    for (size_t i = 0; i < clocks->n; i++) {
        for (size_t k = 0; k < d->nclocks; k++) {
            if (clocks->at[i].procedure == d->procedure && d->clocks[k].due != 0 &&
                clocks->at[i].deadline == d->clocks[k].deadline)
                return true;
        }
    }
    return false;
}

static bool waits(const struct app_work_question *q, const struct ym_dispute *d,
                  const struct app_list_row *row)
{
    if (q->work == APP_WORK_STALLED)
        return row->is_open && row->updated_at < q->quiet_since;
    if (q->work == APP_WORK_OVERDUE && row->due_at != YM_USEC_NONE && row->due_at <= q->filter.now)
        return true;
    return runs(&q->clocks, d);
}

static void answer_work(struct world *w, void *arg)
{
    struct work *work = arg;
    struct app_list *list = calloc(1, sizeof(*list));

    if (list == NULL)
        abort();
    for (size_t n = 0; n < WORLD_DISPUTES && mem_store_at(w->mem, n).v != 0; n++) {
        const struct ym_dispute *d = mem_store_dispute(w->mem, mem_store_at(w->mem, n));
        struct app_list_row row;

        fill_row(w, d, &row);
        if (d->id.v <= work->q.after.v || !matches(w, &work->q.filter, d, &row) ||
            !waits(&work->q, d, &row))
            continue;
        list->has_more = list->n == work->q.filter.limit;
        if (list->has_more)
            break;
        list->at[list->n++] = row;
    }
    if (list->has_more)
        list->next = list->at[list->n - 1].id;
    if (fails(w))
        work->done(work->arg, YM_E_UNAVAILABLE, NULL);
    else
        work->done(work->arg, YM_E_OK, list);
    free(list);
    free(work);
}

static void work(struct app_reader *r, const struct app_work_question *q, app_list_fn *done,
                 void *arg)
{
    struct work *asked = calloc(1, sizeof(*asked));

    if (asked == NULL)
        abort();
    *asked = (struct work){ *q, done, arg };
    asked->q.filter.before.v = 0; /* the cursor is after */
    world_later(world_of(r), answer_work, asked);
}

const struct app_reader_ops world_reader_ops = { .dispute = dispute,
                                                 .events = events,
                                                 .scan = scan,
                                                 .list = list,
                                                 .duplicates = duplicates,
                                                 .work = work };
