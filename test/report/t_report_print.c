/* SPDX-License-Identifier: Apache-2.0 */
/* What is printed: the same bytes each time, from the JSON alone, and nothing from outside gets
 * through as markup or formula. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/print.h"
#include "sample.h"

typedef enum ym_err print_fn(const struct report *r, struct ym_buf *out, struct ym_error *reterr);

static struct report *august(void)
{
    struct report *before = sample_report(sample_month(2026, 7), 840, NULL, NULL);
    struct report *year = sample_report(sample_month(2025, 8), 890, NULL, NULL);
    struct report *r = sample_report(sample_month(2026, 8), 869, before, year);

    report_free(before);
    report_free(year);
    return r;
}

static struct ym_buf print(print_fn *fn, const struct report *r)
{
    struct ym_buf out;
    struct ym_error why;

    ym_buf_init(&out, DOC_PDF_BYTES_MAX);
    if (fn(r, &out, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    return out;
}

static struct report *through_json(const struct report *r)
{
    struct ym_buf out;
    struct ym_error why;
    struct report *back;

    ym_buf_init(&out, REPORT_JSON_BYTES_MAX);
    assert_true(report_json(r, &out));
    assert_int_equal(report_read(ym_buf_span(&out), &back, &why), YM_E_OK);
    ym_buf_release(&out);
    return back;
}

static void prints_the_same_each_time(void **state)
{
    print_fn *const all[] = { report_csv, report_html, report_pdf };
    struct report *r = august();
    struct report *back = through_json(r);

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct ym_buf one = print(all[i], r);
        struct ym_buf two = print(all[i], back);

        assert_int_equal(one.n, two.n);
        assert_memory_equal(one.at, two.at, one.n);
        ym_buf_release(&one);
        ym_buf_release(&two);
    }
    report_free(r);
    report_free(back);
}

static void holds(const struct ym_buf *out, const char *text)
{
    if (strstr(out->at, text) == NULL)
        fail_msg("nothing says %s", text);
}

static void lacks(const struct ym_buf *out, const char *text)
{
    if (strstr(out->at, text) != NULL)
        fail_msg("something says %s", text);
}

static void writes_csv(void **state)
{
    struct report *r = august();
    struct ym_buf out = print(report_csv, r);

    (void)state;
    assert_memory_equal(out.at, "\xef\xbb\xbf\"2026年8月", 12);
    holds(&out, "\r\n\"受理 accepted\",869,840,29,3.45%,890,-21,-2.36%\r\n");
    holds(&out, "\"'=长河街道人民调解委员会 1012\"");
    holds(&out, "\"<东信> & \"\"社区\"\" 330108003004\"");
    lacks(&out, "\"=");
    for (size_t i = 0; i < out.n; i++) {
        if (out.at[i] == '\n')
            assert_int_equal(out.at[i - 1], '\r');
    }
    ym_buf_release(&out);
    report_free(r);
}

static void writes_a_page(void **state)
{
    struct report *r = august();
    struct ym_buf out = print(report_html, r);

    (void)state;
    holds(&out, "&lt;东信&gt; &amp; &quot;社区&quot;");
    holds(&out, "本月共受理纠纷869件，同比减少21件（\u22122.4%），环比增加29件（+3.5%）");
    holds(&out, "<svg ");
    lacks(&out, "<东信>");
    lacks(&out, "<script");
    lacks(&out, " style=");
    lacks(&out, "http:");
    lacks(&out, "https:");
    lacks(&out, "预览稿");
    assert_non_null(strstr(out.at, report_style().at));
    ym_buf_release(&out);
    report_free(r);
}

static void says_what_is_a_preview(void **state)
{
    struct report_tally *t = sample_tally(869, false);
    struct report_about about = sample_about(sample_month(2026, 8));
    struct report *r;
    struct ym_error why;
    struct ym_buf out;

    (void)state;
    about.revision = 0;
    about.is_preview = true;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    out = print(report_html, r);
    holds(&out, "预览稿");
    holds(&out, "class=\"draft\"");
    ym_buf_release(&out);
    report_free(r);
    report_tally_free(t);
}

static void shows_an_amendment(void **state)
{
    struct report *was = sample_report(sample_month(2026, 8), 868, NULL, NULL);
    struct report_tally *t = sample_tally(869, false);
    struct report_about about = sample_about(sample_month(2026, 8));
    struct report *r;
    struct ym_error why;
    struct ym_buf out;

    (void)state;
    about.amends = was;
    about.revision = 2;
    about.reason = YM_SPAN("登记日期录入有误");
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    out = print(report_csv, r);
    holds(&out, "\"修订说明 Amendment\"");
    holds(&out, "\"受理 accepted\",868,869,1\r\n");
    holds(&out, "登记日期录入有误");
    ym_buf_release(&out);
    report_free(r);
    report_free(was);
    report_tally_free(t);
}

/* Inhabitants that are not known: no figure, and the page says so. */
static void says_nothing_of_people_it_does_not_know(void **state)
{
    struct report_tally *t = sample_tally(869, false);
    struct report_about about = sample_about(sample_month(2026, 8));
    struct report *r;
    struct ym_error why;
    struct ym_buf out;

    (void)state;
    about.npeople = 0;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    assert_int_equal(r->npeople, 0);
    out = print(report_csv, r);
    holds(&out, "未导入人口数据时不计算");
    ym_buf_release(&out);
    ym_buf_init(&out, REPORT_JSON_BYTES_MAX);
    assert_true(report_json(r, &out));
    holds(&out, "\"sued_per_10000_hundredths\":null");
    ym_buf_release(&out);
    report_free(r);
    report_tally_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_the_same_each_time),
        cmocka_unit_test(writes_csv),
        cmocka_unit_test(writes_a_page),
        cmocka_unit_test(says_what_is_a_preview),
        cmocka_unit_test(shows_an_amendment),
        cmocka_unit_test(says_nothing_of_people_it_does_not_know),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
