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
    static const unsigned char shares[DOC_COLUMNS_MAX + 1] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 100, 1 };
    static const unsigned char none[1] = { 0 };
    struct doc_table table = { DOC_COLUMNS_MAX, DOC_ROWS_MAX, cells, shares, NULL };
    const struct doc_block block = { DOC_TABLE, YM_SPAN_INIT(""), &table };
    const struct doc_sheet sheet = { .blocks = &block, .n = 1 };

    (void)state;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
        cells[i] = YM_SPAN("元");
    is_set(&sheet);
    table.rows = DOC_ROWS_MAX + 1;
    is_refused(&sheet, YM_E_TOO_LARGE);
    table = (struct doc_table){ DOC_COLUMNS_MAX + 1, 1, cells, shares, NULL };
    is_refused(&sheet, YM_E_TOO_LARGE);
    table = (struct doc_table){ 0, 1, cells, shares, NULL };
    is_refused(&sheet, YM_E_TOO_LARGE);
    table = (struct doc_table){ 1, 1, cells, none, NULL };
    is_refused(&sheet, YM_E_UNPROCESSABLE);
}

static void is_the_same(const struct doc_block *a, const struct doc_block *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_true(ym_span_is(a->text, b->text));
    if (a->table == NULL)
        return;
    assert_int_equal(a->table->rows, b->table->rows);
    assert_int_equal(a->table->columns, b->table->columns);
    assert_memory_equal(a->table->shares, b->table->shares, a->table->columns);
    for (size_t i = 0; i < a->table->rows * a->table->columns; i++)
        assert_true(ym_span_is(a->table->cells[i], b->table->cells[i]));
}

/* A chart at its limits and one past each. */
static void holds_the_limits_of_bars(void **state)
{
    static struct ym_span cells[2 * (DOC_BARS_MAX + 1)];
    static const unsigned char shares[] = { 1, 1, 1 };
    static uint16_t lengths[DOC_BARS_MAX + 1];
    struct doc_look look = { .lengths = lengths };
    struct doc_table table = { 2, DOC_BARS_MAX, cells, shares, &look };
    const struct doc_block block = { DOC_BARS, YM_SPAN_INIT(""), &table };
    const struct doc_sheet sheet = { .blocks = &block, .n = 1 };

    (void)state;
    lengths[0] = DOC_BAR_MAX;
    is_set(&sheet);
    lengths[0]++;
    is_refused(&sheet, YM_E_UNPROCESSABLE);
    lengths[0] = 0;
    table.rows++;
    is_refused(&sheet, YM_E_TOO_LARGE);
    table.rows = 1;
    table.columns = 3;
    is_refused(&sheet, YM_E_TOO_LARGE);
    table.columns = 2;
    look.lengths = NULL;
    is_refused(&sheet, YM_E_TOO_LARGE);
    table.look = NULL;
    is_refused(&sheet, YM_E_TOO_LARGE);
}

/* What another process reads is what was packed, and no cut or changed copy of it is taken. */
static void packs_and_unpacks(void **state)
{
    const struct ym_span cells[] = { YM_SPAN_INIT("金额"), YM_SPAN_INIT("期限"),
                                     YM_SPAN_INIT("1,000.00元"), YM_SPAN_INIT("") };
    static const unsigned char shares[] = { 30, 70 };
    const struct doc_table table = { 2, 2, cells, shares, NULL };
    static const unsigned char strong[] = { 0, 1 };
    static const uint16_t lengths[] = { DOC_BAR_MAX, 0 };
    const struct doc_look look = { .figures = 2, .is_dense = true, .strong = strong };
    const struct doc_look bar_look = { .lengths = lengths };
    const struct doc_table figures = { 2, 2, cells, shares, &look };
    const struct doc_table bars = { 2, 2, cells, shares, &bar_look };
    const struct doc_block blocks[] = { line,
                                        { DOC_TABLE, YM_SPAN_INIT(""), &table },
                                        { DOC_TABLE, YM_SPAN_INIT(""), &figures },
                                        { DOC_BARS, YM_SPAN_INIT(""), &bars } };
    const struct doc_sheet sheet = { .title = YM_SPAN_INIT("回执"),
                                     .number = YM_SPAN_INIT("1"),
                                     .made_at = -5,
                                     .blocks = blocks,
                                     .n = 4 };
    struct doc_sheet back;
    struct ym_arena arena;
    struct ym_buf out;

    (void)state;
    ym_buf_init(&out, DOC_PACKED_BYTES_MAX);
    assert_true(doc_sheet_pack(&sheet, &out));
    assert_true(ym_arena_init(&arena, DOC_UNPACK_BYTES));
    assert_true(doc_sheet_unpack(ym_buf_span(&out), &arena, &back));
    assert_true(ym_span_is(back.title, sheet.title));
    assert_int_equal(back.made_at, -5);
    assert_int_equal(back.n, 4);
    for (size_t i = 0; i < 4; i++)
        is_the_same(&sheet.blocks[i], &back.blocks[i]);
    assert_null(back.blocks[1].table->look);
    assert_int_equal(back.blocks[2].table->look->figures, 2);
    assert_true(back.blocks[2].table->look->is_dense);
    assert_memory_equal(back.blocks[2].table->look->strong, strong, sizeof(strong));
    assert_null(back.blocks[2].table->look->lengths);
    assert_null(back.blocks[3].table->look->strong);
    assert_memory_equal(back.blocks[3].table->look->lengths, lengths, sizeof(lengths));
    for (size_t n = 0; n < out.n; n++) {
        ym_arena_reset(&arena);
        assert_false(doc_sheet_unpack((struct ym_span){ out.at, n }, &arena, &back));
    }
    ym_buf_putc(&out, 'x');
    ym_arena_reset(&arena);
    assert_false(doc_sheet_unpack(ym_buf_span(&out), &arena, &back));
    ym_arena_release(&arena);
    ym_buf_release(&out);
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
        cmocka_unit_test(the_same_bytes_each_time),   cmocka_unit_test(holds_its_limits),
        cmocka_unit_test(holds_the_limits_of_tables), cmocka_unit_test(holds_the_limits_of_bars),
        cmocka_unit_test(packs_and_unpacks),          cmocka_unit_test(refuses_what_cannot_be_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
