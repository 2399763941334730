/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the canonical JSON back. Cells are found by their codes, so that a report that was frozen
 * before a cell was invented still reads; "indicators" follow from the rest and are passed over. */
#include <stdlib.h>
#include <string.h>

#include "json/read.h"
#include "model.h"
#include "month.h"
#include "tally.h"
#include "yima/region.h"

struct reading {
    struct report *r;
    struct json_at root;
    size_t ncells;               /* in the arrays of this report */
    uint16_t cell[REPORT_CELLS]; /* where each of them belongs */
};

static int find_cell(struct ym_span code)
{
    for (int c = 0; c < REPORT_CELLS; c++) {
        if (ym_span_is(code, ym_span_of(report_cell_word(c)->code)))
            return c;
    }
    return -1;
}

static int64_t cell_max(int c)
{
    return c == REPORT_CELL(AMOUNT) ? REPORT_FEN_MAX : REPORT_COUNT_MAX;
}

static void read_cell_codes(struct reading *g)
{
    struct json_at cells = json_member(&g->root, "cells");
    struct json_at at = { 0 };
    bool is_seen[REPORT_CELLS] = { false };

    (void)json_array(&cells, 1, REPORT_CELLS);
    while (json_next(&cells, &at)) {
        const int c = find_cell(json_get_line(&at, 1, JSON_NAME_CHARS_MAX));

        if (c < 0 || is_seen[c]) {
            json_refuse(&at, YM_E_UNPROCESSABLE,
                        "no cell that this program knows: the report was made by a later one");
            return;
        }
        is_seen[c] = true;
        g->cell[g->ncells++] = (uint16_t)c;
    }
}

static void read_cells(struct reading *g, struct json_at *object, const char *key,
                       int64_t n[REPORT_CELLS])
{
    struct json_at cells = json_member(object, key);
    struct json_at at = { 0 };
    size_t i = 0;

    (void)json_array(&cells, g->ncells, g->ncells);
    while (json_next(&cells, &at) && i < g->ncells) {
        const int c = g->cell[i++];

        n[c] = c == REPORT_CELL(AMOUNT) ? json_get_int64(&at, 0, cell_max(c))
                                        : json_get_int(&at, 0, cell_max(c));
    }
}

static int64_t read_id(struct json_at *object, const char *key)
{
    const struct json_at at = json_member(object, key);

    return json_get_int64(&at, 0, INT64_MAX);
}

static int64_t read_int(struct json_at *object, const char *key, int64_t max)
{
    const struct json_at at = json_member(object, key);

    return json_get_int(&at, 0, max);
}

/* ---- Its parts ---- */

static void read_above(struct reading *g)
{
    struct json_at list = json_member(&g->root, "above");
    struct json_at at = { 0 };
    const size_t n = json_array(&list, 0, REPORT_ABOVE_MAX);

    g->r->above = report_room(g->r, n, sizeof(*g->r->above));
    while (json_next(&list, &at) && g->r->above != NULL) {
        struct report_name *name = &g->r->above[g->r->nabove];

        name->id = read_id(&at, "id");
        name->name = report_get_optional(g->r, &at, "name");
        json_done(&at);
        if (g->r->nabove > 0 && name->id <= name[-1].id)
            json_refuse(&at, YM_E_UNPROCESSABLE, "regions ascend by their codes");
        g->r->nabove++;
    }
}

static void read_change(struct reading *g, struct json_at *at)
{
    const struct json_at code = json_member(at, "cell");
    const int c = find_cell(json_get_line(&code, 1, JSON_NAME_CHARS_MAX));
    struct report_change *change = &g->r->changes[g->r->nchanges];

    if (c < 0) {
        json_refuse(&code, YM_E_UNPROCESSABLE, "no cell that this program knows");
        return;
    }
    change->cell = (uint16_t)c;
    change->is = read_id(at, "is");
    change->was = read_id(at, "was");
    json_done(at);
    g->r->nchanges++;
}

static void read_amendment(struct reading *g)
{
    struct json_at amendment = json_member(&g->root, "amendment");
    struct json_at list;
    struct json_at at = { 0 };

    if (json_is_null(&amendment) || !json_given(&amendment))
        return;
    g->r->amended_because = report_get_name(g->r, &amendment, "because");
    g->r->amended_by = report_get_optional(g->r, &amendment, "by");
    list = json_member(&amendment, "changes");
    g->r->changes =
        report_room(g->r, json_array(&list, 0, REPORT_CHANGES_MAX) + 1, sizeof(*g->r->changes));
    while (g->r->changes != NULL && json_next(&list, &at))
        read_change(g, &at);
    json_done(&amendment);
}

static void read_then(struct reading *g, struct json_at *before, const char *key, ym_day month,
                      struct report_then *ret)
{
    struct json_at then = json_member(before, key);
    struct json_at at;

