/* SPDX-License-Identifier: Apache-2.0 */
/* The case file on PostgreSQL: tries are counted, and notes stand behind the wall. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "casebed.h"

#define MEDIATOR 5001
#define OTHER    5002

/* ---- Codes ---- */

static struct app_tried tried;
static struct app_code codes[YM_SEATS_MAX];
static size_t ncodes;

static void on_tried(void *arg, enum ym_err err, const struct app_tried *t)
{
    on_done(arg, err);
    if (t != NULL)
        tried = *t;
}

static void on_codes(void *arg, enum ym_err err, const struct app_code *rows, size_t n)
{
    on_done(arg, err);
    ncodes = n;
    for (size_t i = 0; i < n; i++)
        codes[i] = rows[i];
}

#define HOUR    (3600 * YM_USEC_PER_SECOND)
#define EXPIRES (MADE_NOW + 1000 * HOUR)
#define ISSUER  77
#define HOUSE   78

static enum ym_err issue(uint8_t seat, int32_t number, unsigned char hash)
{
    struct app_code c = { .seat = seat,
                          .issue = number,
                          .issued_at = MADE_NOW + number,
                          .expires_at = EXPIRES,
                          .role = YM_ROLE_MEDIATOR,
                          .issued_by = YM_SPAN("a:7"),
                          .staff = ISSUER + number };

    c.hash[0] = hash;
    port->ops->issue(port, dispute, &c, HOUSE, on_done, NULL);
    return answers(1);
}

static enum app_try try_at(uint8_t seat, unsigned char first, ym_usec now)
{
    const struct app_trial trial = {
        .dispute = dispute, .seat = seat, .hash = { first }, .now = now
    };

