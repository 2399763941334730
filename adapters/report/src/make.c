/* SPDX-License-Identifier: Apache-2.0 */
/* From sums to a report: names, order, limits, and what it is compared with. */
#include <inttypes.h>
#include <stdlib.h>

#include "model.h"
#include "tally.h"
#include "yima/region.h"

_Static_assert(REPORT_CELLS <= REPORT_CHANGES_MAX, "an amendment can name every cell");

struct making {
    const struct report_tally *tally;
    const struct report_about *about;
    struct report *r;
};

static int by_line(const void *a, const void *b)
{
    const struct report_line *x = a;
    const struct report_line *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static int by_id(const void *key, const void *name)
{
    const int64_t id = *(const int64_t *)key;
    const struct report_name *n = name;

    return (id > n->id) - (id < n->id);
}

/* The name in the report's own memory; empty when none is known. */
static struct ym_span name_of(struct making *m, const struct report_name *names, size_t n,
                              int64_t id)
{
    const struct report_name *name = n == 0 ? NULL : bsearch(&id, names, n, sizeof(*names), by_id);

    if (name == NULL || name->name.n == 0 || !report_is_name(name->name))
        return YM_SPAN("");
    return ym_arena_text(report_arena(m->r), name->name);
}

/* ---- Dimensions ---- */

/* Every word of the vocabulary has its line, also when nothing fell into it. */
static enum ym_err make_vocab(struct making *m, enum report_by by, struct ym_error *reterr)
{
    const struct lines *from = &m->tally->by[by];
    const int count = ym_vocab((enum ym_vocab_id)report_by_vocab(by))->count;
    struct report_dimension *d = &m->r->by[by];

    d->n = (size_t)count;
    d->lines = report_room(m->r, d->n, sizeof(*d->lines));
    for (size_t i = 0; d->lines != NULL && i < d->n; i++)
        d->lines[i].id = (int64_t)i;
    for (uint32_t i = 0; d->lines != NULL && i < from->n; i++) {
        if (from->at[i].id < 0 || from->at[i].id >= count)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s: there is no word of number %" PRId64,
                           report_by_word(by)->code, from->at[i].id);
        line_add(&d->lines[from->at[i].id], from->at[i].n);
    }
    return YM_E_OK;
}

static int by_disputes(const void *a, const void *b)
{
    const int64_t x = ((const struct report_line *)a)->n[REPORT_CELL(DISPUTES)];
    const int64_t y = ((const struct report_line *)b)->n[REPORT_CELL(DISPUTES)];

    return x == y ? by_line(a, b) : (x < y) - (x > y);
}

/* Of all lines the largest, and behind them the sum of the others. False: no memory. */
static bool sum_others(struct report_dimension *d, const struct lines *from)
{
    struct report_line *all = malloc(from->n * sizeof(*all));
    struct report_line others = { .id = REPORT_OTHERS };

    if (all == NULL)
        return false;
    memcpy(all, from->at, from->n * sizeof(*all));
    qsort(all, from->n, sizeof(*all), by_disputes);
    for (size_t i = d->n - 1; i < from->n; i++)
        line_add(&others, all[i].n);
    memcpy(d->lines, all, (d->n - 1) * sizeof(*all));
    d->lines[d->n - 1] = others;
    d->left_out = (uint32_t)(from->n - (d->n - 1));
    free(all);
    return true;
}

/* The lines in their order; when there are too many, the last is the sum of the others. False: no
 * memory. */
static bool make_lines(struct making *m, enum report_by by, const struct lines *from, size_t max)
{
    struct report_dimension *d = &m->r->by[by];
    const size_t n = from->n > max ? max : from->n;

    d->lines = report_room(m->r, n, sizeof(*d->lines));
    if (d->lines == NULL)
        return n == 0;
    d->n = n;
    if (from->n <= max)
        memcpy(d->lines, from->at, n * sizeof(*d->lines));
    else if (!sum_others(d, from))
        return false;
    qsort(d->lines, n, sizeof(*d->lines), by_line);
    return true;
}

static void name_lines(struct making *m, enum report_by by, const struct report_name *names,
                       size_t n)
{
    struct report_dimension *d = &m->r->by[by];

    for (size_t i = 0; i < d->n; i++)
        d->lines[i].name = name_of(m, names, n, d->lines[i].id);
}

/* The region itself, or the one of this level that holds it. */
static int64_t region_at(int64_t region, int level)
{
    int64_t at = region;

    while (ym_region_level(at) > level)
        at = ym_region_parent(at);
    return at;
}

/* Regions as small as the limit allows: down to communities, or to streets, and so on. */
static enum ym_err make_regions(struct making *m, struct ym_error *reterr)
{
    const struct lines *from = &m->tally->by[REPORT_BY_REGION];
    struct report_dimension *d = &m->r->by[REPORT_BY_REGION];
    struct lines merged = { 0 };
    bool has_room = true;
    int depth = 6;

