/* SPDX-License-Identifier: Apache-2.0 */
#include "library_office.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct cli_office *o;
    bool is_short;   /* of memory */
    bool is_crowded; /* more rows than a table may have */
};

static void take(void *arg, const struct ym_office_row *row)
{
    struct reading *r = arg;
    struct cli_office *o = r->o;
    char *source;

    if (r->is_short || o->nown == YM_OFFICE_ROWS_MAX) {
        r->is_crowded = !r->is_short;
        return;
    }
    source = malloc(row->source.n + 1);
    if (source == NULL) {
        r->is_short = true;
        return;
    }
    memcpy(source, row->source.at, row->source.n);
    o->own[o->nown] = *row;
    o->own[o->nown++].source.at = source;
}

static enum ym_err merge(const struct ym_office *base, struct cli_office *o,
                         struct ym_error *reterr)
{
    const struct ym_office own = { o->own, o->nown };

    o->rows = calloc(base->n + o->nown, sizeof(*o->rows));
    if (o->rows == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the rules of the office");
    o->n = ym_office_merge(base, &own, o->rows);
    if (!ym_office_valid(&(struct ym_office){ o->rows, o->n }))
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "the rules of the office make no table: a row has no source, or there are "
                       "more than %d; look at the table office_rule",
                       YM_OFFICE_ROWS_MAX);
    return YM_E_OK;
}

enum ym_err cli_office_read(struct ym_conn *conn, const struct ym_office *base,
                            struct cli_office *ret, size_t *ret_unread, struct ym_error *reterr)
{
    struct reading r = { .o = ret };
    enum ym_err err;

    *ret_unread = 0;
    *ret = (struct cli_office){ .own = calloc(YM_OFFICE_ROWS_MAX, sizeof(*ret->own)) };
    if (ret->own == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the rules of the office");
    err = pg_office_each(conn, take, &r, ret_unread, reterr);
    if (err == YM_E_OK && r.is_short)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the rules of the office");
    if (err == YM_E_OK && r.is_crowded)
        err =
            ym_fail(reterr, YM_E_TOO_LARGE, "more than %d rules of the office", YM_OFFICE_ROWS_MAX);
    return err == YM_E_OK ? merge(base, ret, reterr) : err;
}

void cli_office_release(struct cli_office *o)
{
    for (size_t i = 0; i < o->nown; i++)
        free((void *)(uintptr_t)o->own[i].source.at);
    free(o->own);
    free(o->rows);
    *o = (struct cli_office){ .n = 0 };
}

static bool is_same_row(const struct ym_office_row *a, const struct ym_office_row *b)
{
    return a->key == b->key && a->from == b->from && a->value == b->value &&
           ym_span_is(a->source, b->source);
}

bool cli_office_is_same(const struct cli_office *a, const struct cli_office *b)
{
    bool is_same = a->n == b->n;

    for (size_t i = 0; is_same && i < a->n; i++)
        is_same = is_same_row(&a->rows[i], &b->rows[i]);
    return is_same;
}

enum ym_err cli_office_check(size_t unread, struct ym_error *reterr)
{
    if (unread == 0)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNPROCESSABLE,
                   "a rule of the office has a value that this program does not allow: a newer one "
                   "stored it, so run that");
}

enum ym_err cli_office_table_open(struct ym_conn *conn, struct cli_office_table *ret,
                                  struct ym_error *reterr)
{
    size_t unread = 0;
    enum ym_err err;

    *ret = (struct cli_office_table){ .base = NULL };
    err = json_office_parse(json_office_shipped(), &ret->base, reterr);
    if (err == YM_E_OK)
        err = cli_office_read(conn, ret->base, &ret->rows, &unread, reterr);
    if (err == YM_E_OK)
        err = cli_office_check(unread, reterr);
    ret->office = (struct ym_office){ ret->rows.rows, ret->rows.n };
    return err;
}

void cli_office_table_close(struct cli_office_table *t)
{
    cli_office_release(&t->rows);
    json_office_free(t->base);
}
