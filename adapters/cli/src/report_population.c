/* SPDX-License-Identifier: Apache-2.0 */
/* Population as it was published: a file of it for a month, and what is stored. */
#include <stdlib.h>
#include <string.h>

#include "import_item.h"
#include "report_month.h"

#define ROWS_MAX 100000 /* of one file */

struct file {
    struct cli_rows *rows;
    struct cli_item *items; /* n of cap, with their texts */
    size_t n, cap;
};

static void file_release(struct file *f)
{
    for (size_t i = 0; i < f->n; i++)
        free(f->items[i].texts);
    free(f->items);
    cli_rows_close(f->rows);
}

static enum ym_err take(struct file *f, const struct cli_row *row, struct ym_error *reterr)
{
    struct cli_item *it;
    struct ym_error why;
    enum ym_err err;

    if (f->n == ROWS_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "more than %d rows of population", ROWS_MAX);
    if (f->n == f->cap) {
        struct cli_item *more;

        f->cap = f->cap == 0 ? 256 : f->cap * 2;
        more = realloc(f->items, f->cap * sizeof(*more));
        if (more == NULL)
            return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many rows of population");
        f->items = more;
    }
    it = &f->items[f->n];
    err = cli_item_read(f->rows, CLI_IMPORT_POPULATION, row, it, &why);
    if (err != YM_E_OK)
        return ym_fail(reterr, err, "population, line %llu: %s", (unsigned long long)row->line,
                       why.text);
    f->n++;
    return YM_E_OK;
}

static int by_key(const void *a, const void *b)
{
    const struct cli_item *x = a;
    const struct cli_item *y = b;

    return x->key < y->key ? -1 : x->key > y->key;
}

/* A statement cannot write one row twice. */
static enum ym_err check_once(struct file *f, struct ym_error *reterr)
{
    if (f->n > 0)
        qsort(f->items, f->n, sizeof(*f->items), by_key);
    for (size_t i = 1; i < f->n; i++)
        if (f->items[i - 1].key == f->items[i].key)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "population: region %lld has two rows of %d",
                           (long long)f->items[i].u.population.region,
                           f->items[i].u.population.year);
    return YM_E_OK;
}

/* Does it tell of one of these years? */
static bool tells_of(const struct file *f, int first, int last)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->items[i].u.population.year >= first && f->items[i].u.population.year <= last)
            return true;
    return false;
}

static enum ym_err read_rows(struct file *f, int first, int last, struct ym_error *reterr)
{
    struct cli_row row;
    enum ym_err err = cli_item_columns_check(f->rows, CLI_IMPORT_POPULATION, reterr);

    while (err == YM_E_OK && cli_rows_next(f->rows, &row))
        err = take(f, &row, reterr);
    if (err == YM_E_OK)
        err = cli_rows_result(f->rows, reterr);
    if (err == YM_E_OK)
        err = check_once(f, reterr);
    if (err == YM_E_OK && !tells_of(f, first, last))
        err = ym_fail(reterr, YM_E_UNPROCESSABLE,
                      "the file of population tells nothing of %d or %d: the month needs one of "
                      "them",
                      first, last);
    return err;
}

static enum ym_err store(struct ym_conn *c, const struct file *f, struct ym_error *reterr)
{
    struct pg_population *all = calloc(f->n + 1, sizeof(*all));
    int64_t changed;
    enum ym_err err;

    if (all == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many rows of population");
    for (size_t i = 0; i < f->n; i++)
        all[i] = f->items[i].u.population;
    err = pg_population_put(c, all, f->n, &changed, reterr);
    free(all);
    return err;
}

enum ym_err report_population_import(struct ym_conn *c, const char *path, int first, int last,
                                     struct ym_error *reterr)
{
    struct file f = { .rows = NULL };
    enum ym_err err = cli_rows_open(path, &f.rows, reterr);

    if (err == YM_E_OK)
        err = read_rows(&f, first, last, reterr);
    if (err == YM_E_OK)
        err = store(c, &f, reterr);
    file_release(&f);
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
