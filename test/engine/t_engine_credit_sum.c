/* SPDX-License-Identifier: Apache-2.0 */
/* What a formula may say, and what it makes of items: ends of decay and expiry, small samples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "yima/credit.h"

#define END       20000 /* the first day after the month */
#define FULL_DAYS 100
#define ZERO_DAYS 300
#define EXPIRY    400

static struct ym_credit_formula formula(void)
{
    struct ym_credit_formula f = { .id = "t",
                                   .version = "1",
                                   .valid_from = 0,
                                   .valid_until = YM_DAY_NONE,
                                   .reply_days = 7,
                                   .full_days = FULL_DAYS,
                                   .zero_days = ZERO_DAYS,
                                   .expiry_days = EXPIRY };

    for (int i = 0; i < YM_CREDIT_KIND_COUNT; i++)
        f.points[i] = -1;
    f.points[YM_CREDIT_ATTENDED] = 1000;
    f.points[YM_CREDIT_ABSENT] = 0;
    f.points[YM_CREDIT_ON_TIME] = 1000;
    f.points[YM_CREDIT_LATE] = 700;
    f.points[YM_CREDIT_PARTIAL] = 300;
    f.points[YM_CREDIT_BREACHED] = 0;
    f.points[YM_CREDIT_REPAIRED] = 700;
    f.points[YM_CREDIT_ENFORCED] = 300;
    f.minimum[YM_CREDIT_PART_PARTICIPATION] = 3;
    f.minimum[YM_CREDIT_PART_PERFORMANCE] = 3;
    return f;
}

/* ---- Words ---- */

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(ym_credit_part_word(YM_CREDIT_PART_HABITS)->code, "habits");
    assert_string_equal(ym_credit_kind_word(YM_CREDIT_ON_TIME)->code, "on_time");
    assert_string_equal(ym_credit_why_word(YM_CREDIT_WHY_LATER)->code, "later");
    assert_int_equal(ym_credit_kind_part(YM_CREDIT_ABSENT), YM_CREDIT_PART_PARTICIPATION);
    assert_int_equal(ym_credit_kind_find(YM_SPAN("breached")), YM_CREDIT_BREACHED);
    assert_int_equal(ym_credit_kind_find(YM_SPAN("bad")), -1);
}

/* ---- Formulas ---- */

static void broken(const struct ym_credit_formula *f, const char *part)
{
    const char *flaw = ym_credit_formula_flaw(f);

    assert_non_null(flaw);
    assert_non_null(strstr(flaw, part));
}

static void test_formula_frame(void **state)
{
    struct ym_credit_formula f = formula();

    (void)state;
    assert_null(ym_credit_formula_flaw(&f));
    f.valid_until = 0;
    assert_null(ym_credit_formula_flaw(&f));
    f.valid_until = -1;
    broken(&f, "validity");
    f = formula();
    f.expiry_days = YM_CREDIT_EXPIRY_DAYS_MAX;
    assert_null(ym_credit_formula_flaw(&f));
    f.expiry_days++;
    broken(&f, "expire");
    f.expiry_days = 0;
    broken(&f, "expire");
    f = formula();
    f.full_days = f.zero_days;
    broken(&f, "weighs");
    f.full_days--;
    assert_null(ym_credit_formula_flaw(&f));
    f.minimum[YM_CREDIT_PART_PARTICIPATION] = 2;
    broken(&f, "3 items");
    f = formula();
    f.minimum[YM_CREDIT_PART_PERFORMANCE] = 2;
    broken(&f, "3 items");
}

static void broken_by(enum ym_credit_kind kind, int points, const char *part)
{
    struct ym_credit_formula f = formula();

    f.points[kind] = (int16_t)points;
    broken(&f, part);
}

