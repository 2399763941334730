/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets: the same bytes each time, and limits at and one past. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "document/sheet.h"

static struct doc_block line = { DOC_TEXT, YM_SPAN_INIT("调解以自愿为前提。"), NULL };

static enum ym_err set(const struct doc_sheet *sheet, struct ym_buf *out, struct ym_error *why)
{
    ym_buf_init(out, DOC_PDF_BYTES_MAX);
    return doc_sheet_pdf(sheet, out, why);
}

static void is_refused(const struct doc_sheet *sheet, enum ym_err code)
{
    struct ym_buf out;
    struct ym_error why;

    assert_int_equal(set(sheet, &out, &why), code);
    assert_true(strlen(why.text) > 0);
    ym_buf_release(&out);
}

static void is_set(const struct doc_sheet *sheet)
{
    struct ym_buf out;
    struct ym_error why;

    if (set(sheet, &out, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    assert_memory_equal(out.at, "%PDF-", 5);
    ym_buf_release(&out);
}

static void the_same_bytes_each_time(void **state)
{
    struct doc_sheet sheet = { .title = YM_SPAN_INIT("回执"),
                               .number = YM_SPAN_INIT("0SA6B-KHNG3-4EE2"),
                               .code = YM_SPAN_INIT("HTTP://127.0.0.1:8080/M/ABC"),
                               .made_at = INT64_C(1795320000000000),
                               .blocks = &line,
                               .n = 1 };
    struct ym_buf one;
    struct ym_buf two;
    struct ym_error why;

    (void)state;
    assert_int_equal(set(&sheet, &one, &why), YM_E_OK);
    assert_int_equal(set(&sheet, &two, &why), YM_E_OK);
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.at, two.at, one.n);
    ym_buf_release(&two);
    sheet.made_at += YM_USEC_PER_DAY;
    assert_int_equal(set(&sheet, &two, &why), YM_E_OK);
    assert_false(one.n == two.n && memcmp(one.at, two.at, one.n) == 0);
    ym_buf_release(&one);
    ym_buf_release(&two);
}

static void holds_its_limits(void **state)
{
    struct doc_block *many = calloc(DOC_BLOCKS_MAX + 1, sizeof(*many));
    char *text = malloc(DOC_TEXT_BYTES + 1);
    struct doc_block wide = { DOC_TEXT, { text, DOC_TEXT_BYTES }, NULL };

    (void)state;
    assert_non_null(many);
    assert_non_null(text);
    for (size_t i = 0; i <= DOC_BLOCKS_MAX; i++)
        many[i] = line;
    is_set(&(struct doc_sheet){ .blocks = many, .n = DOC_BLOCKS_MAX });
    is_refused(&(struct doc_sheet){ .blocks = many, .n = DOC_BLOCKS_MAX + 1 }, YM_E_TOO_LARGE);
    is_refused(&(struct doc_sheet){ .blocks = many, .n = 0 }, YM_E_TOO_LARGE);
    for (size_t i = 0; i <= DOC_TEXT_BYTES; i++)
        text[i] = i % 8 == 7 ? ' ' : 'a';
    is_set(&(struct doc_sheet){ .blocks = &wide, .n = 1 });
    wide.text.n++;
    is_refused(&(struct doc_sheet){ .blocks = &wide, .n = 1 }, YM_E_TOO_LARGE);
    /* A page holds some forty lines: this many line feeds need more pages than there may be. */
    memset(text, '\n', DOC_TEXT_BYTES);
    wide.text.n = DOC_TEXT_BYTES;
    is_refused(&(struct doc_sheet){ .blocks = &wide, .n = 1 }, YM_E_TOO_LARGE);
    free(text);
    free(many);
}

static void holds_the_limits_of_tables(void **state)
{
    static struct ym_span cells[(DOC_ROWS_MAX + 1) * DOC_COLUMNS_MAX];
    static const unsigned char shares[DOC_COLUMNS_MAX + 1] = { 1, 1, 1, 1, 1, 1, 1, 100, 1 };
    static const unsigned char none[1] = { 0 };
    struct doc_table table = { DOC_COLUMNS_MAX, DOC_ROWS_MAX, cells, shares };
    const struct doc_block block = { DOC_TABLE, YM_SPAN_INIT(""), &table };
    const struct doc_sheet sheet = { .blocks = &block, .n = 1 };

    (void)state;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
        cells[i] = YM_SPAN("元");
    is_set(&sheet);
    table.rows = DOC_ROWS_MAX + 1;
    is_refused(&sheet, YM_E_TOO_LARGE);
    table = (struct doc_table){ DOC_COLUMNS_MAX + 1, 1, cells, shares };
    is_refused(&sheet, YM_E_TOO_LARGE);
    table = (struct doc_table){ 0, 1, cells, shares };
    is_refused(&sheet, YM_E_TOO_LARGE);
    table = (struct doc_table){ 1, 1, cells, none };
    is_refused(&sheet, YM_E_UNPROCESSABLE);
}

static void refuses_what_cannot_be_set(void **state)
{
    struct doc_block bad = { DOC_TEXT, YM_SPAN_INIT("a\001b"), NULL };

    (void)state;
    is_refused(&(struct doc_sheet){ .blocks = &bad, .n = 1 }, YM_E_UNPROCESSABLE);
    bad.text = YM_SPAN("\xff");
    is_refused(&(struct doc_sheet){ .blocks = &bad, .n = 1 }, YM_E_UNPROCESSABLE);
    bad.text = YM_SPAN("\xf4\x80\x80\x80"); /* a private character that no font has */
    is_refused(&(struct doc_sheet){ .blocks = &bad, .n = 1 }, YM_E_UNPROCESSABLE);
    is_refused(&(struct doc_sheet){ .blocks = &line, .n = 1, .code = YM_SPAN("lower") },
               YM_E_UNPROCESSABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bytes_each_time),
        cmocka_unit_test(holds_its_limits),
        cmocka_unit_test(holds_the_limits_of_tables),
        cmocka_unit_test(refuses_what_cannot_be_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