    ret->month = month;
    if (json_is_null(&then) || !json_given(&then))
        return;
    at = json_member(&then, "month");
    if (report_get_month(&at) != month)
        json_refuse(&at, YM_E_UNPROCESSABLE, "another month than the one to compare with");
    read_cells(g, &then, "n", ret->n);
    ret->revision = (int32_t)read_int(&then, "revision", REPORT_REVISION_MAX);
    ret->is_known = true;
    json_done(&then);
}

static void read_before(struct reading *g)
{
    struct json_at before = json_member(&g->root, "before");

    read_then(g, &before, "month", report_month_before(g->r->month), &g->r->month_before);
    read_then(g, &before, "year", report_year_before(g->r->month), &g->r->year_before);
    json_done(&before);
}

static void read_line(struct reading *g, enum report_by by, struct json_at *at,
                      struct report_line *line)
{
    const int vocab = report_by_vocab(by);

    if (vocab != REPORT_NO_VOCAB) {
        const struct json_at code = json_member(at, "code");

        line->id = json_get_code(&code, (enum ym_vocab_id)vocab);
    } else {
        line->id = read_id(at, "id");
        line->name = report_get_optional(g->r, at, "name");
    }
    read_cells(g, at, "n", line->n);
    json_done(at);
}

static size_t lines_max(enum report_by by)
{
    if (by == REPORT_BY_REGION)
        return REPORT_REGIONS_MAX;
    if (by == REPORT_BY_BODY)
        return REPORT_BODIES_MAX;
    if (by == REPORT_BY_MEDIATOR)
        return REPORT_MEDIATORS_MAX;
    return (size_t)ym_vocab((enum ym_vocab_id)report_by_vocab(by))->count;
}

static void read_dimension(struct reading *g, struct json_at *of, enum report_by by)
{
    struct json_at d = json_member(of, report_by_word(by)->code);
    struct json_at list = json_member(&d, "lines");
    struct json_at at = { 0 };
    struct report_dimension *ret = &g->r->by[by];

    if (by == REPORT_BY_REGION)
        ret->depth = (uint8_t)read_int(&d, "depth", 5);
    if (report_by_vocab(by) == REPORT_NO_VOCAB)
        ret->left_out = (uint32_t)read_int(&d, "left_out", UINT32_MAX);
    ret->lines = report_room(g->r, json_array(&list, 0, lines_max(by)), sizeof(*ret->lines));
    while (json_next(&list, &at) && ret->lines != NULL) {
        struct report_line *line = &ret->lines[ret->n++];

        read_line(g, by, &at, line);
        if (ret->n > 1 && line->id <= line[-1].id)
            json_refuse(&at, YM_E_UNPROCESSABLE, "lines ascend by their codes");
    }
    if (ret->n > 0 && (ret->lines[ret->n - 1].id == REPORT_OTHERS) != (ret->left_out > 0))
        json_refuse(&d, YM_E_UNPROCESSABLE, "the line of the others comes with their number");
    json_done(&d);
}

static void read_dimensions(struct reading *g)
{
    struct json_at of = json_member(&g->root, "by");

    for (int by = 0; by < REPORT_BY_COUNT; by++)
        read_dimension(g, &of, (enum report_by)by);
    json_done(&of);
}

static void read_days(struct reading *g)
{
    struct json_at days = json_member(&g->root, "days");
    struct json_at list = json_member(&days, "counts");
    struct json_at at = { 0 };
    struct ym_day_counts *c = &g->r->days;
    int64_t last = -1;

    (void)json_array(&list, 0, YM_SPAN_DAYS + 1);
    while (json_next(&list, &at)) {
        struct json_at one = { 0 };
        int64_t v[2] = { 0, 0 };

        for (size_t i = 0; json_array(&at, 2, 2) == 2 && i < 2 && json_next(&at, &one); i++)
            v[i] = json_get_int(&one, 0, i == 0 ? YM_SPAN_DAYS : REPORT_COUNT_MAX);
        if (v[0] <= last) {
            json_refuse(&at, YM_E_UNPROCESSABLE, "days ascend, each with one count");
            break;
        }
        last = v[0];
        c->n[v[0]] = v[1];
        c->count += v[1];
    }
    c->sum = read_int(&days, "sum", REPORT_COUNT_MAX);
    json_done(&days);
}

static void read_people(struct reading *g)
{
    struct json_at list = json_member(&g->root, "people");
    struct json_at at = { 0 };

    g->r->people =
        report_room(g->r, json_array(&list, 0, REPORT_PEOPLE_MAX), sizeof(*g->r->people));
    while (json_next(&list, &at) && g->r->people != NULL) {
        struct report_people *p = &g->r->people[g->r->npeople++];

        p->floating = read_int(&at, "floating", REPORT_COUNT_MAX);
        p->region = read_id(&at, "region");
        p->residents = read_int(&at, "residents", REPORT_COUNT_MAX);
        p->source = report_get_optional(g->r, &at, "source");
        p->year = (int32_t)read_int(&at, "year", YM_YEAR_MAX);
        json_done(&at);
        if (g->r->npeople > 1 && p->region <= p[-1].region)
            json_refuse(&at, YM_E_UNPROCESSABLE, "regions ascend by their codes");
    }
}

