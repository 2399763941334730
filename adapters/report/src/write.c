/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical JSON: members in byte order. */
#include "json/write.h"
#include "model.h"
#include "month.h"
#include "tally.h"
#include "yima/region.h"

#define FORMAT "yima-report/1"

static const enum report_by by_code[REPORT_BY_COUNT] = {
    REPORT_BY_BODY,     REPORT_BY_BODY_KIND, REPORT_BY_CHANNEL, REPORT_BY_COLOUR,
    REPORT_BY_MEDIATOR, REPORT_BY_REGION,    REPORT_BY_SOURCE,  REPORT_BY_TYPE,
};

static void put_cells(struct json_out *w, const char *key, const int64_t n[REPORT_CELLS])
{
    json_put_key(w, key);
    json_put_array(w);
    for (int c = 0; c < REPORT_CELLS; c++) {
        if (c == REPORT_CELL(AMOUNT))
            json_put_int64(w, n[c]);
        else
            json_put_int(w, n[c]);
    }
    json_put_array_end(w);
}

static void put_month(struct json_out *w, const char *key, ym_day month)
{
    char text[REPORT_MONTH_TEXT_MAX];

    report_print_month(month, text);
    json_add_word(w, key, text);
}

static void put_names(struct json_out *w, const struct report *r)
{
    json_put_key(w, "above");
    json_put_array(w);
    for (size_t i = 0; i < r->nabove; i++) {
        json_put_object(w);
        json_add_int64(w, "id", r->above[i].id);
        json_add_optional(w, "name", r->above[i].name);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_amendment(struct json_out *w, const struct report *r)
{
    if (r->amended_because.n == 0) {
        json_add_null(w, "amendment");
        return;
    }
    json_put_key(w, "amendment");
    json_put_object(w);
    json_add_text(w, "because", r->amended_because);
    json_add_optional(w, "by", r->amended_by);
    json_put_key(w, "changes");
    json_put_array(w);
    for (size_t i = 0; i < r->nchanges; i++) {
        json_put_object(w);
        json_add_word(w, "cell", report_cell_word(r->changes[i].cell)->code);
        json_add_int64(w, "is", r->changes[i].is);
        json_add_int64(w, "was", r->changes[i].was);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_put_object_end(w);
}

static void put_then(struct json_out *w, const char *key, const struct report_then *then)
{
    if (!then->is_known) {
        json_add_null(w, key);
        return;
    }
    json_put_key(w, key);
    json_put_object(w);
    put_month(w, "month", then->month);
    put_cells(w, "n", then->n);
    json_add_int(w, "revision", then->revision);
    json_put_object_end(w);
}

static void put_line(struct json_out *w, enum report_by by, const struct report_line *line)
{
    const int vocab = report_by_vocab(by);

    json_put_object(w);
    if (vocab != REPORT_NO_VOCAB)
        json_add_code(w, "code", (enum ym_vocab_id)vocab, (int)line->id);
    else
        json_add_int64(w, "id", line->id);
    put_cells(w, "n", line->n);
    if (vocab == REPORT_NO_VOCAB)
        json_add_optional(w, "name", line->name);
    json_put_object_end(w);
}

static void put_dimensions(struct json_out *w, const struct report *r)
{
    json_put_key(w, "by");
    json_put_object(w);
    for (int i = 0; i < REPORT_BY_COUNT; i++) {
        const enum report_by by = by_code[i];
        const struct report_dimension *d = &r->by[by];

        json_put_key(w, report_by_word(by)->code);
        json_put_object(w);
        if (by == REPORT_BY_REGION)
            json_add_int(w, "depth", d->depth);
        if (report_by_vocab(by) == REPORT_NO_VOCAB)
            json_add_int(w, "left_out", d->left_out);
        json_put_key(w, "lines");
        json_put_array(w);
        for (size_t k = 0; k < d->n; k++)
            put_line(w, by, &d->lines[k]);
        json_put_array_end(w);
        json_put_object_end(w);
    }
    json_put_object_end(w);
}

static void put_days(struct json_out *w, const struct report *r)
{
    json_put_key(w, "days");
    json_put_object(w);
    json_put_key(w, "counts");
    json_put_array(w);
    for (int i = 0; i <= YM_SPAN_DAYS; i++) {
        if (r->days.n[i] == 0)
            continue;
        json_put_array(w);
        json_put_int(w, i);
        json_put_int(w, r->days.n[i]);
        json_put_array_end(w);
    }
    json_put_array_end(w);
    json_add_int(w, "sum", r->days.sum);
    json_put_object_end(w);
}

/* ---- What follows from the sums ---- */

static void put_ratio(struct json_out *w, const char *key, bool is_known, int64_t v)
{
    if (is_known)
        json_add_int(w, key, v);
    else
        json_add_null(w, key);
}

static void put_changes(struct json_out *w, const char *key, const int64_t now[REPORT_CELLS],
                        const struct report_then *then)
{
    if (!then->is_known) {
        json_add_null(w, key);
        return;
    }
    json_put_key(w, key);
    json_put_array(w);
    for (int c = 0; c < REPORT_CELLS; c++) {
        int64_t fine;
        int64_t coarse;
        const bool is_known = ym_change(now[c], then->n[c], 10000, &fine) &&
                              ym_change(now[c], then->n[c], 1000, &coarse);

        if (now[c] == 0 && then->n[c] == 0)
            continue;
        json_put_object(w);
        json_add_int64(w, "by", now[c] - then->n[c]);
        json_add_word(w, "cell", report_cell_word(c)->code);
        put_ratio(w, "per_10000", is_known, fine);
        put_ratio(w, "per_mille", is_known, coarse);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_rates(struct json_out *w, const struct report *r)
{
    /* In the byte order of their codes. */
    static const enum report_rate order[REPORT_RATE_COUNT] = {
        REPORT_RATE_CONFIRM,   REPORT_RATE_CONFIRM_UPHELD, REPORT_RATE_EXTENSION,
        REPORT_RATE_ON_TIME,   REPORT_RATE_PERFORMANCE,    REPORT_RATE_REPEAT,
        REPORT_RATE_SUCCESS_A, REPORT_RATE_SUCCESS_B,      REPORT_RATE_SUCCESS_C,
        REPORT_RATE_SUED,      REPORT_RATE_VISIT,
    };

    json_put_key(w, "rates");
    json_put_object(w);
    for (int i = 0; i < REPORT_RATE_COUNT; i++) {
        const struct report_rate_words *words = report_rate_words(order[i]);
        int64_t part;
        int64_t whole;
        int64_t share;
        bool is_known;

        report_rate(r->total.n, order[i], &part, &whole);
        is_known = ym_share(part, whole, 1000, &share);
        json_put_key(w, words->word.code);
        json_put_object(w);
        json_add_int(w, "part", part);
        put_ratio(w, "per_mille", is_known, share);
        json_add_int(w, "whole", whole);
        json_put_object_end(w);
    }
    json_put_object_end(w);
}

static void put_quantiles(struct json_out *w, const struct report *r)
{
    int64_t v;
    bool is_known = ym_day_counts_mean(&r->days, 10, &v);

    json_put_key(w, "days");
    json_put_object(w);
    put_ratio(w, "mean_tenths", is_known, v);
    is_known = ym_day_counts_rank(&r->days, 50, &v);
    put_ratio(w, "median", is_known, v);
    is_known = ym_day_counts_rank(&r->days, 90, &v);
    put_ratio(w, "p90", is_known, v);
    json_put_object_end(w);
}

static void put_indicators(struct json_out *w, const struct report *r)
{
    const struct report_people *p = report_people_of(r, report_home(r));
    int64_t v = 0;
    const bool is_known = p != NULL && ym_share(r->total.n[REPORT_CELL(SUED)] * 10000,
                                                p->residents + p->floating, 100, &v);

    json_put_key(w, "indicators");
    json_put_object(w);
    put_changes(w, "change_month", r->total.n, &r->month_before);
    put_changes(w, "change_year", r->total.n, &r->year_before);
    put_quantiles(w, r);
    put_rates(w, r);
    put_ratio(w, "sued_per_10000_hundredths", is_known, v);
    json_put_object_end(w);
}

/* ---- The rest ---- */

static void put_people(struct json_out *w, const struct report *r)
{
    json_put_key(w, "people");
    json_put_array(w);
    for (size_t i = 0; i < r->npeople; i++) {
        const struct report_people *p = &r->people[i];

        json_put_object(w);
        json_add_int(w, "floating", p->floating);
        json_add_int64(w, "region", p->region);
        json_add_int(w, "residents", p->residents);
        json_add_optional(w, "source", p->source);
        json_add_int(w, "year", p->year);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_references(struct json_out *w, const struct report *r)
{
    json_put_key(w, "references");
    json_put_array(w);
    for (size_t i = 0; i < r->nreferences; i++) {
        const struct report_reference *ref = &r->references[i];

        json_put_object(w);
        json_add_text(w, "en", ref->en);
        json_add_int(w, "high", ref->high);
        json_add_word(w, "indicator", ref->code);
        json_add_int(w, "low", ref->low);
        json_add_text(w, "source", ref->source);
        json_add_text(w, "zh", ref->zh);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_scope(struct json_out *w, const struct report *r)
{
    static const char *const kinds[] = { "whole", "region", "body" };

    json_put_key(w, "scope");
    json_put_object(w);
    json_add_int64(w, "id", r->scope.id);
    json_add_word(w, "kind", kinds[r->scope.kind]);
    json_add_optional(w, "name", r->scope.name);
    json_put_object_end(w);
}

static void put_turnover(struct json_out *w, const struct report *r)
{
    json_put_key(w, "turnover");
    json_put_array(w);
    for (int from = 0; from < YM_COLOUR_COUNT; from++) {
        for (int to = 0; to < YM_COLOUR_COUNT; to++) {
            const struct report_turnover *t = &r->turnover[from][to];

            if (t->n == 0)
                continue;
            json_put_object(w);
            json_add_int(w, "days", t->days);
            json_add_code(w, "from", YM_VOCAB_COLOUR, from);
            json_add_int(w, "n", t->n);
            json_add_code(w, "to", YM_VOCAB_COLOUR, to);
            json_put_object_end(w);
        }
    }
    json_put_array_end(w);
}

static void put_cell_codes(struct json_out *w)
{
    json_put_key(w, "cells");
    json_put_array(w);
    for (int c = 0; c < REPORT_CELLS; c++)
        json_put_word(w, report_cell_word(c)->code);
    json_put_array_end(w);
}

bool report_json(const struct report *r, struct ym_buf *out)
{
    struct json_out w = json_out(out);

    json_put_object(&w);
    put_names(&w, r);
    put_amendment(&w, r);
    json_put_key(&w, "before");
    json_put_object(&w);
    put_then(&w, "month", &r->month_before);
    put_then(&w, "year", &r->year_before);
    json_put_object_end(&w);
    put_dimensions(&w, r);
    json_add_optional(&w, "calendar", r->calendar);
    put_cell_codes(&w);
    put_days(&w, r);
    json_add_word(&w, "format", FORMAT);
    put_indicators(&w, r);
    put_month(&w, "month", r->month);
    put_people(&w, r);
    json_add_bool(&w, "preview", r->is_preview);
    json_add_optional(&w, "procedures", r->procedures);
    put_references(&w, r);
    json_add_int(&w, "revision", r->revision);
    put_scope(&w, r);
    put_cells(&w, "total", r->total.n);
    put_turnover(&w, r);
    json_put_object_end(&w);
    return json_put_ok(&w);
}
