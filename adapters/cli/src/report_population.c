/* SPDX-License-Identifier: Apache-2.0 */
/* Population as it was published: CSV with the columns region, year, residents, floating, source.
 */
#include <stdlib.h>
#include <string.h>

#include "report_month.h"
#include "rows.h"
#include "yima/region.h"

#define ROWS_MAX  100000 /* of one file */
#define YEAR_MIN  1949
#define COUNT_MAX 10000000000LL

enum { REGION, YEAR, RESIDENTS, FLOATING, SOURCE, COLUMNS };

struct file {
    struct cli_rows *rows;
    int column[COLUMNS]; /* -1: not there */
    struct pg_population *all;
    char (*sources)[REPORT_NAME_BYTES_MAX];
    size_t n, cap;
    bool has_year; /* one of those wanted */
};

static enum ym_err wrong(const struct cli_row *row, const char *what, struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_UNPROCESSABLE, "population, line %llu: %s",
                   (unsigned long long)row->line, what);
}

static bool number(struct ym_span text, long long min, long long max, long long *ret)
{
    char room[24];

    if (text.n == 0 || text.n >= sizeof(room))
        return false;
    memcpy(room, text.at, text.n);
    room[text.n] = '\0';
    return cli_number(room, min, max, ret);
}

static struct ym_span field(const struct file *f, const struct cli_row *row, int which)
{
    return f->column[which] >= 0 ? row->fields[f->column[which]] : (struct ym_span){ "", 0 };
}

static bool grow(struct file *f)
{
    const size_t cap = f->cap == 0 ? 256 : f->cap * 2;
    struct pg_population *all = realloc(f->all, cap * sizeof(*all));
    char(*sources)[REPORT_NAME_BYTES_MAX];

    if (all == NULL)
        return false;
    f->all = all;
    sources = realloc(f->sources, cap * sizeof(*sources));
    if (sources == NULL)
        return false;
    f->sources = sources;
    f->cap = cap;
    return true;
}

static enum ym_err take(struct file *f, const struct cli_row *row, struct ym_error *reterr)
{
    const struct ym_span floating = field(f, row, FLOATING);
    const struct ym_span source = field(f, row, SOURCE);
    long long year;
    long long residents;
    long long also = 0;
    int64_t region;

    if (row->flaw != NULL)
        return wrong(row, row->flaw, reterr);
    if (!ym_region_parse(field(f, row, REGION), &region))
        return wrong(row, "region is no division code of 2, 4, 6, 9 or 12 digits", reterr);
    if (!number(field(f, row, YEAR), YEAR_MIN, YM_YEAR_MAX, &year))
        return wrong(row, "year is a year from 1949 on", reterr);
    if (!number(field(f, row, RESIDENTS), 1, COUNT_MAX, &residents))
        return wrong(row, "residents is a whole number above 0", reterr);
    if (floating.n > 0 && !number(floating, 0, COUNT_MAX, &also))
        return wrong(row, "floating is a whole number, or empty", reterr);
    if (source.n == 0 || source.n >= REPORT_NAME_BYTES_MAX)
        return wrong(row, "source names the publication and its date, in at most 399 bytes",
                     reterr);
    if (f->n == ROWS_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "more than %d rows of population", ROWS_MAX);
    if (f->n == f->cap && !grow(f))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many rows of population");
    f->all[f->n] = (struct pg_population){ .region = region,
                                           .year = (int16_t)year,
                                           .residents = residents,
                                           .floating = also,
                                           .source = { NULL, source.n } };
    memcpy(f->sources[f->n], source.at, source.n);
    f->n++;
    return YM_E_OK;
}

static enum ym_err read_columns(struct file *f, struct ym_error *reterr)
{
    static const char *const names[COLUMNS] = { "region", "year", "residents", "floating",
                                                "source" };

    for (int i = 0; i < COLUMNS; i++) {
        f->column[i] = cli_rows_find(f->rows, names[i]);
        if (f->column[i] < 0 && i != FLOATING)
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "population: the column %s is missing; the columns are region, year, "
                           "residents, floating, source",
                           names[i]);
    }
    return YM_E_OK;
}

static int by_key(const void *a, const void *b)
{
    const struct pg_population *x = a;
    const struct pg_population *y = b;

    if (x->region != y->region)
        return x->region < y->region ? -1 : 1;
    return x->year - y->year;
}