static void test_formula_points(void **state)
{
    static const enum ym_credit_kind rights[] = {
        YM_CREDIT_PARTY,   YM_CREDIT_MERGED,    YM_CREDIT_INVITED,
        YM_CREDIT_REPLIED, YM_CREDIT_AWAY,      YM_CREDIT_OVERDUE,
        YM_CREDIT_EXCUSED, YM_CREDIT_CONTESTED, YM_CREDIT_REPLACED,
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
        broken_by(rights[i], 0, "a right");
    broken_by(YM_CREDIT_ON_TIME, 1001, "0 to 1000");
    broken_by(YM_CREDIT_ON_TIME, -2, "0 to 1000");
    broken_by(YM_CREDIT_ON_TIME, -1, "judged");
    broken_by(YM_CREDIT_ATTENDED, 0, "to attend");
    broken_by(YM_CREDIT_REPAIRED, 0, "after a breach");
    broken_by(YM_CREDIT_ENFORCED, 0, "after a breach");
    broken_by(YM_CREDIT_LATE, 1000, "late performance");
    broken_by(YM_CREDIT_LATE, 0, "late performance");
}

/* ---- Sums ---- */

/* A log of items of seat 1 and an entry over it. */
struct sample {
    struct ym_credit_formula f;
    struct ym_credit_log log;
    struct ym_credit_entry e;
    struct ym_credit_view views[YM_CREDIT_ITEMS_MAX];
    size_t n;
};

static int open_sample(void **state)
{
    struct sample *s = calloc(1, sizeof(*s));

    if (s == NULL)
        return -1;
    s->f = formula();
    s->e = (struct ym_credit_entry){ .seat = 1, .side = YM_SIDE_RESPONDENT, .log = &s->log };
    *state = s;
    return 0;
}

static int close_sample(void **state)
{
    free(*state);
    return 0;
}

/* An item of this age in days at the end of the month. */
static struct ym_credit_item *item(struct sample *s, enum ym_credit_kind kind, int age)
{
    struct ym_credit_item *i = &s->log.items[s->log.n];

    *i = (struct ym_credit_item){ .seq = ++s->log.n,
                                  .seat = 1,
                                  .kind = (uint8_t)kind,
                                  .day = END - 1 - age,
                                  .of = END - 1 - age };
    return i;
}

/* An obligation of its own each time. */
static struct ym_credit_item *owed(struct sample *s, enum ym_credit_kind kind, int age)
{
    struct ym_credit_item *i = item(s, kind, age);

    i->terms_seq = i->seq;
    return i;
}

static struct ym_credit_sum sum(struct sample *s)
{
    struct ym_credit_sum ret = { 0 };

    assert_true(ym_credit_add(&ret, &s->f, &s->e, END, s->views, &s->n));
    ym_credit_close(&ret, &s->f);
    return ret;
}

static void test_small_sample(void **state)
{
    struct sample *s = *state;
    struct ym_credit_sum r;

    owed(s, YM_CREDIT_ON_TIME, 0);
    owed(s, YM_CREDIT_BREACHED, 0);
    r = sum(s);
    assert_int_equal(r.parts[YM_CREDIT_PART_PERFORMANCE].counted, 2);
    assert_int_equal(r.parts[YM_CREDIT_PART_PERFORMANCE].points, -1);
    owed(s, YM_CREDIT_EXCUSED, 0);      /* shown without points: it makes the sample no larger */
    owed(s, YM_CREDIT_LATE, ZERO_DAYS); /* nor does what weighs nothing any more */
    r = sum(s);
    assert_int_equal(r.parts[YM_CREDIT_PART_PERFORMANCE].points, -1);
    assert_int_equal(r.n[YM_CREDIT_EXCUSED], 1);
    assert_int_equal(r.n[YM_CREDIT_LATE], 1);
    owed(s, YM_CREDIT_LATE, 0);
    r = sum(s);
    assert_int_equal(r.parts[YM_CREDIT_PART_PERFORMANCE].counted, 3);
    assert_int_equal(r.parts[YM_CREDIT_PART_PERFORMANCE].points, 567); /* 1700 / 3 */
    assert_int_equal(r.parts[YM_CREDIT_PART_PARTICIPATION].points, -1);
    assert_int_equal(r.parts[YM_CREDIT_PART_HABITS].points, -1);
}

static void test_decay(void **state)
{
    static const struct {
        int age, weight;
    } rows[] = { { 0, 1000 },  { FULL_DAYS, 1000 },  { FULL_DAYS + 1, 995 }, { 200, 500 },
                 { 201, 495 }, { ZERO_DAYS - 1, 5 }, { ZERO_DAYS, 0 },       { ZERO_DAYS + 1, 0 } };
    struct sample *s = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        s->log.n = 0;
        item(s, YM_CREDIT_ATTENDED, rows[i].age);
        (void)sum(s);
        assert_int_equal(s->n, 1);
        assert_int_equal(s->views[0].weight, rows[i].weight);
    }
}