    do {
        depth--;
        lines_release(&merged);
        for (uint32_t i = 0; has_room && i < from->n && merged.n <= REPORT_REGIONS_MAX; i++) {
            struct report_line *line = lines_of(&merged, region_at(from->at[i].id, depth));

            has_room = line != NULL;
            if (has_room)
                line_add(line, from->at[i].n);
        }
    } while (has_room && merged.n > REPORT_REGIONS_MAX && depth > 1);
    has_room = make_lines(m, REPORT_BY_REGION, &merged, REPORT_REGIONS_MAX) && has_room;
    d->depth = (uint8_t)depth;
    lines_release(&merged);
    if (!has_room)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the regions of a report");
    return YM_E_OK;
}

/* ---- Regions above ---- */

static int by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* The regions inside the scope that hold lines, each once. */
static void make_above(struct making *m)
{
    const struct report_dimension *d = &m->r->by[REPORT_BY_REGION];
    const int64_t top = m->r->scope.kind == REPORT_REGION ? m->r->scope.id : YM_REGION_ALL;
    int64_t *ids = report_room(m->r, 4 * d->n, sizeof(*ids));
    size_t n = 0;
    size_t kept = 0;

    if (ids == NULL)
        return;
    for (size_t i = 0; i < d->n; i++) {
        for (int64_t at = ym_region_parent(d->lines[i].id); at != YM_REGION_ALL && at != top;
             at = ym_region_parent(at))
            ids[n++] = at;
    }
    qsort(ids, n, sizeof(*ids), by_number);
    m->r->above = report_room(m->r, n, sizeof(*m->r->above));
    for (size_t i = 0; m->r->above != NULL && i < n; i++) {
        if (i > 0 && ids[i] == ids[i - 1])
            continue;
        m->r->above[kept].id = ids[i];
        m->r->above[kept++].name =
            name_of(m, m->about->names.regions, m->about->names.nregions, ids[i]);
    }
    m->r->nabove = kept;
}

/* Is the region the scope, one of its lines, or one that holds lines? */
static bool is_of_interest(const struct report *r, int64_t region)
{
    const struct report_dimension *d = &r->by[REPORT_BY_REGION];
    const struct report_line wanted = { .id = region };

    if (r->scope.kind == REPORT_BODY)
        return false;
    if (r->scope.kind == REPORT_REGION && r->scope.id == region)
        return true;
    if (d->n > 0 && bsearch(&wanted, d->lines, d->n, sizeof(*d->lines), by_line) != NULL)
        return true;
    return r->nabove > 0 && bsearch(&region, r->above, r->nabove, sizeof(*r->above), by_id) != NULL;
}

static enum ym_err make_people(struct making *m, struct ym_error *reterr)
{
    const struct report_about *a = m->about;
    struct report *r = m->r;

    for (size_t i = 0; i < a->npeople; i++) {
        const struct report_people *p = &a->people[i];

        if (p->residents < 0 || p->residents > REPORT_COUNT_MAX || p->floating < 0 ||
            p->floating > REPORT_COUNT_MAX || !report_is_name(p->source) ||
            (i > 0 && a->people[i - 1].region >= p->region))
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "population of region %" PRId64 " is out of its range or order",
                           p->region);
        r->npeople += is_of_interest(r, p->region);
    }
    r->people = report_room(r, r->npeople, sizeof(*r->people));
    r->npeople = 0;
    for (size_t i = 0; r->people != NULL && i < a->npeople; i++) {
        if (!is_of_interest(r, a->people[i].region))
            continue;
        r->people[r->npeople] = a->people[i];
        r->people[r->npeople++].source = ym_arena_text(report_arena(r), a->people[i].source);
    }
    return YM_E_OK;
}

/* ---- Other months ---- */

static bool is_same_scope(const struct report *a, const struct report *b)
{
    return a->scope.kind == b->scope.kind && a->scope.id == b->scope.id;
}

static enum ym_err compare(struct making *m, const struct report *with, ym_day month,
                           struct report_then *ret, struct ym_error *reterr)
{
    ret->month = month;
    if (with == NULL)
        return YM_E_OK;
    if (with->month != month || !is_same_scope(with, m->r) || with->is_preview)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "the report to compare with is of another month or scope, or a preview");
    ret->is_known = true;
    ret->revision = with->revision;
    memcpy(ret->n, with->total.n, sizeof(ret->n));
    return YM_E_OK;
}

/* What an amendment changed in the totals. */
static enum ym_err amend(struct making *m, struct ym_error *reterr)
{
    const struct report *was = m->about->amends;
    struct report *r = m->r;

