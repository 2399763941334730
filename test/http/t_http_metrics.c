/* SPDX-License-Identifier: Apache-2.0 */
/* The text format: every kind of row, labels, what is left out, numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "http/metrics.h"

struct shot {
    double age_s;
    double unknown;
    uint64_t whole;
    const uint64_t *calls;   /* of each kind and outcome */
    const double *open;      /* of each kind */
    const double *untouched; /* likewise, all zero */
    const void *nothing;
    const struct ym_histogram *sizes; /* one */
    const struct ym_histogram *times; /* of each kind */
};

static size_t three(const void *snapshot)
{
    (void)snapshot;
    return 3;
}

/* Of something that is not there: to be asked for nothing. */
static size_t none(const void *snapshot)
{
    (void)snapshot;
    fail();
    return 0;
}

static void put_outcome(struct ym_buf *b, const void *snapshot, size_t i)
{
    (void)snapshot;
    ym_buf_printf(b, "outcome=\"%zu\"", i);
}

static const char *const kind_words[] = { "read", "write" };
static const struct ym_metric_set kinds = { .name = "kind", .words = kind_words, .n = 2 };
static const struct ym_metric_set absent = { .count = none, .put = put_outcome };
static const struct ym_metric_set outcomes = { .count = three, .put = put_outcome };
static const struct ym_histogram_scale scale = { .bound = { 500, 1000000 },
                                                 .n = 2,
                                                 .per_unit = 1000000 };

#define AT(member) offsetof(struct shot, member)

static void is_printed(const struct ym_metric *row, const struct shot *shot, const char *expected)
{
    struct ym_buf b;

    ym_buf_init(&b, YM_HTTP_METRICS_BYTES_MAX);
    ym_buf_puts(&b, "");
    ym_metrics_print(row, 1, shot, &b);
    assert_true(ym_buf_ok(&b));
    assert_string_equal(b.n == 0 ? "" : b.at, expected);
    ym_buf_release(&b);
}

static void test_single(void **state)
{
    const struct shot shot = { .age_s = 1.5, .unknown = (double)NAN, .whole = 1ull << 40 };

    (void)state;
    is_printed(&(struct ym_metric){ .name = "a_seconds",
                                    .help = "Age.",
                                    .kind = YM_METRIC_GAUGE,
                                    .type = YM_METRIC_REAL,
                                    .at = AT(age_s) },
               &shot, "# HELP a_seconds Age.\n# TYPE a_seconds gauge\na_seconds 1.5\n");
    is_printed(&(struct ym_metric){ .name = "b",
                                    .help = "Whole.",
                                    .kind = YM_METRIC_GAUGE,
                                    .type = YM_METRIC_WHOLE,
                                    .at = AT(whole) },
               &shot, "# HELP b Whole.\n# TYPE b gauge\nb 1099511627776\n");
    is_printed(&(struct ym_metric){ .name = "c",
                                    .help = "Unknown.",
                                    .kind = YM_METRIC_GAUGE,
                                    .type = YM_METRIC_REAL,
                                    .at = AT(unknown) },
               &shot, "");
}

static void test_labels(void **state)
{
    const uint64_t calls[] = { 0, 4, 0, 0, 0, 7 };
    const double open[] = { 0, 2 };
    const double untouched[] = { 0, 0 };
    const struct shot shot = { .calls = calls, .open = open, .untouched = untouched };

    (void)state;
    is_printed(&(struct ym_metric){ .name = "c_total",
                                    .help = "Calls.",
                                    .kind = YM_METRIC_COUNTER,
                                    .type = YM_METRIC_WHOLES,
                                    .at = AT(calls),
                                    .label = { &kinds, &outcomes } },
               &shot,
               "# HELP c_total Calls.\n# TYPE c_total counter\n"
               "c_total{kind=\"read\",outcome=\"1\"} 4\n"
               "c_total{kind=\"write\",outcome=\"2\"} 7\n");
    is_printed(&(struct ym_metric){ .name = "open",
                                    .help = "Open.",
                                    .kind = YM_METRIC_GAUGE,
                                    .type = YM_METRIC_REALS,
                                    .at = AT(open),
                                    .label = { &kinds } },
               &shot,
               "# HELP open Open.\n# TYPE open gauge\nopen{kind=\"read\"} 0\nopen{kind=\"write\"} "
               "2\n");
    is_printed(&(struct ym_metric){ .name = "zero_total",
                                    .help = "Never.",
                                    .kind = YM_METRIC_COUNTER,
                                    .type = YM_METRIC_REALS,
                                    .at = AT(untouched),
                                    .label = { &kinds } },
               &shot, "");
    is_printed(&(struct ym_metric){ .name = "none",
                                    .help = "None.",
                                    .kind = YM_METRIC_GAUGE,
                                    .type = YM_METRIC_REALS,
                                    .at = AT(nothing),
                                    .label = { &absent, &kinds } },
               &shot, "");
}

/* Buckets are accumulated, the last is all of them; a histogram without labels shows when empty. */
static void test_spread(void **state)
{
    struct ym_histogram sizes = { .sum = 0 };
    struct ym_histogram times[2] = { { .sum = 0 } };
    const struct shot shot = { .sizes = &sizes, .times = times };

    (void)state;
    is_printed(&(struct ym_metric){ .name = "s_seconds",
                                    .help = "Sizes.",
                                    .kind = YM_METRIC_HISTOGRAM,
                                    .type = YM_METRIC_SPREAD,
                                    .at = AT(sizes),
                                    .scale = &scale },
               &shot,
               "# HELP s_seconds Sizes.\n# TYPE s_seconds histogram\n"
               "s_seconds_bucket{le=\"0.0005\"} 0\ns_seconds_bucket{le=\"1\"} 0\n"
               "s_seconds_bucket{le=\"+Inf\"} 0\ns_seconds_sum 0\ns_seconds_count 0\n");
    ym_histogram_observe(&times[1], &scale, 500);
    ym_histogram_observe(&times[1], &scale, 501);
    ym_histogram_observe(&times[1], &scale, 2000000);
    is_printed(&(struct ym_metric){ .name = "t_seconds",
                                    .help = "Times.",
                                    .kind = YM_METRIC_HISTOGRAM,
                                    .type = YM_METRIC_SPREAD,
                                    .at = AT(times),
                                    .label = { &kinds },
                                    .scale = &scale },
               &shot,
               "# HELP t_seconds Times.\n# TYPE t_seconds histogram\n"
               "t_seconds_bucket{kind=\"write\",le=\"0.0005\"} 1\n"
               "t_seconds_bucket{kind=\"write\",le=\"1\"} 2\n"
               "t_seconds_bucket{kind=\"write\",le=\"+Inf\"} 3\n"
               "t_seconds_sum{kind=\"write\"} 2.001001\n"
               "t_seconds_count{kind=\"write\"} 3\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_single),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_spread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
