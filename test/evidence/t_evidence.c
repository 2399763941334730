/* SPDX-License-Identifier: Apache-2.0 */
/* Attachments without a database: parts, heads, names, and the wall as a function. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/evidence.h"

#define BIT(kind) (UINT32_C(1) << APP_NOTE_##kind)

static void parts_add_up(void **state)
{
    static const uint32_t sizes[] = {
        1, 262143, 262144, 262145, 524288, 524289, APP_PAPER_BYTES_MAX
    };

    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        const uint16_t n = app_paper_parts(sizes[i]);
        uint32_t sum = 0;

        for (uint16_t part = 0; part < n; part++) {
            const uint32_t bytes = app_paper_part_bytes(sizes[i], part);

            assert_true(bytes > 0 && bytes <= APP_PAPER_PART_BYTES);
            assert_true(part + 1 == n || bytes == APP_PAPER_PART_BYTES);
            sum += bytes;
        }
        assert_int_equal(sum, sizes[i]);
    }
    assert_int_equal(app_paper_parts(APP_PAPER_BYTES_MAX), APP_PAPER_PARTS_MAX);
}

static void heads_come_back(void **state)
{
    char room[APP_PAPER_HEAD_BYTES_MAX];
    struct app_paper_head head = { .name = YM_SPAN("收据.jpg") };
    struct app_paper_head again;
    struct ym_span bytes;

    (void)state;
    memset(head.sha256, 7, sizeof(head.sha256));
    memset(head.salt, 9, sizeof(head.salt));
    bytes = app_paper_head_pack(&head, room);
    assert_true(app_paper_head_read(bytes, &again));
    assert_true(ym_span_is(again.name, head.name));
    assert_memory_equal(again.sha256, head.sha256, sizeof(head.sha256));
    assert_memory_equal(again.salt, head.salt, sizeof(head.salt));
    for (size_t n = 0; n <= 1 + 32 + APP_PAPER_SALT_LEN; n++)
        assert_false(app_paper_head_read((struct ym_span){ bytes.at, n }, &again));
    room[0] = 2;
    assert_false(app_paper_head_read(bytes, &again));
}

static void labels_tell_places_apart(void **state)
{
    char a[APP_FILE_LABEL_MAX];
    char b[APP_FILE_LABEL_MAX];
    const struct ym_id dispute = { INT64_MAX };

    (void)state;
    assert_false(ym_span_is(app_paper_label(dispute, INT64_MAX, a),
                            app_paper_label(dispute, INT64_MAX - 1, b)));
    assert_false(ym_span_is(app_paper_part_label(dispute, INT64_MAX, 1, a),
                            app_paper_part_label(dispute, INT64_MAX, 2, b)));
    assert_false(ym_span_is(app_paper_part_label((struct ym_id){ 1 }, 11, 1, a),
                            app_paper_part_label((struct ym_id){ 11 }, 1, 1, b)));
    assert_true(app_paper_part_label(dispute, INT64_MAX, 79, a).n < APP_FILE_LABEL_MAX);
}

static void names_are_one_plain_line(void **state)
{
    static const char *const good[] = { "a.pdf",  "收据 2026.jpg", "a.b.c.txt", "（副本）—1.png",
                                        "¬®.pdf", "\xD8\x9D.pdf",  "ㅣㅥ.pdf",  "ﾟﾡ.pdf" };
    static const char *const bad[] = { "",
                                       "a/b.pdf",
                                       "a\\b.pdf",
                                       "a\nb.pdf",
                                       "a\tb.pdf",
                                       "C:a.pdf",
                                       ".htaccess",
                                       "a.pdf.",
                                       " a.pdf",
                                       "a.pdf ",
                                       "a\"b.pdf",
                                       "a<b.pdf",
                                       "a|b.pdf",
                                       "a?.pdf",
                                       "a*.pdf",
                                       "a\x7F.pdf",
                                       "\xE2\x80\xAE"
                                       "gpj.exe",
                                       "a\xE2\x80\x8B.pdf",
                                       "a\xE2\x81\xA6.pdf",
                                       "\xEF\xBB\xBF"
                                       "a.pdf",
                                       "a\xD8\x9C"
                                       "fdp.exe.pdf",
                                       "a\xC2\xAD.pdf",
                                       "a\xE1\x85\x9F.pdf",
                                       "a\xE1\xA0\x8E.pdf",
                                       "a\xE3\x85\xA4.pdf",
                                       "a\xEF\xBE\xA0.pdf",
                                       "a\xF3\xA0\x81\x81.pdf",
                                       "a\xFF.pdf" };
    char longest[3 * APP_PAPER_NAME_CHARS_MAX + 4];

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_null(app_paper_name_fault(ym_span_of(good[i])));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_non_null(app_paper_name_fault(ym_span_of(bad[i])));
    for (int i = 0; i <= APP_PAPER_NAME_CHARS_MAX; i++)
        memcpy(longest + (ptrdiff_t)3 * i, "字", 3);
    assert_null(app_paper_name_fault((struct ym_span){ longest, 3 * APP_PAPER_NAME_CHARS_MAX }));
    assert_non_null(
        app_paper_name_fault((struct ym_span){ longest, 3 * (APP_PAPER_NAME_CHARS_MAX + 1) }));
}

/* ---- The wall ---- */

static struct app_caller caller_of(unsigned role)
{
    struct app_caller c = { .actor = { .role = (uint8_t)role, .staff = 7, .body = 3, .seat = 32 } };

    if (role == YM_ROLE_PARTY || role == YM_ROLE_AGENT)
        c.actor = (struct ym_actor){ .role = (uint8_t)role, .seat = 1 };
    return c;
}

