/* SPDX-License-Identifier: Apache-2.0 */
/* Sums, balance, comparisons and bytes of a report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sample.h"

static const int accepted = 869;

static struct report *august(void)
{
    return sample_report(sample_month(2026, 8), accepted, NULL, NULL);
}

static struct ym_buf bytes_of(const struct report *r)
{
    struct ym_buf out;

    ym_buf_init(&out, REPORT_JSON_BYTES_MAX);
    assert_true(report_json(r, &out));
    return out;
}

static void adds_up(void **state)
{
    struct report *r = august();

    (void)state;
    assert_int_equal(r->total.n[YM_FIGURE_ACCEPTED], accepted);
    assert_int_equal(r->total.n[YM_FIGURE_CARRIED], SAMPLE_FACTS - accepted);
    assert_int_equal(r->total.n[YM_FIGURE_SETTLED], 630);
    assert_int_equal(r->total.n[YM_FIGURE_FAILED], 90);
    assert_int_equal(r->total.n[YM_FIGURE_ENDED], 90);
    assert_int_equal(r->total.n[YM_FIGURE_OPEN], 90);
    assert_int_equal(r->total.n[REPORT_CELL(DISPUTES)], SAMPLE_FACTS);
    assert_int_equal(r->total.n[REPORT_CELL(CLOSED)], 810);
    assert_int_equal(r->by[REPORT_BY_TYPE].n, YM_TYPE_COUNT);
    assert_int_equal(r->by[REPORT_BY_SOURCE].n, YM_SOURCE_COUNT);
    assert_int_equal(r->by[REPORT_BY_REGION].n, 6);
    assert_int_equal(r->by[REPORT_BY_REGION].depth, 5);
    assert_int_equal(r->by[REPORT_BY_BODY].n, 2);
    assert_int_equal(r->by[REPORT_BY_MEDIATOR].n, 3);
    assert_int_equal(r->by[REPORT_BY_MEDIATOR].lines[0].id, 0);
    assert_int_equal(r->days.count, 810);
    report_free(r);
}

/* What lies in a region is one line of those above; names come from the lists. */
static void names_its_regions(void **state)
{
    struct report *r = august();
    const struct report_dimension *d = &r->by[REPORT_BY_REGION];

    (void)state;
    assert_int_equal(d->lines[0].id, 330108000000);
    assert_true(ym_span_is(d->lines[1].name, YM_SPAN("迎春社区")));
    assert_int_equal(r->nabove, 6); /* 33, 3301, 330108 and its three streets */
    assert_int_equal(r->above[0].id, 330000000000);
    assert_int_equal(r->above[0].name.n, 0);
    assert_true(ym_span_is(r->above[3].name, YM_SPAN("西兴街道")));
    assert_int_equal(r->npeople, 2);
    assert_non_null(report_people_of(r, 330108001000));
    assert_null(report_people_of(r, 330109000000));
    report_free(r);
}

static void does_not_depend_on_the_order(void **state)
{
    struct report_tally *t = sample_tally(accepted, true);
    const struct report_about about = sample_about(sample_month(2026, 8));
    struct report *one = august();
    struct report *two;
    struct ym_error why;
    struct ym_buf a;
    struct ym_buf b;

    (void)state;
    assert_int_equal(report_make(t, &about, &two, &why), YM_E_OK);
    a = bytes_of(one);
    b = bytes_of(two);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.at, b.at, a.n);
    ym_buf_release(&a);
    ym_buf_release(&b);
    report_free(one);
    report_free(two);
    report_tally_free(t);
}

static void reads_back_what_it_wrote(void **state)
{
    struct report *before = sample_report(sample_month(2026, 7), 840, NULL, NULL);
    struct report *r = sample_report(sample_month(2026, 8), accepted, before, NULL);
    struct report *back;
    struct ym_error why;
    struct ym_buf one = bytes_of(r);
    struct ym_buf two;

    (void)state;
    assert_int_equal(report_read(ym_buf_span(&one), &back, &why), YM_E_OK);
    two = bytes_of(back);
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.at, two.at, one.n);
    assert_true(back->month_before.is_known);
    assert_false(back->year_before.is_known);
    ym_buf_release(&one);
    ym_buf_release(&two);
    report_free(before);
    report_free(back);
    report_free(r);
}

