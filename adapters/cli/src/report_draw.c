/* SPDX-License-Identifier: Apache-2.0 */
#include "report_draw.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "yima/canon.h"
#include "yima/number.h"

#define CLOCK_MARGIN (YM_USEC_PER_SECOND * 3600) /* by which clocks of programs may differ */

/* A slice under way. */
struct report_drawing {
    struct report_drawer *d;
    struct cli_progress progress;
    struct pg_month_page page;
    struct pg_month_answers *answers; /* of the month; owned */
    size_t nanswers, answer_at;
    int64_t first_ms, last_ms; /* from the first dispute to the end: what the progress counts */

    /* The dispute that is being read. */
    struct ym_fact_maker maker;
    struct ym_id id;
    uint32_t version;
    unsigned char head[32], want[32];
    bool is_redacted; /* an event of it has lost its words */
    uint8_t type;     /* as it was registered */
    struct cli_redactions redactions;
    bool has_redactions;

    /* What the slice gave. */
    size_t nfacts;
    struct ym_month_fact facts[PG_MONTH_PAGE];
    uint8_t types[PG_MONTH_PAGE]; /* as registered */
    int64_t events;
    struct ym_buf packed;

    enum ym_err err;
    struct ym_error *reterr;
};

/* ---- Proof ---- */

static bool broken(struct report_drawing *g, uint32_t seq, const char *what)
{
    char number[YM_NUMBER_TEXT_MAX] = "?";

    if (ym_id_valid(g->id))
        ym_number_print(g->id, number);
    g->err = ym_fail(g->reterr, YM_E_INTERNAL,
                     "%s, event %u: %s. Nothing is drawn from a database that is not sound: `yima "
                     "verify` says more",
                     number, seq, what);
    return false;
}

/* The payload is not what was hashed. Is it one that lost its words by rule? */
static bool accept_redacted(struct report_drawing *g, const struct app_event *e)
{
    if (!g->is_redacted) {
        if (!g->has_redactions) {
            g->err = cli_redactions_open(&g->redactions, g->d->asking, g->reterr);
            if (g->err != YM_E_OK)
                return false;
            g->has_redactions = true;
        }
        g->err = cli_redactions_begin(&g->redactions, g->d->asking, g->id, g->reterr);
        if (g->err != YM_E_OK)
            return false;
        g->is_redacted = true;
    }
    if (!cli_redactions_take(&g->redactions, e))
        return broken(g, e->seq, "its hash is not that of the one before it and its payload");
    return true;
}

static bool prove(struct report_drawing *g, const struct app_event *e)
{
    const uint32_t seq = g->maker.seq + 1;
    unsigned char hash[32];

    if (e->seq != seq)
        return broken(g, seq, "it is missing");
    ym_sha256_2(g->head, sizeof(g->head), e->payload.at, e->payload.n, hash);
    if (memcmp(hash, e->hash, sizeof(hash)) != 0 && !accept_redacted(g, e))
        return false;
    memcpy(g->head, e->hash, sizeof(g->head));
    if (g->is_redacted) {
        const char *flaw = cli_redactions_pass(&g->redactions, e);

        if (flaw != NULL)
            return broken(g, e->seq, flaw);
    }
    return true;
}

static bool columns_agree(const struct report_drawing *g, const struct app_event *e,
                          const struct ym_event *ev)
{
    return ev->dispute.v == g->id.v && ev->seq == e->seq && ev->c.at == e->at &&
           ev->rule == e->rule && ev->c.kind == e->kind;
}

/* ---- One history ---- */

static bool on_dispute(void *arg, const struct pg_history *h)
{
    struct report_drawing *g = arg;

    ym_fact_begin(&g->maker, g->d->procedures, g->d->period, g->d->known);
    g->id = h->id;
    g->version = h->version;
    memset(g->head, 0, sizeof(g->head));
    memcpy(g->want, h->head, sizeof(g->want));
    g->is_redacted = false;
    return true;
}