static void read_references(struct reading *g)
{
    struct json_at list = json_member(&g->root, "references");
    struct json_at at = { 0 };

    g->r->references =
        report_room(g->r, json_array(&list, 0, REPORT_REFERENCES_MAX), sizeof(*g->r->references));
    while (json_next(&list, &at) && g->r->references != NULL) {
        struct report_reference *ref = &g->r->references[g->r->nreferences++];
        struct json_at code = json_member(&at, "indicator");
        const struct ym_span text = json_get_line(&code, 1, sizeof(ref->code) - 1);

        if (text.n < sizeof(ref->code))
            memcpy(ref->code, text.at, text.n);
        ref->low = read_int(&at, "low", REPORT_COUNT_MAX);
        ref->high = read_int(&at, "high", REPORT_COUNT_MAX);
        ref->zh = report_get_name(g->r, &at, "zh");
        ref->en = report_get_name(g->r, &at, "en");
        ref->source = report_get_name(g->r, &at, "source");
        json_done(&at);
    }
}

static void read_scope(struct reading *g)
{
    static const char *const kinds[] = { "whole", "region", "body" };
    struct json_at scope = json_member(&g->root, "scope");
    const struct json_at kind = json_member(&scope, "kind");
    const struct ym_span word = json_get_line(&kind, 1, JSON_NAME_CHARS_MAX);
    int found = -1;

    for (int i = 0; i < 3; i++) {
        if (ym_span_is(word, ym_span_of(kinds[i])))
            found = i;
    }
    if (found < 0)
        json_refuse(&kind, YM_E_UNPROCESSABLE, "a scope is whole, region or body");
    else
        g->r->scope.kind = (enum report_scope_kind)found;
    g->r->scope.id = read_id(&scope, "id");
    g->r->scope.name = report_get_optional(g->r, &scope, "name");
    json_done(&scope);
}

static void read_turnover(struct reading *g)
{
    struct json_at list = json_member(&g->root, "turnover");
    struct json_at at = { 0 };

    (void)json_array(&list, 0, (size_t)YM_COLOUR_COUNT * YM_COLOUR_COUNT);
    while (json_next(&list, &at)) {
        struct json_at member = json_member(&at, "from");
        const int from = json_get_code(&member, YM_VOCAB_COLOUR);
        struct report_turnover *t;

        member = json_member(&at, "to");
        t = &g->r->turnover[from][json_get_code(&member, YM_VOCAB_COLOUR)];
        t->n = read_int(&at, "n", REPORT_COUNT_MAX);
        t->days = read_int(&at, "days", REPORT_COUNT_MAX);
        json_done(&at);
    }
}

static void read_head(struct reading *g)
{
    struct json_at at = json_member(&g->root, "format");

    if (!ym_span_is(json_get_line(&at, 1, JSON_NAME_CHARS_MAX), YM_SPAN("yima-report/1")))
        json_refuse(&at, YM_E_UNPROCESSABLE, "is not yima-report/1");
    at = json_member(&g->root, "month");
    g->r->month = report_get_month(&at);
    at = json_member(&g->root, "preview");
    g->r->is_preview = json_get_bool(&at);
    g->r->revision = (int32_t)read_int(&g->root, "revision", REPORT_REVISION_MAX);
    g->r->calendar = report_get_optional(g->r, &g->root, "calendar");
    g->r->procedures = report_get_optional(g->r, &g->root, "procedures");
    (void)json_member(&g->root, "indicators");
}

static void read_all(struct reading *g)
{
    read_head(g);
    read_scope(g);
    read_cell_codes(g);
    read_cells(g, &g->root, "total", g->r->total.n);
    read_above(g);
    read_amendment(g);
    read_before(g);
    read_dimensions(g);
    read_days(g);
    read_people(g);
    read_references(g);
    read_turnover(g);
    json_done(&g->root);
}

enum ym_err report_read(struct ym_span json, struct report **ret, struct ym_error *reterr)
{
    struct reading g = { .r = NULL };
    struct json_doc *doc;
    enum ym_err err = json_parse(json, REPORT_JSON_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    g.r = report_new();
    if (g.r == NULL) {
        json_free(doc);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a report");
    }
    g.root = json_root(doc);
    read_all(&g);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err == YM_E_OK && !ym_arena_ok(report_arena(g.r)))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the report is larger than its limits");
    if (err == YM_E_OK)
        err = report_check(g.r, reterr);
    if (err != YM_E_OK) {
        report_free(g.r);
        return err;
    }
    *ret = g.r;
    return YM_E_OK;
}