/* A statement cannot write one row twice. */
static enum ym_err check_once(struct file *f, struct ym_error *reterr)
{
    for (size_t i = 0; i < f->n; i++)
        f->all[i].source.at = f->sources[i];
    if (f->n > 0)
        qsort(f->all, f->n, sizeof(*f->all), by_key);
    for (size_t i = 1; i < f->n; i++)
        if (by_key(&f->all[i - 1], &f->all[i]) == 0)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "population: region %lld has two rows of %d",
                           (long long)f->all[i].region, f->all[i].year);
    return YM_E_OK;
}

static enum ym_err read_rows(struct file *f, int first, int last, struct ym_error *reterr)
{
    struct cli_row row;
    enum ym_err err = read_columns(f, reterr);

    while (err == YM_E_OK && cli_rows_next(f->rows, &row)) {
        err = take(f, &row, reterr);
        if (err == YM_E_OK && f->all[f->n - 1].year >= first && f->all[f->n - 1].year <= last)
            f->has_year = true;
    }
    if (err == YM_E_OK)
        err = cli_rows_result(f->rows, reterr);
    if (err == YM_E_OK)
        err = check_once(f, reterr);
    if (err == YM_E_OK && !f->has_year)
        err =
            ym_fail(reterr, YM_E_UNPROCESSABLE,
                    "the file of population tells nothing of %d or %d: the month needs one of them",
                    first, last);
    return err;
}

enum ym_err report_population_import(struct ym_conn *c, const char *path, int first, int last,
                                     struct ym_error *reterr)
{
    struct file f = { .rows = NULL };
    int64_t changed;
    enum ym_err err = cli_rows_open(path, &f.rows, reterr);

    if (err == YM_E_OK)
        err = read_rows(&f, first, last, reterr);
    if (err == YM_E_OK)
        err = pg_population_put(c, f.all, f.n, &changed, reterr);
    cli_rows_close(f.rows);
    free(f.all);
    free(f.sources);
    return err;
}

/* ---- What is stored ---- */

/* Rows, and behind them their sources, in one piece. */
struct reading {
    struct report_people *all;
    size_t n, cap, text, text_cap;
    char *texts;
    bool is_short;
};

static bool make_room(struct reading *r, size_t text)
{
    if (r->n == r->cap) {
        struct report_people *all;

        r->cap = r->cap == 0 ? 256 : r->cap * 2;
        all = realloc(r->all, r->cap * sizeof(*all));
        if (all == NULL)
            return false;
        r->all = all;
    }
    if (r->text + text > r->text_cap) {
        char *texts;

        r->text_cap = (r->text_cap + text) * 2;
        texts = realloc(r->texts, r->text_cap);
        if (texts == NULL)
            return false;
        r->texts = texts;
    }
    return true;
}

static void on_row(void *arg, const struct pg_population *row)
{
    struct reading *r = arg;

    r->is_short = r->is_short || !make_room(r, row->source.n);
    if (r->is_short)
        return;
    memcpy(r->texts + r->text, row->source.at, row->source.n);
    r->all[r->n++] = (struct report_people){ .region = row->region,
                                             .year = row->year,
                                             .residents = row->residents,
                                             .floating = row->floating,
                                             .source = { NULL, row->source.n } };
    r->text += row->source.n;
}

/* Texts move while they grow: point to them at the end, in the memory of the rows. */
static bool join(struct reading *r)
{
    const size_t head = r->n * sizeof(*r->all);
    struct report_people *all;
    char *at;

    if (r->n == 0)
        return true;
    all = realloc(r->all, head + r->text);
    if (all == NULL)
        return false;
    r->all = all;
    at = (char *)all + head;
    memcpy(at, r->texts, r->text);
    for (size_t i = 0; i < r->n; i++) {
        all[i].source.at = at;
        at += all[i].source.n;
    }
    return true;
}

enum ym_err report_population_read(struct ym_conn *c, int first, int last,
                                   struct report_people **ret, size_t *ret_n,
                                   struct ym_error *reterr)
{
    struct reading r = { .all = NULL };
    enum ym_err err = pg_population_each(c, (int16_t)first, (int16_t)last, on_row, &r, reterr);

    if (err == YM_E_OK && (r.is_short || !join(&r)))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the population");
    free(r.texts);
    if (err != YM_E_OK) {
        free(r.all);
        return err;
    }
    *ret = r.all;
    *ret_n = r.n;
    return YM_E_OK;
}