    if (was == NULL)
        return YM_E_OK;
    if (was->month != r->month || !is_same_scope(was, r) || was->revision >= r->revision ||
        m->about->reason.n == 0 || !report_is_name(m->about->reason) ||
        !report_is_name(m->about->by))
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "an amendment follows an earlier revision of the same month and scope, and "
                       "says why in at most %u bytes",
                       REPORT_NAME_BYTES_MAX);
    r->amended_because = ym_arena_text(report_arena(r), m->about->reason);
    r->amended_by = ym_arena_text(report_arena(r), m->about->by);
    r->changes = report_room(r, REPORT_CELLS, sizeof(*r->changes));
    for (int c = 0; r->changes != NULL && c < REPORT_CELLS; c++) {
        if (was->total.n[c] != r->total.n[c])
            r->changes[r->nchanges++] =
                (struct report_change){ (uint16_t)c, was->total.n[c], r->total.n[c] };
    }
    return YM_E_OK;
}

/* ---- All of it ---- */

static enum ym_err begin(struct making *m, struct ym_error *reterr)
{
    const struct report_about *a = m->about;
    struct report *r = m->r;
    int year;
    int month;
    int day;

    ym_day_split(a->month, &year, &month, &day);
    if (day != 1 || a->revision < 0 || a->revision > REPORT_REVISION_MAX ||
        (a->revision == 0) != a->is_preview)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "a report is of a month, which its first day names, and of a revision from "
                       "1 to %d; a preview has none",
                       REPORT_REVISION_MAX);
    if (!report_is_name(a->procedures) || !report_is_name(a->calendar))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "a name of the report is longer than %u bytes",
                       REPORT_NAME_BYTES_MAX);
    r->month = a->month;
    r->revision = a->revision;
    r->is_preview = a->is_preview;
    r->scope = a->scope;
    r->scope.name =
        ym_arena_text(report_arena(r), report_is_name(a->scope.name) ? a->scope.name : YM_SPAN(""));
    r->procedures = ym_arena_text(report_arena(r), a->procedures);
    r->calendar = ym_arena_text(report_arena(r), a->calendar);
    r->total = m->tally->total;
    r->days = m->tally->days;
    memcpy(r->turnover, m->tally->turnover, sizeof(r->turnover));
    return YM_E_OK;
}

static enum ym_err make_dimensions(struct making *m, struct ym_error *reterr)
{
    const struct report_names *names = &m->about->names;
    enum ym_err err = make_regions(m, reterr);

    for (int by = 0; by < REPORT_BY_COUNT && err == YM_E_OK; by++) {
        if (report_by_vocab((enum report_by)by) != REPORT_NO_VOCAB)
            err = make_vocab(m, (enum report_by)by, reterr);
    }
    if (err == YM_E_OK &&
        (!make_lines(m, REPORT_BY_BODY, &m->tally->by[REPORT_BY_BODY], REPORT_BODIES_MAX) ||
         !make_lines(m, REPORT_BY_MEDIATOR, &m->tally->by[REPORT_BY_MEDIATOR],
                     REPORT_MEDIATORS_MAX)))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the lines of a report");
    name_lines(m, REPORT_BY_REGION, names->regions, names->nregions);
    name_lines(m, REPORT_BY_BODY, names->bodies, names->nbodies);
    name_lines(m, REPORT_BY_MEDIATOR, names->staff, names->nstaff);
    make_above(m);
    return err;
}

static enum ym_err make_all(struct making *m, struct ym_error *reterr)
{
    struct report *r = m->r;
    enum ym_err err = begin(m, reterr);

    if (err == YM_E_OK)
        err = make_dimensions(m, reterr);
    if (err == YM_E_OK)
        err = make_people(m, reterr);
    if (err == YM_E_OK)
        err = compare(m, m->about->month_before, report_month_before(r->month), &r->month_before,
                      reterr);
    if (err == YM_E_OK)
        err = compare(m, m->about->year_before, report_year_before(r->month), &r->year_before,
                      reterr);
    if (err == YM_E_OK)
        err = amend(m, reterr);
    if (err == YM_E_OK)
        err = report_references_load(r, reterr);
    if (err == YM_E_OK && !ym_arena_ok(report_arena(r)))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a report");
    return err == YM_E_OK ? report_check(r, reterr) : err;
}

enum ym_err report_make(const struct report_tally *t, const struct report_about *about,
                        struct report **ret, struct ym_error *reterr)
{
    struct making m = { t, about, report_new() };
    enum ym_err err;

    if (m.r == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a report");
    err = make_all(&m, reterr);
    if (err != YM_E_OK) {
        report_free(m.r);
        return err;
    }
    *ret = m.r;
    return YM_E_OK;
}
