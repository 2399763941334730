/* SPDX-License-Identifier: Apache-2.0 */
/* The n-th call of the heap fails, n = 1… until none fires, once or from there on, in every room
 * that takes memory of its own and can be tried without a server: the answer says that memory is
 * short, nothing is half made, and nothing leaks (as the asan preset sees). test/json does the same
 * with commands, intakes and procedures. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "document/sheet.h"
#include "exchange/envelope.h"
#include "heap.h"
#include "json/confirm.h"
#include "json/credit.h"
#include "json/points.h"
#include "json/retention.h"
#include "json/suggestions.h"
#include "pg/bin.h"
#include "qr/code.h"
#include "report/print.h"
#include "sample.h"

#define N_MAX    100000
#define TEXT_MAX (1 << 20)
#define FOR_GOOD 1000000

/* Something to try; releases what it made. arg: what it is tried on. */
typedef enum ym_err try_fn(const void *arg, struct ym_error *reterr);

static void fail_each(const char *what, try_fn *try, const void *arg)
{
    static const long fails[] = { 1, FOR_GOOD };

    for (size_t i = 0; i < sizeof(fails) / sizeof(fails[0]); i++) {
        enum ym_err err = YM_E_OK;
        long n = 0, fired;

        do {
            struct ym_error why = { .text = "" };

            assert_true(++n < N_MAX);
            heap_fail(n, fails[i]);
            err = try(arg, &why);
            fired = heap_fired();
            heap_fail(0, 0);
            if (fired > 0 && err != YM_E_UNAVAILABLE)
                fail_msg("%s: call %ld of the heap failed, and the answer is %d: %s", what, n,
                         (int)err, why.text);
            if (fired > 0)
                assert_true(why.text[0] != '\0');
        } while (fired > 0);
        if (err != YM_E_OK)
            fail_msg("%s: nothing failed, and the answer is %d", what, (int)err);
        assert_true(n > 1); /* or it took no memory, and nothing was proved */
    }
}

/* ---- Dated tables ---- */

#define TABLE(name, type, free)                                                                    \
    static enum ym_err try_##name(const void *text, struct ym_error *reterr)                       \
    {                                                                                              \
        type *t = NULL;                                                                            \
        const enum ym_err err = json_##name##_parse(ym_span_of(text), &t, reterr);                 \
                                                                                                   \
        assert_int_equal(t != NULL, err == YM_E_OK);                                               \
        free(t);                                                                                   \
        return err;                                                                                \
    }
TABLE(confirm, struct json_confirm, json_confirm_free)
TABLE(credit, struct json_credit, json_credit_free)
TABLE(points, struct ym_points_table, json_points_free)
TABLE(retention, struct ym_retention, json_retention_free)
TABLE(suggestions, struct json_suggestions, json_suggestions_free)

static void tables(void **state)
{
    static const struct {
        const char *file;
        try_fn *try;
    } all[] = { { "confirm/cn.json", try_confirm },
                { "credit/yima.json", try_credit },
                { "points/cn.json", try_points },
                { "retention/example-2026.json", try_retention },
                { "suggestions/cn.json", try_suggestions } };
    char *const text = malloc(TEXT_MAX);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        char path[512];
        FILE *f;
        size_t n;

        (void)snprintf(path, sizeof(path), "%s/%s", YM_ENGINE_DIR, all[i].file);
        f = fopen(path, "rb");
        if (f == NULL)
            fail_msg("%s is not there", path);
        n = fread(text, 1, TEXT_MAX - 1, f);
        text[n] = '\0';
        assert_int_equal(fclose(f), 0);
        fail_each(all[i].file, all[i].try, text);
    }
    free(text);
}

/* ---- The report of a month ---- */

static enum ym_err try_count(const void *arg, struct ym_error *reterr)
{
    struct report_tally *const t = report_tally_new();
    bool is_ok = t != NULL;

    (void)arg;
    for (int i = 0; i < SAMPLE_FACTS && is_ok; i++) {
        const struct ym_month_fact f = sample_fact(i, 869);

        is_ok = report_tally_add(t, &f);
    }
    report_tally_free(t);
    return is_ok ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "the caller's own words");
}

static enum ym_err try_make(const void *tally, struct ym_error *reterr)
{
    const struct report_about about = sample_about(sample_month(2026, 8));
    struct report *r = NULL;
    const enum ym_err err = report_make(tally, &about, &r, reterr);

    if (err == YM_E_OK)
        report_free(r);
    return err;
}

static enum ym_err try_read(const void *json, struct ym_error *reterr)
{
    struct report *r = NULL;
    const enum ym_err err = report_read(ym_buf_span(json), &r, reterr);

    if (err == YM_E_OK)
        report_free(r);
    return err;
}

#define PRINT(name)                                                                                \
    static enum ym_err try_##name(const void *r, struct ym_error *reterr)                          \
    {                                                                                              \
        struct ym_buf out;                                                                         \
        enum ym_err err;                                                                           \
                                                                                                   \
        ym_buf_init(&out, DOC_PDF_BYTES_MAX);                                                      \
        err = report_##name(r, &out, reterr);                                                      \
        ym_buf_release(&out);                                                                      \
        return err;                                                                                \
    }