/* Old items pull less: 1000 points at weight 500, 0 points twice at 1000. */
static void test_weighted_mean(void **state)
{
    struct sample *s = *state;
    struct ym_credit_sum r;

    item(s, YM_CREDIT_ATTENDED, 200);
    item(s, YM_CREDIT_ABSENT, 1);
    item(s, YM_CREDIT_ABSENT, 0);
    r = sum(s);
    assert_int_equal(r.parts[YM_CREDIT_PART_PARTICIPATION].weight, 2500);
    assert_int_equal(r.parts[YM_CREDIT_PART_PARTICIPATION].product, 500000);
    assert_int_equal(r.parts[YM_CREDIT_PART_PARTICIPATION].points, 200);
}

/* Only what speaks for its day takes the place of another session of it. */
static void test_sessions_of_one_day(void **state)
{
    struct sample *s = *state;
    struct ym_credit_sum r;

    item(s, YM_CREDIT_ABSENT, 7);
    s->log.items[s->log.n - 1].why = YM_CREDIT_WHY_NOT_NOTIFIED;
    item(s, YM_CREDIT_REPLIED, 7);
    item(s, YM_CREDIT_ABSENT, 7);
    item(s, YM_CREDIT_ATTENDED, 8);
    item(s, YM_CREDIT_ABSENT, 7);
    item(s, YM_CREDIT_ATTENDED, 7);
    item(s, YM_CREDIT_ABSENT, 7);
    s->log.items[s->log.n - 1].why = YM_CREDIT_WHY_NO_CONSENT;
    r = sum(s);
    assert_int_equal(r.n[YM_CREDIT_ATTENDED], 2);
    assert_int_equal(r.n[YM_CREDIT_ABSENT], 0);
    assert_int_equal(r.not [YM_CREDIT_WHY_SAME_DAY], 2);
    assert_int_equal(r.not [YM_CREDIT_WHY_NOT_NOTIFIED], 1);
    assert_int_equal(r.not [YM_CREDIT_WHY_NO_CONSENT], 1);
    assert_int_equal(r.parts[YM_CREDIT_PART_PARTICIPATION].counted, 2);
}

static void test_expiry(void **state)
{
    struct sample *s = *state;

    item(s, YM_CREDIT_ABSENT, EXPIRY);
    (void)sum(s);
    assert_int_equal(s->n, 1); /* the last day on which it is kept */
    s->log.n = 0;
    item(s, YM_CREDIT_ABSENT, EXPIRY + 1);
    item(s, YM_CREDIT_PARTY, EXPIRY + 1);
    assert_int_equal(sum(s).habits[YM_SIDE_RESPONDENT][YM_TYPE_OTHER], 0);
    assert_int_equal(s->n, 0);
}

static void test_month_end(void **state)
{
    struct sample *s = *state;

    item(s, YM_CREDIT_ABSENT, 0);  /* on the last day of the month */
    item(s, YM_CREDIT_ABSENT, -1); /* on the first of the next */
    item(s, YM_CREDIT_ABSENT, 0)->seat = 2;
    (void)sum(s);
    assert_int_equal(s->n, 1);
    assert_int_equal(s->views[0].number, 0);
}

static void test_barred(void **state)
{
    static const enum ym_credit_why bars[] = { YM_CREDIT_WHY_FAMILY_VIOLENCE, YM_CREDIT_WHY_MINOR,
                                               YM_CREDIT_WHY_PROTECTED };
    struct sample *s = *state;
    struct ym_credit_sum r;

    item(s, YM_CREDIT_PARTY, 0);
    item(s, YM_CREDIT_ABSENT, 0);
    for (size_t i = 0; i < 3; i++) {
        s->e.bar = (uint8_t)bars[i];
        r = sum(s);
        assert_int_equal(s->n, 0);
        assert_int_equal(r.barred, 1);
        assert_int_equal(r.entries, 1);
        assert_int_equal(r.n[YM_CREDIT_PARTY], 0);
        assert_int_equal(ym_credit_judge(&s->f, &s->e, END, s->views), 0);
    }
}