static bool on_event(void *arg, const struct app_event *e)
{
    struct report_drawing *g = arg;
    struct ym_event ev;

    if (!prove(g, e))
        return false;
    if (!ym_canon_event_read(e->payload, &ev))
        return broken(g, e->seq, "its payload is not in the canonical form");
    if (!columns_agree(g, e, &ev))
        return broken(g, e->seq, "its columns say something else than its payload");
    if (ev.seq == 1)
        g->type = ev.c.reg.type;
    if (!ym_fact_take(&g->maker, &ev))
        return broken(g, e->seq, "its rule or procedure is not known to this program");
    g->events++;
    return true;
}

/* What was answered after return visits; both lists ascend. */
static void take_answers(struct report_drawing *g, struct ym_month_fact *f)
{
    while (g->answer_at < g->nanswers && g->answers[g->answer_at].id.v < g->id.v)
        g->answer_at++;
    if (g->answer_at == g->nanswers || g->answers[g->answer_at].id.v != g->id.v)
        return;
    f->answers = (uint32_t)g->answers[g->answer_at].n;
    f->answer_sum = (uint32_t)g->answers[g->answer_at].sum;
}

static bool on_end(void *arg)
{
    struct report_drawing *g = arg;
    struct ym_month_fact *f = &g->facts[g->nfacts];

    if (g->maker.seq != g->version)
        return broken(g, g->maker.seq + 1, "it is missing");
    if (memcmp(g->head, g->want, sizeof(g->head)) != 0)
        return broken(g, g->version, "its hash is not the head of its dispute");
    if (g->is_redacted && cli_redactions_end(&g->redactions) != NULL)
        return broken(g, g->version, cli_redactions_end(&g->redactions));
    ym_fact_end(&g->maker, f);
    take_answers(g, f);
    cli_pace_breathe(&g->d->pace);
    if (!ym_fact_is_empty(f) && f->dispute.v != 0)
        g->types[g->nfacts++] = g->type;
    return true;
}

/* ---- Repeats ---- */

