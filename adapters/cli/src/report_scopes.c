/* SPDX-License-Identifier: Apache-2.0 */
#include "report_scopes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "yima/region.h"

#define SLOTS                                                                                      \
    (4 * REPORT_SCOPES_MAX) /* of the table; a power of two, never more than a quarter full */

_Static_assert((SLOTS & (SLOTS - 1)) == 0, "a power of two");

struct scope {
    uint8_t kind; /* enum app_month_scope */
    int64_t id;
    struct report_tally *tally; /* NULL: the slot is free */
};

struct report_scopes {
    struct report_scope only;
    bool is_one; /* only counts */
    size_t n;
    struct scope slots[SLOTS];
};

_Static_assert((int)APP_MONTH_OF_WHOLE == (int)REPORT_WHOLE &&
                   (int)APP_MONTH_OF_REGION == (int)REPORT_REGION &&
                   (int)APP_MONTH_OF_BODY == (int)REPORT_BODY,
               "scopes are numbered alike");

/* ---- Counting ---- */

static struct scope *slot_of(struct report_scopes *s, uint8_t kind, int64_t id)
{
    uint64_t h = ((uint64_t)id ^ (uint64_t)kind << 60) * UINT64_C(0x9E3779B97F4A7C15);
    size_t i = (size_t)(h >> 32) & (SLOTS - 1);

    while (s->slots[i].tally != NULL && (s->slots[i].kind != kind || s->slots[i].id != id))
        i = (i + 1) & (SLOTS - 1);
    return &s->slots[i];
}

static enum ym_err no_memory(struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to count a month");
}

static enum ym_err tally_of(struct report_scopes *s, uint8_t kind, int64_t id,
                            struct report_tally **ret, struct ym_error *reterr)
{
    struct scope *slot = slot_of(s, kind, id);

    if (slot->tally == NULL) {
        if (s->n == REPORT_SCOPES_MAX)
            return ym_fail(reterr, YM_E_TOO_LARGE,
                           "the month has more than %d divisions and bodies, too many to draw at "
                           "once",
                           REPORT_SCOPES_MAX);
        *slot = (struct scope){ kind, id, report_tally_new() };
        if (slot->tally == NULL)
            return no_memory(reterr);
        s->n++;
    }
    *ret = slot->tally;
    return YM_E_OK;
}

static enum ym_err count(struct report_scopes *s, uint8_t kind, int64_t id,
                         const struct ym_month_fact *f, struct ym_error *reterr)
{
    struct report_tally *t;
    enum ym_err err;

    if (s->is_one && (s->only.kind != (enum report_scope_kind)kind || s->only.id != id))
        return YM_E_OK;
    err = tally_of(s, kind, id, &t, reterr);
    if (err == YM_E_OK && !report_tally_add(t, f))
        err = ym_fail(reterr, YM_E_UNAVAILABLE,
                      "a month cannot be counted: no memory, or a sum is too large");
    return err;
}

/* For the whole, for each division that holds it, and for the body. */
static enum ym_err count_all(struct report_scopes *s, const struct ym_month_fact *f,
                             struct ym_error *reterr)
{
    int64_t region = f->region;
    enum ym_err err = count(s, APP_MONTH_OF_WHOLE, 0, f, reterr);

    if (err == YM_E_OK)
        err = count(s, APP_MONTH_OF_BODY, f->body, f, reterr);
    for (; err == YM_E_OK && region != YM_REGION_ALL; region = ym_region_parent(region))
        if (ym_region_level(region) <= REPORT_STREET)
            err = count(s, APP_MONTH_OF_REGION, region, f, reterr);
    return err;
}

struct report_scopes *report_scopes_new(const struct report_scope *only)
{
    struct report_scopes *s = calloc(1, sizeof(*s));
    struct report_tally *ignored;
    struct ym_error why;

    if (s == NULL)
        return NULL;
    s->is_one = only != NULL;
    if (only != NULL)
        s->only = *only;
    if (tally_of(s, only != NULL ? (uint8_t)only->kind : APP_MONTH_OF_WHOLE,
                 only != NULL ? only->id : 0, &ignored, &why) == YM_E_OK)
        return s;
    report_scopes_free(s);
    return NULL;
}