/* Cut, or with a byte of another value: refused, or, where the byte is in a name, read as another
 * report. Never taken for the same. */
static void refuses_damaged_bytes(void **state)
{
    struct report *r = august();
    struct report *back;
    struct ym_error why;
    struct ym_buf out = bytes_of(r);

    (void)state;
    for (size_t n = 0; n < out.n; n += 97)
        assert_int_not_equal(report_read((struct ym_span){ out.at, n }, &back, &why), YM_E_OK);
    for (size_t i = 0; i < out.n; i += 211) {
        const char was = out.at[i];
        struct ym_buf again;

        out.at[i] = was == '7' ? '8' : '7';
        if (report_read(ym_buf_span(&out), &back, &why) == YM_E_OK) {
            again = bytes_of(back);
            out.at[i] = was;
            assert_false(again.n == out.n && memcmp(again.at, out.at, out.n) == 0 &&
                         strstr(out.at, "\"indicators\"") > out.at + i);
            ym_buf_release(&again);
            report_free(back);
        }
        out.at[i] = was;
    }
    ym_buf_release(&out);
    report_free(r);
}

/* ---- Balance ---- */

static void is_refused(const struct report *r, const char *what, const char *how)
{
    struct ym_error why = { .text = "" };

    assert_int_equal(report_check(r, &why), YM_E_UNPROCESSABLE);
    if (strstr(why.text, what) == NULL || strstr(why.text, how) == NULL)
        fail_msg("\"%s\" names neither \"%s\" nor \"%s\"", why.text, what, how);
}

/* Each dimension, one too few and one too many, in a cell that no equation binds. */
static void refuses_what_does_not_add_up(void **state)
{
    struct report *r = august();
    struct ym_error why;

    (void)state;
    for (int by = 0; by < REPORT_BY_COUNT; by++) {
        int64_t *n = r->by[by].lines[r->by[by].n - 1].n;

        n[REPORT_CELL(SESSIONS)] += 3;
        is_refused(r, report_by_word((enum report_by)by)->code, "3 too many");
        n[REPORT_CELL(SESSIONS)] -= 4;
        is_refused(r, "sessions", "1 missing");
        n[REPORT_CELL(SESSIONS)] += 1;
        assert_int_equal(report_check(r, &why), YM_E_OK);
    }
    report_free(r);
}

static void refuses_what_does_not_balance(void **state)
{
    struct report *r = august();
    struct report_line *line = &r->by[REPORT_BY_TYPE].lines[YM_TYPE_LABOUR];

    (void)state;
    r->total.n[YM_FIGURE_OPEN]++;
    is_refused(r, "total", "carried + accepted + reopened is 900");
    r->total.n[YM_FIGURE_OPEN]--;
    line->n[YM_FIGURE_ACCEPTED]++;
    is_refused(r, "type", "too many");
    line->n[YM_FIGURE_ACCEPTED]--;
    line->n[REPORT_CELL(LATE)] = line->n[REPORT_CELL(CLOSED)] + 1;
    r->total.n[REPORT_CELL(LATE)] = r->total.n[REPORT_CELL(CLOSED)] + 1;
    is_refused(r, "closed_late", "more than closed");
    report_free(r);
}

static void refuses_days_that_do_not_add_up(void **state)
{
    struct report *r = august();

    (void)state;
    r->days.n[5]++;
    is_refused(r, "days", "810 were closed");
    r->days.n[5]--;
    r->days.sum++;
    is_refused(r, "days", "together");
    report_free(r);
}

/* ---- Other months ---- */

static const char *after(const struct ym_buf *json, const char *key, const char *cell)
{
    const char *at = strstr(json->at, key);

    assert_non_null(at);
    at = strstr(at, cell);
    assert_non_null(at);
    return at + strlen(cell);
}

static void begins(const char *text, const char *with)
{
    if (strncmp(text, with, strlen(with)) != 0)
        fail_msg("%.60s does not begin with %s", text, with);
}

