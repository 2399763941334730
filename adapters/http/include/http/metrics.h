/* SPDX-License-Identifier: Apache-2.0 */
/* Metrics in Prometheus' text format (version 0.0.4), printed from one table.
 *
 * A metric is a row; the values lie in a snapshot that the composition root fills when somebody
 * asks. Labels come from closed sets alone: a row names its sets, and a value is found by the
 * indexes of its words, so that no path, id, name or other text from outside can become a label. */
#ifndef YM_HTTP_METRICS_H
#define YM_HTTP_METRICS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/histogram.h"

#define YM_HTTP_METRICS_BYTES_MAX (1u << 20) /* one page of metrics; more is an internal error */
#define YM_METRIC_LABELS_MAX      2          /* sets of labels of one row */

enum ym_metric_kind { YM_METRIC_COUNTER, YM_METRIC_GAUGE, YM_METRIC_HISTOGRAM };

/* What lies at a row's place in the snapshot. */
enum ym_metric_type {
    YM_METRIC_REAL,   /* double; NaN: not known, and left out */
    YM_METRIC_WHOLE,  /* uint64_t */
    YM_METRIC_REALS,  /* const double *, one for each combination of labels; NULL: left out */
    YM_METRIC_WHOLES, /* const uint64_t *, likewise */
    YM_METRIC_SPREAD, /* const struct ym_histogram *, likewise; one when the row has no labels */
};

/* A closed set of labels: a list of words, or two functions. */
struct ym_metric_set {
    const char *name;         /* of the label, with words */
    const char *const *words; /* n of them; NULL: the functions say */
    size_t n;
    size_t (*count)(const void *snapshot);                         /* words in it */
    void (*put)(struct ym_buf *b, const void *snapshot, size_t i); /* `name="word"` */
};

struct ym_metric {
    const char *name; /* with its unit and, of a counter, "_total" */
    const char *help; /* one sentence; no backslash, no line feed */
    enum ym_metric_kind kind;
    enum ym_metric_type type;
    size_t at; /* offset in the snapshot */
    const struct ym_metric_set
        *label[YM_METRIC_LABELS_MAX];       /* the last varies fastest; NULL: none */
    const struct ym_histogram_scale *scale; /* of SPREAD */
};

/* Print the rows. Counters and histograms with labels that were never touched are left out, since
 * most combinations never come. Overflow shows in ym_buf_ok(). */
void ym_metrics_print(const struct ym_metric *rows, size_t n, const void *snapshot,
                      struct ym_buf *b);

#endif