static size_t find_fact(const struct report_drawing *g, struct ym_id id)
{
    size_t lo = 0;
    size_t hi = g->nfacts;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;

        if (g->facts[mid].dispute.v < id.v)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* An earlier dispute of the same pair: of the same type, and within the months before? */
static void on_repeat(void *arg, struct ym_id id, ym_usec at, struct ym_span payload)
{
    struct report_drawing *g = arg;
    const size_t i = find_fact(g, id);
    struct ym_event ev;
    ym_day since;

    if (i == g->nfacts || g->facts[i].dispute.v != id.v || !ym_canon_event_read(payload, &ev))
        return;
    since = ym_day_plus_months(ym_day_of(ym_id_at(id)), -(int64_t)g->d->months_back);
    if (ev.c.reg.type == g->types[i] && ym_day_of(at) >= since)
        g->facts[i].is_repeat = true;
}

static enum ym_err find_repeats(struct report_drawing *g)
{
    struct ym_id ids[PG_MONTH_PAGE];
    struct pg_month_asked asked = { .ids = ids };
    size_t n = 0;
    ym_day since;

    for (size_t i = 0; i < g->nfacts; i++)
        if (g->facts[i].n[YM_FIGURE_REGISTERED] > 0)
            ids[n++] = g->facts[i].dispute;
    if (n == 0)
        return YM_E_OK;
    since = ym_day_plus_months(ym_day_of(ym_id_at(ids[0])), -(int64_t)g->d->months_back);
    asked.n = n;
    asked.since = ym_id_floor(ym_day_start(since));
    return pg_month_repeats(g->d->asking, &asked, on_repeat, g, g->reterr);
}

/* ---- Slices ---- */

static enum ym_err pack(struct report_drawing *g, struct pg_month_slice *slice)
{
    ym_buf_clear(&g->packed);
    for (size_t i = 0; i < g->nfacts; i++) {
        unsigned char bytes[YM_FACT_BYTES_MAX];

        ym_buf_add(&g->packed,
                   (struct ym_span){ (const char *)bytes, ym_fact_pack(&g->facts[i], bytes) });
    }
    if (!ym_buf_ok(&g->packed))
        return ym_fail(g->reterr, YM_E_UNAVAILABLE, "no memory for the facts of a slice");
    slice->facts = ym_buf_span(&g->packed);
    if (slice->facts.n == 0)
        slice->facts.at = "";
    ym_sha256(slice->facts.at, slice->facts.n, slice->sha256);
    return YM_E_OK;
}

static enum ym_err keep(struct report_drawing *g)
{
    struct report_drawer *d = g->d;
    struct pg_month_slice slice = { .number = d->place.slices,
                                    .until = { g->page.last.v + 1 },
                                    .disputes = (int64_t)g->page.n,
                                    .events = g->events,
                                    .nfacts = (int32_t)g->nfacts };
    enum ym_err err = find_repeats(g);

    if (err == YM_E_OK)
        err = pack(g, &slice);
    if (err == YM_E_OK)
        err = d->on_slice(d->arg, &slice, g->reterr);
    if (err != YM_E_OK)
        return err;
    d->place.slices++;
    d->place.until = slice.until;
    d->place.disputes += slice.disputes;
    d->place.events += slice.events;
    d->place.facts += slice.nfacts;
    return YM_E_OK;
}

static enum ym_err read_page(struct report_drawing *g, struct ym_id until)
{
    static const struct pg_history_reader reader = { .on_dispute = on_dispute,
                                                     .on_event = on_event,
                                                     .on_end = on_end };
    const struct report_drawer *d = g->d;
    const struct pg_month_wish wish = { .from = d->place.until,
                                        .until = until,
                                        .max = d->page,
                                        .since = d->period.from - CLOCK_MARGIN,
                                        .due_from = ym_day_of(d->period.from),
                                        .due_until = ym_day_of(d->period.until),
                                        .answers = g->answers,
                                        .nanswers = g->nanswers };
    struct pg_history_reader mine = reader;
    enum ym_err err = pg_month_page_read(d->reading, &wish, &g->page, g->reterr);

    mine.arg = g;
    g->nfacts = 0;
    g->events = 0;
    if (err == YM_E_OK && g->page.n > 0)
        err = pg_histories_read(d->reading, g->page.all, g->page.n, &mine, g->reterr);
    return err == YM_E_OK ? g->err : err;
}

/* How far the drawing is: by the age of the disputes, which nobody has to count. */
static void show(struct report_drawing *g)
{
    const int64_t at = ym_id_at(g->page.last) / 1000;

    if (g->first_ms == 0) {
        g->first_ms = ym_id_at(g->page.n > 0 ? g->page.all[0].id : g->page.last) / 1000;
        cli_progress_begin(&g->progress, g->d->cli, "drawing", "events",
                           g->last_ms > g->first_ms ? (uint64_t)(g->last_ms - g->first_ms) : 1);
    }
    cli_progress_step(&g->progress, at > g->first_ms ? (uint64_t)(at - g->first_ms) : 0,
                      (uint64_t)g->d->place.events);
}

static enum ym_err draw(struct report_drawing *g)
{
    struct report_drawer *d = g->d;
    const ym_usec end = d->period.until < d->now ? d->period.until : d->now;
    const struct ym_id until = ym_id_floor(end + CLOCK_MARGIN);
    enum ym_err err = pg_month_answers_read(d->asking, d->period.from, d->period.until, &g->answers,
                                            &g->nanswers, g->reterr);

    g->last_ms = end / 1000;
    while (err == YM_E_OK) {
        err = read_page(g, until);
        if (err != YM_E_OK || g->page.looked == 0)
            break;
        err = keep(g);
        if (err == YM_E_OK)
            show(g);
    }
    cli_progress_wipe(&g->progress);
    return err;
}

enum ym_err report_draw(struct report_drawer *d, struct ym_error *reterr)
{
    struct report_drawing *g = calloc(1, sizeof(*g));
    enum ym_err err;

    if (g == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to draw a month");
    g->d = d;
    g->reterr = reterr;
    g->progress.is_quiet = true; /* until it begins */
    ym_buf_init(&g->packed, REPORT_SLICE_BYTES_MAX);
    err = draw(g);
    ym_buf_release(&g->packed);
    free(g->answers);
    free(g);
    return err;
}