/* 52,956 after 29,838 is 23,118 more, up 77.48 %, whatever a published text says. */
static void computes_changes(void **state)
{
    struct report *before = sample_report(sample_month(2026, 7), 840, NULL, NULL);
    struct report *r;
    struct ym_buf out;

    (void)state;
    before->total.n[REPORT_CELL(SESSIONS)] = 29838;
    r = sample_report(sample_month(2026, 8), accepted, before, NULL);
    r->total.n[REPORT_CELL(SESSIONS)] = 52956;
    out = bytes_of(r);
    begins(after(&out, "\"change_month\"", "\"cell\":\"sessions\""),
           ",\"per_10000\":7748,\"per_mille\":775}");
    assert_non_null(strstr(out.at, "{\"by\":\"23118\",\"cell\":\"sessions\""));
    begins(after(&out, "\"change_month\"", "\"cell\":\"accepted\""),
           ",\"per_10000\":345,\"per_mille\":35}");
    assert_non_null(strstr(out.at, "\"change_year\":null"));
    ym_buf_release(&out);
    report_free(before);
    report_free(r);
}

static void compares_only_what_compares(void **state)
{
    struct report_tally *t = sample_tally(accepted, false);
    struct report_about about = sample_about(sample_month(2026, 8));
    struct report *other = sample_report(sample_month(2026, 6), 840, NULL, NULL);
    struct report *r;
    struct ym_error why;

    (void)state;
    about.month_before = other;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_UNPROCESSABLE);
    report_free(other);
    other = sample_report(sample_month(2026, 7), 840, NULL, NULL);
    about.month_before = other;
    other->scope.id = 1;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_UNPROCESSABLE);
    other->scope.id = 0;
    other->is_preview = true;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_UNPROCESSABLE);
    other->is_preview = false;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    assert_int_equal(r->month_before.n[YM_FIGURE_ACCEPTED], 840);
    report_free(r);
    report_free(other);
    report_tally_free(t);
}

static void names_what_an_amendment_changes(void **state)
{
    struct report *was = sample_report(sample_month(2026, 8), 868, NULL, NULL);
    struct report_tally *t = sample_tally(accepted, false);
    struct report_about about = sample_about(sample_month(2026, 8));
    struct report *r;
    struct ym_error why;

    (void)state;
    about.amends = was;
    about.revision = 2;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_UNPROCESSABLE); /* says no reason */
    about.reason = YM_SPAN("登记日期录入有误");
    about.by = YM_SPAN("沈书义");
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    assert_int_equal(r->nchanges, 3); /* registered, carried, accepted */
    assert_int_equal(r->changes[2].cell, YM_FIGURE_ACCEPTED);
    assert_int_equal(r->changes[2].was, 868);
    assert_int_equal(r->changes[2].is, 869);
    report_free(r);
    about.revision = 1;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_UNPROCESSABLE);
    report_free(was);
    report_tally_free(t);
}

/* ---- Rates ---- */

static void rate_is(const struct report *r, enum report_rate rate, int64_t part, int64_t whole)
{
    int64_t p;
    int64_t w;

    report_rate(r->total.n, rate, &p, &w);
    assert_int_equal(p, part);
    assert_int_equal(w, whole);
}

static void counts_its_rates(void **state)
{
    struct report *r = august();

    (void)state;
    rate_is(r, REPORT_RATE_SUCCESS_A, 630, 869);
    rate_is(r, REPORT_RATE_SUCCESS_B, 630, 810);
    rate_is(r, REPORT_RATE_SUCCESS_C, 630, 720);
    r->total.n[REPORT_CELL(EXCUSED)] = 60;
    rate_is(r, REPORT_RATE_PERFORMANCE, 630, 1200);
    r->total.n[REPORT_CELL(LATE)] = 10;
    r->total.n[REPORT_CELL(OVERDUE_OPEN)] = 5;
    rate_is(r, REPORT_RATE_ON_TIME, 800, 815);
    report_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_up),
        cmocka_unit_test(names_its_regions),
        cmocka_unit_test(does_not_depend_on_the_order),
        cmocka_unit_test(reads_back_what_it_wrote),
        cmocka_unit_test(refuses_damaged_bytes),
        cmocka_unit_test(refuses_what_does_not_add_up),
        cmocka_unit_test(refuses_what_does_not_balance),
        cmocka_unit_test(refuses_days_that_do_not_add_up),
        cmocka_unit_test(computes_changes),
        cmocka_unit_test(compares_only_what_compares),
        cmocka_unit_test(names_what_an_amendment_changes),
        cmocka_unit_test(counts_its_rates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
