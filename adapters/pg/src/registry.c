/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies, staff and regions in memory: sorted arrays, texts of each in one piece. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "reader_private.h"
#include "sql.h"

struct pg_registry {
    int64_t revision;
    struct pg_body *bodies;
    struct pg_staff *people;
    size_t nbodies, npeople;
    char *body_texts, *staff_texts; /* what the spans point into */
    struct pg_registry_region *regions;
    size_t nregions;
    char *region_texts;
};

struct pg_registry *pg_registry_new(void)
{
    return calloc(1, sizeof(struct pg_registry));
}

void pg_registry_free(struct pg_registry *r)
{
    if (r == NULL)
        return;
    free(r->bodies);
    free(r->people);
    free(r->body_texts);
    free(r->staff_texts);
    free(r->regions);
    free(r->region_texts);
    free(r);
}

void pg_registry_statements(struct ym_statement statements[PG_REGISTRY_STATEMENTS])
{
    statements[0] = pg_sql_statement(PG_SQL_revision_read, NULL, 0);
    statements[1] = pg_sql_statement(PG_SQL_bodies_each, NULL, 0);
    statements[2] = pg_sql_statement(PG_SQL_staff_each, NULL, 0);
    statements[3] = pg_sql_statement(PG_SQL_regions_codes, NULL, 0);
}

/* Room for all texts from column `first` on; NULL when there is none. Never of zero bytes. */
static char *text_room(const struct ym_rows *rows, int first)
{
    size_t n = 1;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        for (int column = first; column < ym_rows_columns(rows); column++)
            n += ym_rows_span(rows, row, column).n;
    }
    return malloc(n);
}

static struct ym_span keep(char **at, struct ym_span text)
{
    struct ym_span kept = { *at, text.n };

    if (text.n > 0)
        memcpy(*at, text.at, text.n);
    *at += text.n;
    return kept;
}

static bool take_bodies(struct pg_registry *r, const struct ym_rows *rows)
{
    size_t n = (size_t)ym_rows_count(rows);
    struct pg_body *bodies = calloc(n + 1, sizeof(*bodies));
    char *texts = text_room(rows, 4);
    char *at = texts;

    if (bodies == NULL || texts == NULL) {
        free(bodies);
        free(texts);
        return false;
    }
    r->bodies = bodies;
    r->body_texts = texts;
    for (int row = 0; row < (int)n; row++) {
        bodies[r->nbodies++] = (struct pg_body){ .id = ym_rows_i64(rows, row, 0),
                                                 .region = ym_rows_i64(rows, row, 1),
                                                 .kind = (uint8_t)ym_rows_i16(rows, row, 2),
                                                 .is_active = ym_rows_bool(rows, row, 3),
                                                 .name = keep(&at, ym_rows_span(rows, row, 4)),
                                                 .phone = keep(&at, ym_rows_span(rows, row, 5)),
                                                 .address = keep(&at, ym_rows_span(rows, row, 6)) };
    }
    return true;
}

static bool take_people(struct pg_registry *r, const struct ym_rows *rows)
{
    size_t n = (size_t)ym_rows_count(rows);
    struct pg_staff *people = calloc(n + 1, sizeof(*people));
    char *texts = text_room(rows, 4);
    char *at = texts;

    if (people == NULL || texts == NULL) {
        free(people);
        free(texts);
        return false;
    }
    r->people = people;
    r->staff_texts = texts;
    for (int row = 0; row < (int)n; row++) {
        people[r->npeople++] = (struct pg_staff){ .id = ym_rows_i64(rows, row, 0),
                                                  .body = ym_rows_i64(rows, row, 1),
                                                  .roles = (uint32_t)ym_rows_i32(rows, row, 2),
                                                  .is_active = ym_rows_bool(rows, row, 3),
                                                  .name = keep(&at, ym_rows_span(rows, row, 4)),
                                                  .phone = keep(&at, ym_rows_span(rows, row, 5)) };
    }
    return true;
}