/* Of one obligation the last record stands, also between records of others. */
static void test_last_record(void **state)
{
    struct sample *s = *state;
    struct ym_credit_sum r;

    owed(s, YM_CREDIT_BREACHED, 50)->terms_seq = 9;
    owed(s, YM_CREDIT_BREACHED, 50)->terms_seq = 9;
    s->log.items[1].item = 1;
    owed(s, YM_CREDIT_REPAIRED, 40)->terms_seq = 9;
    item(s, YM_CREDIT_ATTENDED, 30);
    owed(s, YM_CREDIT_ON_TIME, 20)->terms_seq = 12; /* the same number of another agreement */
    r = sum(s);
    assert_int_equal(s->views[0].why, YM_CREDIT_WHY_LATER);
    assert_int_equal(s->views[0].weight, 0);
    assert_int_equal(s->views[1].why, YM_CREDIT_WHY_COUNTS);
    assert_int_equal(s->views[2].why, YM_CREDIT_WHY_COUNTS);
    assert_int_equal(r.n[YM_CREDIT_ON_TIME], 1);
    assert_int_equal(r.n[YM_CREDIT_BREACHED], 1);
    assert_int_equal(r.n[YM_CREDIT_REPAIRED], 1);
}

/* An upheld objection says so of its item also when a later record stands. */
static void test_flags(void **state)
{
    struct ym_credit_flag flags[] = {
        { .seq = 1, .kind = YM_CREDIT_BREACHED, .why = YM_CREDIT_WHY_UPHELD },
        { .seq = 2, .kind = YM_CREDIT_REPAIRED, .why = YM_CREDIT_WHY_UPHELD }
    };
    struct sample *s = *state;

    owed(s, YM_CREDIT_BREACHED, 50)->terms_seq = 9;
    owed(s, YM_CREDIT_REPAIRED, 40)->terms_seq = 9;
    s->e.flags = flags;
    s->e.nflags = 1;
    (void)sum(s);
    assert_int_equal(s->views[0].why, YM_CREDIT_WHY_UPHELD);
    assert_int_equal(s->views[0].flag, YM_CREDIT_WHY_UPHELD);
    assert_int_equal(s->views[1].why, YM_CREDIT_WHY_COUNTS);
    s->e.nflags = 2;
    assert_int_equal(sum(s).not [YM_CREDIT_WHY_UPHELD], 2);
}

static void test_entries_limit(void **state)
{
    struct sample *s = *state;
    struct ym_credit_sum r = { .entries = YM_CREDIT_ENTRIES_MAX - 1 };
    struct ym_credit_sum before;

    s->log.left_out = 4;
    item(s, YM_CREDIT_PARTY, 0);
    s->n = 7;
    assert_true(ym_credit_add(&r, &s->f, &s->e, END, s->views, &s->n));
    assert_int_equal(r.entries, YM_CREDIT_ENTRIES_MAX);
    assert_int_equal(r.left_out, 4);
    before = r;
    assert_false(ym_credit_add(&r, &s->f, &s->e, END, s->views, &s->n));
    assert_memory_equal(&before, &r, sizeof(r));
    assert_int_equal(s->n, 0);
}

/* The largest sums do not run over: a million disputes, each with as many items as a log holds. */
static void test_largest_sum(void **state)
{
    struct sample *s = *state;
    struct ym_credit_sum r = { 0 };
    struct ym_credit_part_sum *part = &r.parts[YM_CREDIT_PART_PARTICIPATION];

    part->counted = UINT32_C(1024000000);
    part->weight = UINT64_C(1024000000) * YM_CREDIT_WEIGHT_MAX;
    part->product = part->weight * YM_CREDIT_POINTS_MAX;
    ym_credit_close(&r, &s->f);
    assert_int_equal(part->points, YM_CREDIT_POINTS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_formula_frame),
        cmocka_unit_test(test_formula_points),
        cmocka_unit_test_setup_teardown(test_small_sample, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_decay, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_weighted_mean, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_sessions_of_one_day, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_expiry, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_month_end, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_barred, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_last_record, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_flags, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_entries_limit, open_sample, close_sample),
        cmocka_unit_test_setup_teardown(test_largest_sum, open_sample, close_sample),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