PRINT(csv)
PRINT(html)
PRINT(pdf)

static enum ym_err try_json(const void *r, struct ym_error *reterr)
{
    struct ym_buf out;
    bool is_ok;

    ym_buf_init(&out, REPORT_JSON_BYTES_MAX);
    is_ok = report_json(r, &out);
    ym_buf_release(&out);
    return is_ok ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "the caller's own words");
}

static void reports(void **state)
{
    struct report_tally *const t = sample_tally(869, false);
    struct report *const r = sample_report(sample_month(2026, 8), 869, NULL, NULL);
    struct ym_buf json;

    (void)state;
    ym_buf_init(&json, REPORT_JSON_BYTES_MAX);
    assert_true(report_json(r, &json));
    fail_each("counting", try_count, NULL);
    fail_each("making a report", try_make, t);
    fail_each("writing a report", try_json, r);
    fail_each("reading a report", try_read, &json);
    fail_each("CSV", try_csv, r);
    fail_each("HTML", try_html, r);
    fail_each("PDF", try_pdf, r);
    ym_buf_release(&json);
    report_free(r);
    report_tally_free(t);
}

/* ---- Codes ---- */

#define CODE(name)                                                                                 \
    static enum ym_err try_##name(const void *label, struct ym_error *reterr)                      \
    {                                                                                              \
        struct ym_buf out;                                                                         \
        enum ym_err err;                                                                           \
                                                                                                   \
        ym_buf_init(&out, TEXT_MAX);                                                               \
        err = ym_qr_##name(label, &out, reterr);                                                   \
        ym_buf_release(&out);                                                                      \
        return err;                                                                                \
    }
#define ym_qr_png_300(label, out, reterr) ym_qr_png(label, 300, out, reterr)
CODE(svg)
CODE(png_300)

static void codes(void **state)
{
    const struct ym_qr_label label = {
        .url = YM_SPAN("HTTPS://YIMA.EXAMPLE.GOV.CN/M/7QK2M9X4HT0CZB5VJ3W8RN6DGPFA"),
        .number = YM_SPAN("滨江2026-000417-8"),
        .colour = YM_COLOUR_YELLOW,
        .stage_zh = YM_SPAN("首次受理调解"),
        .stage_en = YM_SPAN("first mediation"),
        .heading_zh = YM_SPAN("滨江区调解中心"),
        .heading_en = YM_SPAN("Binjiang Centre"),
    };

    (void)state;
    fail_each("SVG", try_svg, &label);
    fail_each("PNG", try_png_300, &label);
}

/* ---- Rows for PostgreSQL, messages for partners ---- */

static enum ym_err try_column(const void *arg, struct ym_error *reterr)
{
    struct ym_column c;
    bool is_ok;

    (void)arg;
    ym_column_init(&c, YM_PG_TEXT, TEXT_MAX);
    for (int i = 0; i < 2000; i++) {
        ym_column_span(&c, YM_SPAN("房屋漏水赔偿纠纷"));
        ym_column_null(&c);
    }
    is_ok = ym_column_ok(&c);
    if (is_ok)
        assert_true(ym_column_param(&c).n > 2000 * 24);
    ym_column_release(&c);
    return is_ok ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "the caller's own words");
}

static enum ym_err try_envelope(const void *arg, struct ym_error *reterr)
{
    const struct exchange_envelope in = { .id = YM_SPAN("06XK.12.ReviewFiling"),
                                          .verb = EXCHANGE_REVIEW_FILING,
                                          .partner = YM_SPAN("hz-court"),
                                          .dispute = { INT64_C(910000000000000001) },
                                          .seq = 12,
                                          .at = INT64_C(1795305600000000),
                                          .kind = APP_EXCHANGE_FILING,
                                          .body = YM_SPAN("{\"claims\":\"赔偿三千元\"}") };
    struct exchange_envelope back;
    struct ym_arena arena;
    struct ym_buf out;
    enum ym_err err = ym_fail(reterr, YM_E_UNAVAILABLE, "the caller's own words");

    (void)arg;
    ym_buf_init(&out, APP_MESSAGE_BYTES_MAX);
    if (ym_arena_init(&arena, 8u * APP_MESSAGE_BYTES_MAX)) {
        exchange_put_envelope(&out, &in);
        if (ym_buf_ok(&out))
            err = exchange_read_envelope(ym_buf_span(&out), &arena, &back, reterr);
    }
    ym_arena_release(&arena);
    ym_buf_release(&out);
    return err;
}

static void rows_and_messages(void **state)
{
    (void)state;
    fail_each("a column", try_column, NULL);
    fail_each("a message", try_envelope, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables),
        cmocka_unit_test(reports),
        cmocka_unit_test(codes),
        cmocka_unit_test(rows_and_messages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