void report_scopes_free(struct report_scopes *s)
{
    for (size_t i = 0; s != NULL && i < SLOTS; i++)
        report_tally_free(s->slots[i].tally);
    free(s);
}

enum ym_err report_scopes_add(struct report_scopes *s, struct ym_span facts,
                              struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    while (facts.n > 0 && err == YM_E_OK) {
        struct ym_month_fact f;

        if (!ym_fact_unpack(&facts, &f))
            return ym_fail(reterr, YM_E_INTERNAL,
                           "the facts of this month are not what this program wrote");
        err = count_all(s, &f, reterr);
    }
    return err;
}

/* ---- Names ---- */

struct names {
    struct report_name *regions, *bodies, *staff;
    struct report_names all;
};

static void names_release(struct names *n)
{
    free(n->regions);
    free(n->bodies);
    free(n->staff);
}

static bool name_regions(struct names *n, const struct pg_registry *registry)
{
    const struct pg_registry_region *r = pg_registry_region_from(registry, 0);
    size_t cap = 0;
    int64_t last = 0;

    for (; r != NULL; r = pg_registry_region_from(registry, last + 1)) {
        if (n->all.nregions == cap) {
            struct report_name *more;

            cap = cap == 0 ? 256 : cap * 2;
            more = realloc(n->regions, cap * sizeof(*more));
            if (more == NULL)
                return false;
            n->regions = more;
        }
        n->regions[n->all.nregions++] = (struct report_name){ r->code, r->name };
        last = r->code;
    }
    n->all.regions = n->regions;
    return true;
}

static bool names_make(struct names *n, const struct pg_registry *registry)
{
    const struct pg_body *bodies = pg_registry_bodies(registry, &n->all.nbodies);
    const struct pg_staff *staff = pg_registry_people(registry, &n->all.nstaff);

    n->bodies = calloc(n->all.nbodies + 1, sizeof(*n->bodies));
    n->staff = calloc(n->all.nstaff + 1, sizeof(*n->staff));
    if (n->bodies == NULL || n->staff == NULL)
        return false;
    for (size_t i = 0; i < n->all.nbodies; i++)
        n->bodies[i] = (struct report_name){ bodies[i].id, bodies[i].name };
    for (size_t i = 0; i < n->all.nstaff; i++)
        n->staff[i] = (struct report_name){ staff[i].id, staff[i].name };
    n->all.bodies = n->bodies;
    n->all.staff = n->staff;
    return name_regions(n, registry);
}

static struct ym_span name_of(const struct report_common *c, const struct scope *s)
{
    if (s->kind == APP_MONTH_OF_BODY) {
        const struct pg_body *b = pg_registry_body(c->registry, s->id);

        return b != NULL ? b->name : (struct ym_span){ NULL, 0 };
    }
    if (s->kind == APP_MONTH_OF_REGION) {
        const struct pg_registry_region *r = pg_registry_region_from(c->registry, s->id);

        if (r != NULL && r->code == s->id)
            return r->name;
    }
    return (struct ym_span){ NULL, 0 };
}

/* ---- Making ---- */

/* A frozen report that one is compared with. */
struct then {
    struct report *report; /* NULL: there is none */
    enum ym_err err;
    struct ym_error *reterr;
};

static void on_then(void *arg, const struct pg_month *m, struct ym_span bytes,
                    const unsigned char sha256[32])
{
    struct then *t = arg;
    unsigned char digest[32];
    char month[APP_MONTH_TEXT_MAX];

    ym_sha256(bytes.at, bytes.n, digest);
    app_month_print(m->m.month, month);
    t->err = memcmp(digest, sha256, sizeof(digest)) == 0
                 ? report_read(bytes, &t->report, t->reterr)
                 : ym_fail(t->reterr, YM_E_INTERNAL,
                           "the frozen report of %s was altered: its digest does not agree", month);
}

static enum ym_err read_then(const struct report_common *c, const struct app_month_wish *wish,
                             struct then *ret, struct ym_error *reterr)
{
    enum ym_err err;

    *ret = (struct then){ .reterr = reterr };
    err = pg_month_report_read(c->conn, wish, on_then, ret, reterr);
    if (err == YM_E_NOT_FOUND)
        return YM_E_OK;
    return err == YM_E_OK ? ret->err : err;
}