    port->ops->try_code(port, &trial, on_tried, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    return tried.result;
}

static enum app_try try_code(uint8_t seat, unsigned char first)
{
    return try_at(seat, first, MADE_NOW + 1);
}

static void a_code_opens_its_own_seat(void **state)
{
    (void)state;
    assert_int_equal(issue(0, 1, 10), YM_E_OK);
    assert_int_equal(issue(1, 1, 11), YM_E_OK);
    assert_int_equal(try_code(0, 10), APP_TRY_OK);
    assert_int_equal(tried.issue, 1);
    assert_int_equal(try_code(1, 10), APP_TRY_WRONG);
    assert_int_equal(try_code(1, 11), APP_TRY_OK);
    assert_int_equal(try_code(2, 10), APP_TRY_WRONG); /* a seat without a code answers alike */
}

static void a_code_follows_the_one_before(void **state)
{
    (void)state;
    assert_int_equal(issue(0, 1, 20), YM_E_CONFLICT);
    assert_int_equal(issue(0, 3, 20), YM_E_CONFLICT);
    assert_int_equal(try_code(0, 10), APP_TRY_OK);
    assert_int_equal(issue(0, 2, 20), YM_E_OK);
    assert_int_equal(try_code(0, 10), APP_TRY_WRONG);
    assert_int_equal(try_code(0, 20), APP_TRY_OK);
    assert_int_equal(tried.issue, 2);
}

/* As many wrong tries as lock; the moment of the last one is `now`, and it is locked until then. */
static void lock_at(ym_usec now, ym_usec until)
{
    for (int i = 1; i < APP_CODE_TRIES_MAX; i++)
        assert_int_equal(try_at(0, 99, now), APP_TRY_WRONG);
    assert_int_equal(try_at(0, 99, now), APP_TRY_LOCKED);
    assert_int_equal(tried.until, until);
}

/* The last try that may be wrong, one past it, and what lifts the lock. */
static void wrong_tries_lock(void **state)
{
    (void)state;
    for (int i = 1; i < APP_CODE_TRIES_MAX; i++)
        assert_int_equal(try_code(0, 99), APP_TRY_WRONG);
    assert_int_equal(try_code(0, 20), APP_TRY_OK); /* the count begins anew */
    lock_at(MADE_NOW + 1, MADE_NOW + 1 + HOUR);
    assert_int_equal(try_code(0, 20), APP_TRY_LOCKED);
    assert_int_equal(try_code(1, 11), APP_TRY_OK); /* the other party's works */
    port->ops->codes(port, dispute, on_codes, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    assert_int_equal(ncodes, 2);
    assert_int_equal(codes[0].locked_at, MADE_NOW + 1);
    assert_int_equal(codes[0].failures, APP_CODE_TRIES_MAX);
    assert_true(codes[1].locked_at == YM_USEC_NONE);
    assert_int_equal(codes[1].used_at, MADE_NOW + 1);
    assert_int_equal(issue(0, 3, 30), YM_E_OK);
    assert_int_equal(try_code(0, 30), APP_TRY_OK);
}

/* An hour, then a day each time, then for good: to the last moment of each, and the next. While it
 * is locked nothing counts. */
static void locks_end_but_for_the_last(void **state)
{
    ym_usec now = MADE_NOW + HOUR;

    (void)state;
    lock_at(now, now + HOUR);
    for (int i = 0; i < 3 * APP_CODE_TRIES_MAX; i++)
        assert_int_equal(try_at(0, 99, now + HOUR - 1), APP_TRY_LOCKED);
    assert_int_equal(try_at(0, 30, now + HOUR - 1), APP_TRY_LOCKED);
    now += HOUR;
    assert_int_equal(try_at(0, 30, now), APP_TRY_OK); /* the party is in, and the count anew */
    lock_at(now, now + HOUR);
    now += HOUR;
    for (int locked = 2; locked < APP_CODE_TRIES_ALL / APP_CODE_TRIES_MAX; locked++) {
        lock_at(now, now + 24 * HOUR);
        assert_int_equal(try_at(0, 30, now + 24 * HOUR - 1), APP_TRY_LOCKED);
        now += 24 * HOUR;
    }
    lock_at(now, YM_USEC_NONE);
    assert_int_equal(try_at(0, 30, now + 24 * HOUR), APP_TRY_LOCKED);
    assert_int_equal(try_at(0, 30, EXPIRES - 1), APP_TRY_LOCKED);
    port->ops->codes(port, dispute, on_codes, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    assert_int_equal(codes[0].failures, APP_CODE_TRIES_ALL);
    assert_int_equal(issue(0, 4, 30), YM_E_OK);
    assert_int_equal(try_code(0, 30), APP_TRY_OK);
}

static struct app_code_issue issues[APP_CODE_ISSUES_MAX];
static size_t nissues;

static void on_issues(void *arg, enum ym_err err, const struct app_code_issue *rows, size_t n)
{
    on_done(arg, err);
    nissues = n;
    for (size_t i = 0; i < n; i++)
        issues[i] = rows[i];
}

/* Codes that are in force no more are told as well; one that was refused never was. */
static void who_issued_is_kept(void **state)
{
    (void)state;
    port->ops->issues(port, dispute, 0, on_issues, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    assert_int_equal(nissues, 4);
    for (size_t i = 0; i < nissues; i++) {
        assert_int_equal(issues[i].seat, 0);
        assert_int_equal(issues[i].issue, 4 - i);
        assert_int_equal(issues[i].staff, ISSUER + issues[i].issue);
        assert_int_equal(issues[i].body, HOUSE);
        assert_int_equal(issues[i].role, YM_ROLE_MEDIATOR);
        assert_int_equal(issues[i].at, MADE_NOW + issues[i].issue);
    }
    port->ops->issues(port, dispute, APP_SEAT_ANY, on_issues, NULL);
    assert_int_equal(answers(1), YM_E_OK);
    assert_int_equal(nissues, 5);
}

static void tries_at_once_all_count(void **state)
{
    const struct app_trial wrong = {
        .dispute = dispute, .seat = 1, .hash = { 99 }, .now = MADE_NOW + 1
    };

    (void)state;
    for (int i = 0; i < APP_CODE_TRIES_MAX + 5; i++)
        port->ops->try_code(port, &wrong, on_tried, NULL);
    assert_int_equal(answers(APP_CODE_TRIES_MAX + 5), YM_E_OK);
    assert_int_equal(tried.result, APP_TRY_LOCKED);
    assert_int_equal(try_code(1, 11), APP_TRY_LOCKED);
}

static void a_code_ends(void **state)
{
    (void)state;
    assert_int_equal(try_at(0, 30, EXPIRES - 1), APP_TRY_OK);
    assert_int_equal(try_at(0, 30, EXPIRES), APP_TRY_EXPIRED);
    assert_int_equal(try_at(0, 99, EXPIRES), APP_TRY_EXPIRED);
}

/* ---- Notes ---- */

static struct app_note notes[APP_NOTE_PAGE_MAX];
static size_t nnotes;
static bool has_more;

static void on_notes(void *arg, enum ym_err err, const struct app_note *rows, size_t n, bool more)
{
    on_done(arg, err);
    nnotes = n;
    has_more = more;
    for (size_t i = 0; i < n; i++)
        notes[i] = rows[i];
}

static struct app_note note_of(int64_t id, enum app_note_kind kind, int64_t staff,
                               enum ym_role role)
{
    return (struct app_note){ .id = id,
                              .kind = (uint8_t)kind,
                              .seat = 1,
                              .role = (uint8_t)role,
                              .staff = staff,
                              .at = MADE_NOW,
                              .author = YM_SPAN("a:7"),
                              .sealed = YM_SPAN("sealed") };
}

static enum ym_err add(const struct app_note *note, struct ym_request_key k)
{
    port->ops->add_note(port, dispute, note, &k, on_notes, NULL);
    return answers(1);
}

static void read_notes(struct app_file_sight sight, int64_t after)
{
    port->ops->notes(port, dispute, sight, after, on_notes, NULL);
    assert_int_equal(answers(1), YM_E_OK);
}

/* Every set of kinds that a sight can have, with and without an author: what comes is exactly it.
 */
static void the_wall_holds(void **state)
{
    static const int64_t authors[] = { 0, MEDIATOR, OTHER, 77 };
    int64_t id = 1;

    (void)state;
    for (int kind = 0; kind < APP_NOTE_KIND_COUNT; kind++) {
        struct app_note a = note_of(id++, (enum app_note_kind)kind, MEDIATOR, YM_ROLE_MEDIATOR);
        struct app_note b = note_of(id++, (enum app_note_kind)kind, OTHER, YM_ROLE_MEDIATOR);
        struct app_note c = note_of(id++, (enum app_note_kind)kind, OTHER, YM_ROLE_BODY_MANAGER);

        assert_int_equal(add(&a, key((uint32_t)a.id, 1)), YM_E_OK);
        assert_int_equal(add(&b, key((uint32_t)b.id, 1)), YM_E_OK);
        assert_int_equal(add(&c, key((uint32_t)c.id, 1)), YM_E_OK);
    }
    for (uint32_t kinds = 0; kinds < UINT32_C(1) << APP_NOTE_CAUCUS; kinds++) {
        for (size_t i = 0; i < sizeof(authors) / sizeof(authors[0]); i++) {
            size_t expected = 3 * (size_t)__builtin_popcount(kinds);

            read_notes((struct app_file_sight){ .notes = kinds, .author = authors[i] }, 0);
            expected += authors[i] == MEDIATOR || authors[i] == OTHER ? 1 : 0;
            assert_int_equal(nnotes, expected);
            for (size_t n = 0; n < nnotes; n++) {
                if (notes[n].kind == APP_NOTE_CAUCUS) {
                    assert_int_equal(notes[n].staff, authors[i]);
                    assert_int_equal(notes[n].role, YM_ROLE_MEDIATOR);
                } else {
                    assert_true((kinds >> notes[n].kind & 1) != 0);
                }
            }
        }
    }
}

static void a_repeated_note_is_one_note(void **state)
{
    struct app_note n = note_of(100, APP_NOTE_NEUTRAL, MEDIATOR, YM_ROLE_MEDIATOR);

    (void)state;
    assert_int_equal(add(&n, key(100, 1)), YM_E_OK);
    n.id = 101;
    assert_int_equal(add(&n, key(100, 1)), YM_E_OK);
    assert_int_equal(nnotes, 1);
    assert_int_equal(notes[0].id, 100);
    assert_int_equal(add(&n, key(100, 2)), YM_E_KEY_REUSED);
    /* The key is the author's: somebody else's request never shows his note. */
    n.staff = OTHER;
    assert_int_equal(add(&n, key(100, 1)), YM_E_CONFLICT);
}

static void corrections_keep_the_old(void **state)
{
    struct app_note n = note_of(110, APP_NOTE_CONCESSION, MEDIATOR, YM_ROLE_MEDIATOR);

    (void)state;
    assert_int_equal(add(&n, key(110, 1)), YM_E_OK);
    n.id = 111;
    n.corrects = 110;
    assert_int_equal(add(&n, key(111, 1)), YM_E_OK);
    assert_int_equal(notes[0].corrects, 110);
    n.id = 112;
    assert_int_equal(add(&n, key(112, 1)), YM_E_CONFLICT); /* corrected already */
    n.corrects = 111;
    n.kind = APP_NOTE_NEUTRAL;
    assert_int_equal(add(&n, key(112, 1)), YM_E_CONFLICT); /* another kind */
    n.kind = APP_NOTE_CONCESSION;
    n.staff = OTHER;
    assert_int_equal(add(&n, key(112, 1)), YM_E_CONFLICT); /* another author */
    n.staff = MEDIATOR;
    n.corrects = 4711;
    assert_int_equal(add(&n, key(112, 1)), YM_E_CONFLICT); /* no such note */
    read_notes((struct app_file_sight){ .notes = UINT32_C(1) << APP_NOTE_CONCESSION }, 109);
    assert_int_equal(nnotes, 2);
}

/* As many as may be and one past it; they come in pages. */
static void notes_have_a_limit(void **state)
{
    struct app_note n = note_of(1, APP_NOTE_NEUTRAL, MEDIATOR, YM_ROLE_MEDIATOR);
    const struct app_file_sight sight = { .notes = UINT32_C(1) << APP_NOTE_NEUTRAL };
    const struct ym_id kept = dispute;
    int64_t after = 0;
    size_t seen = 0;

    (void)state;
    dispute = bed_made[1].after.id;
    for (n.id = 1; n.id <= APP_NOTES_MAX; n.id++)
        assert_int_equal(add(&n, key((uint32_t)n.id, 1)), YM_E_OK);
    assert_int_equal(add(&n, key((uint32_t)n.id, 1)), YM_E_CONFLICT);
    do {
        read_notes(sight, after);
        assert_int_equal(notes[0].id, after + 1);
        seen += nnotes;
        after = notes[nnotes - 1].id;
    } while (has_more);
    assert_int_equal(seen, APP_NOTES_MAX);
    dispute = kept;
}

static int open_bed(void **state)
{
    (void)state;
    bed_open("yima_casefile");
    return 0;
}

static int close_bed(void **state)
{
    (void)state;
    bed_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_opens_its_own_seat),
        cmocka_unit_test(a_code_follows_the_one_before),
        cmocka_unit_test(wrong_tries_lock),
        cmocka_unit_test(locks_end_but_for_the_last),
        cmocka_unit_test(who_issued_is_kept),
        cmocka_unit_test(tries_at_once_all_count),
        cmocka_unit_test(a_code_ends),
        cmocka_unit_test(the_wall_holds),
        cmocka_unit_test(a_repeated_note_is_one_note),
        cmocka_unit_test(corrections_keep_the_old),
        cmocka_unit_test(notes_have_a_limit),
    };

    return cmocka_run_group_tests_name("codes and notes", tests, open_bed, close_bed);
}
