/* SPDX-License-Identifier: Apache-2.0 */
/* Limits of a report, at each and one past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/print.h"
#include "sample.h"

/* So many disputes, each in a region, body or with a mediator of its own; and once more the one of
 * that index, if there is one. */
static struct report *crowd_again(int64_t n, int64_t region_step, int64_t body_step,
                                  int64_t staff_step, int64_t again)
{
    struct report_tally *t = report_tally_new();
    struct report_about about = sample_about(sample_month(2026, 8));
    struct report *r = NULL;
    struct ym_error why = { .text = "" };

    for (int64_t i = 0; i < n; i++) {
        struct ym_month_fact f = sample_fact((int)(i % SAMPLE_FACTS), SAMPLE_FACTS);

        f.region = 330108001000 + i % 900 * region_step + i / 900 * 1000 * region_step;
        f.body = 1011 + i * body_step;
        f.mediator = 5028 + i * staff_step;
        assert_true(report_tally_add(t, &f));
        if (i == again)
            assert_true(report_tally_add(t, &f));
    }
    if (report_make(t, &about, &r, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    report_tally_free(t);
    return r;
}

static struct report *crowd(int64_t n, int64_t region_step, int64_t body_step, int64_t staff_step)
{
    return crowd_again(n, region_step, body_step, staff_step, -1);
}

/* One dispute each: the two largest ids are the others. A report whose others lack a dispute is
 * refused, and what is written reads back to the same bytes. */
static void has_others(struct report *r, enum report_by by, int64_t first, size_t max)
{
    const struct report_dimension *d = &r->by[by];
    struct report_line *others = &d->lines[max - 1];
    struct ym_error why = { .text = "" };
    struct report *back = NULL;
    struct ym_buf json;
    struct ym_buf again;

    assert_int_equal(d->n, max);
    assert_int_equal(d->left_out, 2);
    for (size_t i = 0; i + 1 < max; i++)
        assert_int_equal(d->lines[i].id, first + (int64_t)i);
    assert_true(others->id == REPORT_OTHERS);
    assert_int_equal(others->n[REPORT_CELL(DISPUTES)], 2);
    others->n[REPORT_CELL(DISPUTES)]--;
    assert_int_equal(report_check(r, &why), YM_E_UNPROCESSABLE);
    others->n[REPORT_CELL(DISPUTES)]++;
    ym_buf_init(&json, REPORT_JSON_BYTES_MAX);
    ym_buf_init(&again, REPORT_JSON_BYTES_MAX);
    assert_true(report_json(r, &json));
    if (report_read(ym_buf_span(&json), &back, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    assert_true(report_json(back, &again));
    assert_true(ym_span_is(ym_buf_span(&json), ym_buf_span(&again)));
    /* As frozen before there was such a line. */
    back->by[by].n = 0;
    assert_int_equal(report_check(back, &why), YM_E_OK);
    report_free(back);
    ym_buf_release(&json);
    ym_buf_release(&again);
    ym_buf_init(&again, REPORT_JSON_BYTES_MAX);
    assert_int_equal(report_csv(r, &again, &why), YM_E_OK);
    ym_buf_putc(&again, '\0');
    assert_non_null(strstr(ym_buf_span(&again).at, "其余"));
    assert_non_null(strstr(ym_buf_span(&again).at, "2个之和"));
    ym_buf_release(&again);
}

static void holds_bodies(void **state)
{
    struct report *r = crowd(REPORT_BODIES_MAX, 0, 1, 0);

    (void)state;
    assert_int_equal(r->by[REPORT_BY_BODY].n, REPORT_BODIES_MAX);
    assert_int_equal(r->by[REPORT_BY_BODY].left_out, 0);
    report_free(r);
    r = crowd(REPORT_BODIES_MAX + 1, 0, 1, 0);
    has_others(r, REPORT_BY_BODY, 1011, REPORT_BODIES_MAX);
    report_free(r);
}

/* Whoever has more disputes has a line, whatever the id. */
static void the_largest_keep_their_lines(void **state)
{
    struct report *r = crowd_again(REPORT_BODIES_MAX + 1, 0, 1, 0, REPORT_BODIES_MAX);
    const struct report_dimension *d = &r->by[REPORT_BY_BODY];
    const struct report_line *last = &d->lines[REPORT_BODIES_MAX - 2];

    (void)state;
    assert_int_equal(d->n, REPORT_BODIES_MAX);
    assert_int_equal(last[-1].id, 1011 + REPORT_BODIES_MAX - 3);
    assert_int_equal(last->id, 1011 + REPORT_BODIES_MAX);
    assert_int_equal(last->n[REPORT_CELL(DISPUTES)], 2);
    assert_int_equal(d->left_out, 2);
    assert_int_equal(last[1].n[REPORT_CELL(DISPUTES)], 2);
    report_free(r);
}

/* Shown as a page, too; and a line without their number is refused. */
static void others_come_with_their_number(void **state)
{
    struct report *r = crowd(REPORT_BODIES_MAX + 1, 0, 1, 0);
    struct ym_error why = { .text = "" };
    struct report *back = NULL;
    struct ym_buf text;

    (void)state;
    ym_buf_init(&text, REPORT_HTML_BYTES_MAX);
    assert_int_equal(report_html(r, &text, &why), YM_E_OK);
    ym_buf_putc(&text, '\0');
    assert_non_null(strstr(ym_buf_span(&text).at, "其余"));
    ym_buf_release(&text);
    r->by[REPORT_BY_BODY].left_out = 0;
    ym_buf_init(&text, REPORT_JSON_BYTES_MAX);
    assert_true(report_json(r, &text));
    assert_int_equal(report_read(ym_buf_span(&text), &back, &why), YM_E_UNPROCESSABLE);
    assert_null(back);
    ym_buf_release(&text);
    report_free(r);
}

static void holds_mediators(void **state)
{
    struct report *r = crowd(REPORT_MEDIATORS_MAX, 0, 0, 1);

    (void)state;
    assert_int_equal(r->by[REPORT_BY_MEDIATOR].n, REPORT_MEDIATORS_MAX);
    report_free(r);
    r = crowd(REPORT_MEDIATORS_MAX + 1, 0, 0, 1);
    has_others(r, REPORT_BY_MEDIATOR, 5028, REPORT_MEDIATORS_MAX);
    report_free(r);
}

/* One community more than there is room for, and the street stands for all of them. */
static void holds_regions(void **state)
{
    struct report *r = crowd(REPORT_REGIONS_MAX, 1, 0, 0);

    (void)state;
    assert_int_equal(r->by[REPORT_BY_REGION].n, REPORT_REGIONS_MAX);
    assert_int_equal(r->by[REPORT_BY_REGION].depth, 5);
    report_free(r);
    r = crowd(REPORT_REGIONS_MAX + 1, 1, 0, 0);
    assert_int_equal(r->by[REPORT_BY_REGION].n, 1);
    assert_int_equal(r->by[REPORT_BY_REGION].depth, 4);
    assert_int_equal(r->by[REPORT_BY_REGION].lines[0].n[REPORT_CELL(DISPUTES)],
                     REPORT_REGIONS_MAX + 1);
    report_free(r);
}

/* A server sets it in another process. */
static void packs(const struct report *r)
{
    struct ym_arena here;
    struct ym_arena there;
    struct doc_sheet sheet;
    struct doc_sheet back;
    struct ym_error why;
    struct ym_buf out;

    assert_true(ym_arena_init(&here, REPORT_SHEET_BYTES));
    assert_true(ym_arena_init(&there, DOC_UNPACK_BYTES));
    assert_int_equal(report_sheet(r, &here, &sheet, &why), YM_E_OK);
    ym_buf_init(&out, DOC_PACKED_BYTES_MAX);
    assert_true(doc_sheet_pack(&sheet, &out));
    assert_true(doc_sheet_unpack(ym_buf_span(&out), &there, &back));
    assert_int_equal(back.n, sheet.n);
    ym_buf_release(&out);
    ym_arena_release(&here);
    ym_arena_release(&there);
}

/* The largest report is read back and printed. */
static void prints_the_largest(void **state)
{
    struct report *r = crowd(REPORT_REGIONS_MAX, 1, 1, 1);
    struct report *back;
    struct ym_error why;
    struct ym_buf json;
    struct ym_buf out;

    (void)state;
    ym_buf_init(&json, REPORT_JSON_BYTES_MAX);
    assert_true(report_json(r, &json));
    assert_int_equal(report_read(ym_buf_span(&json), &back, &why), YM_E_OK);
    ym_buf_init(&out, REPORT_CSV_BYTES_MAX);
    assert_int_equal(report_csv(back, &out, &why), YM_E_OK);
    ym_buf_release(&out);
    ym_buf_init(&out, REPORT_HTML_BYTES_MAX);
    assert_int_equal(report_html(back, &out, &why), YM_E_OK);
    ym_buf_release(&out);
    ym_buf_init(&out, DOC_PDF_BYTES_MAX);
    if (report_pdf(back, &out, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    ym_buf_release(&out);
    packs(back);
    ym_buf_release(&json);
    report_free(back);
    report_free(r);
}

static void holds_money(void **state)
{
    struct report_tally *t = report_tally_new();
    struct ym_month_fact f = sample_fact(0, 1);

    (void)state;
    f.amount_fen = REPORT_FEN_MAX;
    assert_true(report_tally_add(t, &f));
    f.amount_fen = 1;
    assert_false(report_tally_add(t, &f));
    report_tally_free(t);
}

/* A name of so many bytes; the caller frees it. */
static char *name_of(size_t n)
{
    char *text = malloc(n);

    assert_non_null(text);
    memset(text, 'x', n);
    return text;
}

/* Where a name is too long to be told, the id stands in its place. */
static void tells_the_id_for_a_long_name(void **state)
{
    struct report_tally *t = sample_tally(869, false);
    struct report_about about = sample_about(sample_month(2026, 8));
    char *text = name_of(REPORT_NAME_BYTES_MAX + 1);
    struct report_name name = { 1011, { text, REPORT_NAME_BYTES_MAX } };
    struct report *r;
    struct ym_error why;

    (void)state;
    about.names.bodies = &name;
    about.names.nbodies = 1;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    assert_int_equal(r->by[REPORT_BY_BODY].lines[0].name.n, REPORT_NAME_BYTES_MAX);
    report_free(r);
    name.name.n++;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    assert_int_equal(r->by[REPORT_BY_BODY].lines[0].name.n, 0);
    assert_int_equal(r->by[REPORT_BY_BODY].lines[0].id, 1011);
    report_free(r);
    free(text);
    report_tally_free(t);
}

static void holds_names(void **state)
{
    struct ym_span odd[] = { { NULL, 0 }, YM_SPAN_INIT("两\n行"), YM_SPAN_INIT("空格 ") };
    struct report_tally *t = sample_tally(869, false);
    struct report_about about = sample_about(sample_month(2026, 8));
    char *text = name_of(REPORT_NAME_BYTES_MAX + 1);
    struct report *r;
    struct ym_error why;

    (void)state;
    about.scope.name = (struct ym_span){ text, REPORT_NAME_BYTES_MAX };
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    assert_int_equal(r->scope.name.n, REPORT_NAME_BYTES_MAX);
    report_free(r);
    odd[0] = about.scope.name;
    odd[0].n++;
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        about.scope.name = odd[i];
        assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
        assert_int_equal(r->scope.name.n, 0); /* the id stands in its place */
        report_free(r);
    }
    free(text);
    report_tally_free(t);
}

static void is_of_a_month_and_a_revision(void **state)
{
    struct report_tally *t = sample_tally(869, false);
    struct report_about about = sample_about(sample_month(2026, 8));
    struct report *r;
    struct ym_error why;

    (void)state;
    about.revision = REPORT_REVISION_MAX;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    report_free(r);
    about.revision++;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_UNPROCESSABLE);
    about.revision = 0;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_UNPROCESSABLE);
    about.is_preview = true;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_OK);
    report_free(r);
    about.month++;
    assert_int_equal(report_make(t, &about, &r, &why), YM_E_UNPROCESSABLE);
    report_tally_free(t);
}

/* Bytes of a whole too large for a buffer are refused, not cut. */
static void is_not_cut(void **state)
{
    struct report *r = sample_report(sample_month(2026, 8), 869, NULL, NULL);
    struct ym_error why;
    struct ym_buf out;

    (void)state;
    ym_buf_init(&out, 4000);
    assert_false(report_json(r, &out));
    ym_buf_release(&out);
    ym_buf_init(&out, 4000);
    assert_int_equal(report_csv(r, &out, &why), YM_E_TOO_LARGE);
    ym_buf_release(&out);
    ym_buf_init(&out, 4000);
    assert_int_equal(report_html(r, &out, &why), YM_E_TOO_LARGE);
    ym_buf_release(&out);
    report_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_bodies),
        cmocka_unit_test(the_largest_keep_their_lines),
        cmocka_unit_test(others_come_with_their_number),
        cmocka_unit_test(holds_mediators),
        cmocka_unit_test(holds_regions),
        cmocka_unit_test(prints_the_largest),
        cmocka_unit_test(holds_money),
        cmocka_unit_test(holds_names),
        cmocka_unit_test(tells_the_id_for_a_long_name),
        cmocka_unit_test(is_of_a_month_and_a_revision),
        cmocka_unit_test(is_not_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