static bool take_regions(struct pg_registry *r, const struct ym_rows *rows)
{
    const size_t n = (size_t)ym_rows_count(rows);
    struct pg_registry_region *regions = calloc(n + 1, sizeof(*regions));
    char *texts = text_room(rows, 1);
    char *at = texts;

    if (regions == NULL || texts == NULL) {
        free(regions);
        free(texts);
        return false;
    }
    r->regions = regions;
    r->region_texts = texts;
    for (int row = 0; row < (int)n; row++) {
        regions[r->nregions++] =
            (struct pg_registry_region){ .code = ym_rows_i64(rows, row, 0),
                                         .name = keep(&at, ym_rows_span(rows, row, 1)) };
    }
    return true;
}

bool pg_registry_take(struct pg_registry *r, size_t i, const struct ym_rows *rows)
{
    const int n = ym_rows_count(rows);

    if (n > (i == 3 ? PG_REGISTRY_REGIONS_MAX : PG_REGISTRY_ROWS_MAX))
        return false;
    switch (i) {
    case 0:
        r->revision = n > 0 ? ym_rows_i64(rows, 0, 0) : 0;
        return true;
    case 1:
        return take_bodies(r, rows);
    case 2:
        return take_people(r, rows);
    default:
        return take_regions(r, rows);
    }
}

struct load {
    struct pg_registry *registry;
    size_t i;
    bool is_ok;
};

static void on_rows(void *arg, const struct ym_rows *rows)
{
    struct load *load = arg;

    load->is_ok = pg_registry_take(load->registry, load->i, rows);
}

struct pg_registry *pg_registry_load(struct ym_conn *c, struct ym_error *reterr)
{
    struct load load = { .registry = pg_registry_new(), .is_ok = true };
    struct ym_statement statements[PG_REGISTRY_STATEMENTS];
    enum ym_err err = YM_E_OK;

    pg_registry_statements(statements);
    if (load.registry == NULL)
        load.is_ok = false;
    for (; load.i < PG_REGISTRY_STATEMENTS && load.is_ok && err == YM_E_OK; load.i++)
        err = ym_conn_run(c, &statements[load.i], on_rows, &load, reterr);
    if (err == YM_E_OK && load.is_ok)
        return load.registry;
    if (err == YM_E_OK)
        ym_fail(reterr, YM_E_UNAVAILABLE,
                "no room for the reference data; at most %d bodies and "
                "staff each, and %d regions",
                PG_REGISTRY_ROWS_MAX, PG_REGISTRY_REGIONS_MAX);
    pg_registry_free(load.registry);
    return NULL;
}

int64_t pg_registry_revision(const struct pg_registry *r)
{
    return r->revision;
}

/* Where the first body stands whose id is not below id. */
static size_t body_place(const struct pg_registry *r, int64_t id)
{
    size_t lo = 0, hi = r->nbodies;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (r->bodies[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static size_t staff_place(const struct pg_registry *r, int64_t id)
{
    size_t lo = 0, hi = r->npeople;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (r->people[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const struct pg_body *pg_registry_body(const struct pg_registry *r, int64_t id)
{
    const struct pg_body *b = pg_registry_body_from(r, id);

    return b != NULL && b->id == id ? b : NULL;
}

const struct pg_staff *pg_registry_staff(const struct pg_registry *r, int64_t id)
{
    const struct pg_staff *s = pg_registry_staff_from(r, id);

    return s != NULL && s->id == id ? s : NULL;
}

const struct pg_body *pg_registry_body_from(const struct pg_registry *r, int64_t id)
{
    const size_t i = body_place(r, id);

    return i < r->nbodies ? &r->bodies[i] : NULL;
}

const struct pg_staff *pg_registry_staff_from(const struct pg_registry *r, int64_t id)
{
    const size_t i = staff_place(r, id);

    return i < r->npeople ? &r->people[i] : NULL;
}

const struct pg_registry_region *pg_registry_region_from(const struct pg_registry *r, int64_t code)
{
    size_t lo = 0, hi = r->nregions;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (r->regions[mid].code < code)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < r->nregions ? &r->regions[lo] : NULL;
}

bool pg_registry_has_region(const struct pg_registry *r, int64_t code)
{
    const struct pg_registry_region *region = pg_registry_region_from(r, code);

    return region != NULL && region->code == code;
}

const struct pg_body *pg_registry_bodies(const struct pg_registry *r, size_t *ret_n)
{
    *ret_n = r->nbodies;
    return r->bodies;
}

const struct pg_staff *pg_registry_people(const struct pg_registry *r, size_t *ret_n)
{
    *ret_n = r->npeople;
    return r->people;
}