/* A dispute that everybody in some role may read. */
static struct ym_dispute dispute_of_all(void)
{
    return (struct ym_dispute){ .id = { 1 },
                                .version = 1,
                                .seats = 2,
                                .body = 3,
                                .mediator = 7,
                                .court = 3,
                                .region = 330108003001 };
}

/* The whole table, spelled out once more by hand: notes, papers, shown ones, to whom. */
static void each_role_has_its_sight(void **state)
{
    static const struct {
        unsigned role;
        uint32_t notes, papers, shown;
        uint8_t to;
    } rows[] = {
        { YM_ROLE_MEDIATOR, 7, 7, 0, 0 },      { YM_ROLE_BODY_MANAGER, 7, 7, 0, 0 },
        { YM_ROLE_WINDOW_CLERK, 5, 5, 0, 0 },  { YM_ROLE_DISPATCHER, 5, 5, 0, 0 },
        { YM_ROLE_CENTRE, 5, 5, 0, 0 },        { YM_ROLE_SUPERVISOR, 5, 5, 0, 0 },
        { YM_ROLE_AUDITOR, 5, 5, 0, 0 },       { YM_ROLE_COURT_CLERK, 4, 4, 1, 2 },
        { YM_ROLE_CONFIRM_JUDGE, 4, 4, 1, 2 }, { YM_ROLE_FILING_JUDGE, 4, 4, 1, 2 },
        { YM_ROLE_PARTY, 0, 0, 5, 1 },         { YM_ROLE_AGENT, 0, 0, 5, 1 },
        { YM_ROLE_GRID_WORKER, 0, 0, 0, 0 },   { YM_ROLE_DPO, 0, 0, 0, 0 },
        { YM_ROLE_ADMIN, 0, 0, 0, 0 },         { YM_ROLE_JOB, 0, 0, 0, 0 },
    };
    const struct ym_dispute d = dispute_of_all();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct app_caller c = caller_of(rows[i].role);
        struct app_file_sight s;

        c.actor.region = 330108000000;
        s = app_file_sight(&c, &d);
        if (!app_caller_may_read(&c, &d)) {
            assert_false(app_file_sight_notes(&s) || app_file_sight_papers(&s));
            continue;
        }
        assert_int_equal(s.notes, rows[i].notes);
        assert_int_equal(s.papers, rows[i].papers);
        assert_int_equal(s.shown, rows[i].shown);
        assert_int_equal(s.to, rows[i].to);
        assert_int_equal((s.notes | s.papers | s.shown) & BIT(CAUCUS), 0);
        assert_int_equal(s.author, rows[i].role == YM_ROLE_MEDIATOR ? 7 : 0);
        assert_int_equal(s.seat, rows[i].to == APP_SHOWN_PARTIES ? 1 : YM_SEATS_MAX);
    }
}

static void strangers_see_nothing(void **state)
{
    const struct ym_dispute d = dispute_of_all();
    struct app_caller c = caller_of(YM_ROLE_MEDIATOR);
    struct app_file_sight s;

    (void)state;
    c.actor.staff = 8;
    s = app_file_sight(&c, &d);
    assert_false(app_file_sight_notes(&s));
    assert_false(app_file_sight_papers(&s));
    assert_false(app_paper_may_write(&c, &d, APP_NOTE_NEUTRAL));
}

/* What leaves for a court holds no concession and nothing of a caucus, whatever else changes. */
static void a_packet_holds_no_concession(void **state)
{
    const struct app_file_sight s = app_file_sight_packet();

    (void)state;
    assert_int_equal((s.notes | s.papers | s.shown) & (BIT(CONCESSION) | BIT(CAUCUS)), 0);
    assert_int_equal((s.notes | s.papers) & BIT(NEUTRAL), 0);
    assert_int_equal(s.to, APP_SHOWN_COURT);
    assert_int_equal(s.author, 0);
    assert_int_equal(s.staff, 0);
    assert_int_equal(s.seat, YM_SEATS_MAX);
}

static void who_may_put_in_what(void **state)
{
    static const struct {
        unsigned role;
        uint32_t kinds;
    } rows[] = {
        { YM_ROLE_MEDIATOR, 15 },  { YM_ROLE_BODY_MANAGER, 7 }, { YM_ROLE_PARTY, 9 },
        { YM_ROLE_AGENT, 9 },      { YM_ROLE_WINDOW_CLERK, 1 }, { YM_ROLE_COURT_CLERK, 1 },
        { YM_ROLE_SUPERVISOR, 0 }, { YM_ROLE_AUDITOR, 0 },      { YM_ROLE_ADMIN, 0 },
    };
    const struct ym_dispute d = dispute_of_all();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct app_caller c = caller_of(rows[i].role);

        c.actor.region = 330108000000;
        for (unsigned kind = 0; kind <= APP_NOTE_KIND_COUNT; kind++) {
            const bool may = app_caller_may_read(&c, &d) && kind < APP_NOTE_KIND_COUNT &&
                             (rows[i].kinds >> kind & 1) != 0;

            assert_int_equal(app_paper_may_write(&c, &d, kind), may);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_add_up),
        cmocka_unit_test(heads_come_back),
        cmocka_unit_test(labels_tell_places_apart),
        cmocka_unit_test(names_are_one_plain_line),
        cmocka_unit_test(each_role_has_its_sight),
        cmocka_unit_test(strangers_see_nothing),
        cmocka_unit_test(a_packet_holds_no_concession),
        cmocka_unit_test(who_may_put_in_what),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
