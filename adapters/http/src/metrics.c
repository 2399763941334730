/* SPDX-License-Identifier: Apache-2.0 */
#include "http/metrics.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define WHOLE_MAX 9007199254740992.0 /* 2^53: every whole number below has its own double */

/* One row as it is printed. */
struct page {
    const struct ym_metric *row;
    const void *snapshot;
    struct ym_buf *b;
    size_t words[YM_METRIC_LABELS_MAX]; /* in each set; 1 where there is none */
};

static void put_number(struct ym_buf *b, double v)
{
    if (v > -WHOLE_MAX && v < WHOLE_MAX && v == (double)(int64_t)v)
        ym_buf_printf(b, "%.0f\n", v);
    else
        ym_buf_printf(b, "%.15g\n", v);
}

static size_t count_words(const struct ym_metric_set *set, const void *snapshot)
{
    if (set == NULL)
        return 1;
    return set->words != NULL ? set->n : set->count(snapshot);
}

static void put_word(const struct page *p, const struct ym_metric_set *set, size_t i)
{
    if (set->words != NULL)
        ym_buf_printf(p->b, "%s=\"%s\"", set->name, set->words[i]);
    else
        set->put(p->b, p->snapshot, i);
}

/* `name_suffix{labels,le="…"} `; le may be NULL. */
static void put_name(const struct page *p, const char *suffix, size_t i, const char *le)
{
    const struct ym_metric *row = p->row;
    const size_t index[] = { i / p->words[1], i % p->words[1] };
    char sign = '{';

    ym_buf_puts(p->b, row->name);
    ym_buf_puts(p->b, suffix);
    for (size_t k = 0; k < YM_METRIC_LABELS_MAX; k++) {
        if (row->label[k] == NULL)
            continue;
        ym_buf_putc(p->b, sign);
        put_word(p, row->label[k], index[k]);
        sign = ',';
    }
    if (le != NULL) {
        ym_buf_printf(p->b, "%cle=\"%s\"", sign, le);
        sign = ',';
    }
    ym_buf_puts(p->b, sign == ',' ? "} " : " ");
}

static void put_spread(const struct page *p, size_t i, const struct ym_histogram *h)
{
    const struct ym_histogram_scale *scale = p->row->scale;
    const double unit = (double)scale->per_unit;
    uint64_t n = 0;

    for (size_t k = 0; k < scale->n; k++) {
        char le[32];
        const int len = snprintf(le, sizeof(le), "%.9g", (double)scale->bound[k] / unit);

        assert(len > 0 && (size_t)len < sizeof(le));
        n += h->bucket[k];
        put_name(p, "_bucket", i, le);
        ym_buf_printf(p->b, "%" PRIu64 "\n", n);
    }
    n += h->bucket[scale->n];
    put_name(p, "_bucket", i, "+Inf");
    ym_buf_printf(p->b, "%" PRIu64 "\n", n);
    put_name(p, "_sum", i, NULL);
    put_number(p->b, (double)h->sum / unit);
    put_name(p, "_count", i, NULL);
    ym_buf_printf(p->b, "%" PRIu64 "\n", n);
}

static void put_value(const struct page *p, size_t i, double v)
{
    if (isnan(v))
        return;
    put_name(p, "", i, NULL);
    put_number(p->b, v);
}

/* What has labels and is still zero is not worth a line, unless it is a gauge. */
static void put_series(const struct page *p, const void *values)
{
    const bool shows_zero = p->row->kind == YM_METRIC_GAUGE || p->row->label[0] == NULL;
    const size_t n = p->words[0] * p->words[1];

    for (size_t i = 0; i < n; i++) {
        if (p->row->type == YM_METRIC_SPREAD) {
            const struct ym_histogram *h = (const struct ym_histogram *)values + i;

            if (shows_zero || ym_histogram_count(h) > 0)
                put_spread(p, i, h);
        } else {
            const double v = p->row->type == YM_METRIC_REALS
                                 ? ((const double *)values)[i]
                                 : (double)((const uint64_t *)values)[i];

            if (shows_zero || v > 0)
                put_value(p, i, v);
        }
    }
}

static void put_head(struct ym_buf *b, const struct ym_metric *row)
{
    static const char *const kinds[] = { [YM_METRIC_COUNTER] = "counter",
                                         [YM_METRIC_GAUGE] = "gauge",
                                         [YM_METRIC_HISTOGRAM] = "histogram" };

    ym_buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", row->name, row->help, row->name,
                  kinds[row->kind]);
}

/* A row without a series is no row: take its head back. */
static void put_rows_series(struct page *p, const void *values)
{
    const size_t began = p->b->n;
    size_t head;

    put_head(p->b, p->row);
    head = p->b->n;
    put_series(p, values);
    if (p->b->n != head || !ym_buf_ok(p->b))
        return;
    p->b->n = began;
    p->b->at[began] = '\0';
}

static void put_row(struct page *p)
{
    const struct ym_metric *row = p->row;
    const char *at = (const char *)p->snapshot + row->at;
    const bool is_single = row->type == YM_METRIC_REAL || row->type == YM_METRIC_WHOLE;
    const void *values = is_single ? at : *(const void *const *)(const void *)at;

    assert((row->kind == YM_METRIC_HISTOGRAM) == (row->type == YM_METRIC_SPREAD));
    assert(!is_single || row->label[0] == NULL);
    if (values == NULL)
        return; /* what its labels count may not be there either */
    for (size_t k = 0; k < YM_METRIC_LABELS_MAX; k++)
        p->words[k] = count_words(row->label[k], p->snapshot);
    if (is_single) {
        const double v = row->type == YM_METRIC_REAL ? *(const double *)values
                                                     : (double)*(const uint64_t *)values;

        if (isnan(v))
            return;
        put_head(p->b, row);
        put_value(p, 0, v);
    } else {
        put_rows_series(p, values);
    }
}

void ym_metrics_print(const struct ym_metric *rows, size_t n, const void *snapshot,
                      struct ym_buf *b)
{
    for (size_t i = 0; i < n; i++)
        put_row(&(struct page){ .row = &rows[i], .snapshot = snapshot, .b = b });
}