/* What a report is compared with. */
struct thens {
    struct then before, year, amends;
};

static enum ym_err read_thens(const struct report_common *c, const struct scope *s,
                              struct thens *ret, struct ym_error *reterr)
{
    struct app_month_wish wish = { app_month_plus(c->month, -1), APP_MONTH_NEWEST,
                                   (enum app_month_scope)s->kind, s->id };
    enum ym_err err = read_then(c, &wish, &ret->before, reterr);

    wish.month = app_month_plus(c->month, -12);
    if (err == YM_E_OK)
        err = read_then(c, &wish, &ret->year, reterr);
    wish.month = c->month;
    wish.revision = c->revision - 1;
    if (err == YM_E_OK && c->revision > 1)
        err = read_then(c, &wish, &ret->amends, reterr);
    return err;
}

static enum ym_err write(const struct report *r, struct pg_month_put *put, struct ym_error *reterr)
{
    struct ym_buf out;

    ym_buf_init(&out, REPORT_JSON_BYTES_MAX);
    if (!report_json(r, &out)) {
        ym_buf_release(&out);
        return ym_fail(reterr, YM_E_TOO_LARGE, "a report does not fit into %u bytes",
                       REPORT_JSON_BYTES_MAX);
    }
    put->bytes = ym_buf_span(&out); /* taken over: freed by report_puts_free() */
    ym_sha256(out.at, out.n, put->sha256);
    return YM_E_OK;
}

static enum ym_err make_one(const struct report_common *c, const struct names *names,
                            const struct scope *s, struct pg_month_put *put,
                            struct ym_error *reterr)
{
    struct report_about about = { .month = c->month,
                                  .scope = { (enum report_scope_kind)s->kind, s->id,
                                             name_of(c, s) },
                                  .revision = c->revision,
                                  .is_preview = c->revision == 0,
                                  .procedures = c->procedures,
                                  .calendar = c->calendar,
                                  .names = names->all,
                                  .people = c->people,
                                  .npeople = c->npeople,
                                  .reason = c->reason,
                                  .by = c->by };
    struct thens thens = { 0 };
    struct report *report = NULL;
    enum ym_err err = read_thens(c, s, &thens, reterr);

    about.month_before = thens.before.report;
    about.year_before = thens.year.report;
    about.amends = thens.amends.report;
    if (err == YM_E_OK)
        err = report_make(s->tally, &about, &report, reterr);
    *put = (struct pg_month_put){ .scope = s->kind, .of = s->id };
    if (err == YM_E_OK)
        err = write(report, put, reterr);
    report_free(report);
    report_free(thens.before.report);
    report_free(thens.year.report);
    report_free(thens.amends.report);
    return err;
}

static int by_scope(const void *a, const void *b)
{
    const struct scope *x = a;
    const struct scope *y = b;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* The counted scopes in their order; the table is of no use as one any more. */
static void arrange(struct report_scopes *s)
{
    size_t n = 0;

    for (size_t i = 0; i < SLOTS; i++) {
        if (s->slots[i].tally == NULL)
            continue;
        s->slots[n] = s->slots[i];
        if (n++ != i)
            s->slots[i].tally = NULL;
    }
    qsort(s->slots, n, sizeof(s->slots[0]), by_scope);
}

enum ym_err report_scopes_make(struct report_scopes *s, const struct report_common *common,
                               struct pg_month_put **ret, size_t *ret_n, struct ym_error *reterr)
{
    struct names names = { 0 };
    struct pg_month_put *puts = calloc(s->n, sizeof(*puts));
    enum ym_err err =
        puts != NULL && names_make(&names, common->registry) ? YM_E_OK : no_memory(reterr);

    arrange(s);
    for (size_t i = 0; i < s->n && err == YM_E_OK; i++)
        err = make_one(common, &names, &s->slots[i], &puts[i], reterr);
    names_release(&names);
    if (err != YM_E_OK) {
        report_puts_free(puts, s->n);
        return err;
    }
    *ret = puts;
    *ret_n = s->n;
    return YM_E_OK;
}

void report_puts_free(struct pg_month_put *puts, size_t n)
{
    for (size_t i = 0; puts != NULL && i < n; i++)
        free((void *)(uintptr_t)puts[i].bytes.at);
    free(puts);
}
