/* SPDX-License-Identifier: Apache-2.0 */
/* What holds of the two procedures that ship, beyond what ym_procedure_check() asks of any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "load.h"

struct shipped {
    struct json_procedure *owned[2];
    struct ym_procedures all;
};

static const char *const paths[] = { YM_PROCEDURES_DIR "/binjiang-2020.json",
                                     YM_PROCEDURES_DIR "/zhejiang-2025.json" };

static int setup(void **state)
{
    static struct shipped shipped;
    static const unsigned char digest[32] = { 1 };

    memset(&shipped, 0, sizeof(shipped));
    for (uint16_t i = 0; i < 2; i++) {
        shipped.owned[i] = load_procedure(paths[i]);
        json_procedure_set(shipped.owned[i], (uint16_t)(i + 1), digest);
        shipped.all.at[i + 1] = json_procedure_get(shipped.owned[i]);
    }
    *state = &shipped;
    return 0;
}

static int teardown(void **state)
{
    struct shipped *const shipped = *state;

    for (int i = 0; i < 2; i++)
        json_procedure_free(shipped->owned[i]);
    return 0;
}

static void has_no_flaw(void **state)
{
    const struct shipped *const shipped = *state;

    for (int i = 1; i <= 2; i++) {
        struct ym_flaw flaws[LOAD_FLAWS_MAX];
        const size_t n = ym_procedure_check(shipped->all.at[i], flaws, LOAD_FLAWS_MAX);

        load_print_flaws(shipped->all.at[i], flaws, n < LOAD_FLAWS_MAX ? n : LOAD_FLAWS_MAX);
        assert_int_equal(n, 0);
    }
}

static const char *const before[] = { YM_RULE_DIR "/before/binjiang-2020-1.0.json",
                                      YM_RULE_DIR "/before/zhejiang-2025-1.0.json",
                                      YM_RULE_DIR "/before/binjiang-2020-1.1.json",
                                      YM_RULE_DIR "/before/zhejiang-2025-1.1.json" };

/* The number of a row is in every event that it made: another version may drop it or say it better,
 * but never gives it to another matter. */
static void keeps_its_numbers(void **state)
{
    const struct shipped *const shipped = *state;

    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
        struct json_procedure *const owned = load_procedure(before[i]);
        const struct ym_procedure *const old = json_procedure_get(owned);
        const struct ym_procedure *const now = shipped->all.at[i % 2 + 1];
        struct ym_flaw flaw;

        assert_int_equal(ym_procedure_check(old, &flaw, 1), 0);
        assert_string_equal(old->id, now->id);
        assert_true(strcmp(old->version, now->version) < 0);
        for (int k = 0; k < old->nrules; k++) {
            const struct ym_rule *const r = ym_procedure_rule(now, old->rules[k].id);

            if (r != NULL && (r->on != old->rules[k].on || r->refuse != old->rules[k].refuse))
                fail_msg("%s: rule %u is another one than in %s", old->id, r->id, old->version);
        }
        json_procedure_free(owned);
    }
}

static const char *id_on(const struct shipped *shipped, int year, int month, int day)
{
    const struct ym_procedure *p = ym_procedures_on(&shipped->all, ym_day_make(year, month, day));

    return p != NULL ? p->id : "none";
}

/* The legal basis of the blue stage changed on 2025-01-01. */
static void is_chosen_by_the_day_of_intake(void **state)
{
    const struct shipped *const shipped = *state;

    assert_string_equal(id_on(shipped, 2020, 5, 31), "none");
    assert_string_equal(id_on(shipped, 2020, 6, 1), "binjiang-2020");
    assert_string_equal(id_on(shipped, 2024, 12, 31), "binjiang-2020");
    assert_string_equal(id_on(shipped, 2025, 1, 1), "zhejiang-2025");
    assert_string_equal(id_on(shipped, 2026, 11, 22), "zhejiang-2025");
}

static bool has_colour(const struct ym_procedure *p, enum ym_stage stage, enum ym_colour colour)
{
    for (int i = 0; i < p->nstates; i++)
        if (p->states[i].stage == stage && p->states[i].colour == colour)
            return true;
    return false;
}

/* Which stage bears which colour, and which model of blue is meant. */
static void bears_the_colours_of_its_stages(void **state)
{
    const struct shipped *const shipped = *state;

    for (int i = 1; i <= 2; i++) {
        const struct ym_procedure *p = shipped->all.at[i];

        assert_true(has_colour(p, YM_STAGE_INTAKE, YM_COLOUR_NONE));
        assert_true(has_colour(p, YM_STAGE_FIRST, YM_COLOUR_YELLOW));
        assert_true(has_colour(p, YM_STAGE_SECOND, YM_COLOUR_ORANGE));
        assert_true(has_colour(p, YM_STAGE_AGREED, YM_COLOUR_GREEN));
        assert_true(has_colour(p, YM_STAGE_FAILED_OPEN, YM_COLOUR_RED));
        assert_true(has_colour(p, YM_STAGE_FAILED_TRIAL, YM_COLOUR_RED));
        assert_int_equal(has_colour(p, YM_STAGE_COURT_PRE, YM_COLOUR_BLUE), i == 1);
        assert_int_equal(has_colour(p, YM_STAGE_COURT_FILED, YM_COLOUR_BLUE), i == 2);
    }
}

/* One limit that the law sets, as both or one of the files must have it. */
struct limit {
    int procedure; /* 1 binjiang, 2 zhejiang */
    const char *name;
    int n;
    enum ym_unit unit;
    const char *source; /* must stand in the source */
};

static const struct limit limits[] = {
    { 1, "mediation_limit", 1, YM_UNIT_MONTH, "人民调解工作若干规定 33" }, /* row 1 */
    { 2, "mediation_limit", 1, YM_UNIT_MONTH, "宁波市人民调解条例 27" },   /* row 1 */
    { 1, "appointment", 3, YM_UNIT_WORKDAY, "在线调解规则 10" },           /* row 2 */
    { 2, "appointment", 3, YM_UNIT_WORKDAY, "在线调解规则 10" },           /* row 2 */
    { 1, "joint_choice", 2, YM_UNIT_WORKDAY, "在线调解规则 10" },          /* row 3 */
    { 2, "joint_choice", 2, YM_UNIT_WORKDAY, "在线调解规则 10" },          /* row 3 */
    { 1, "case_answer", 3, YM_UNIT_WORKDAY, "在线调解规则 12" },           /* row 4 */
    { 1, "referral_answer", 3, YM_UNIT_WORKDAY, "在线调解规则 12" },       /* row 4 */
    { 2, "referral_answer", 3, YM_UNIT_WORKDAY, "在线调解规则 12" },       /* row 4 */
    { 1, "inquiry", 3, YM_UNIT_WORKDAY, "在线调解规则 15" },               /* row 5 */
    { 2, "inquiry", 3, YM_UNIT_WORKDAY, "在线调解规则 15" },               /* row 5 */
    { 1, "court_limit", 30, YM_UNIT_DAY, "特邀调解规定 27" },              /* rows 6, 8, 9 */
    { 2, "filed_limit", 15, YM_UNIT_DAY, "2025年立案与调解工作意见 3" },   /* rows 7, 8 */
    { 1, "filing_decision", 7, YM_UNIT_DAY, "民事诉讼法 126" },            /* row 10 */
    { 2, "complaint_decision", 7, YM_UNIT_DAY, "登记立案规定 2、8" },      /* row 10 */
    { 1, "fee_limit", 7, YM_UNIT_DAY, "民诉法解释 213" },                  /* row 11 */
    { 2, "fee_limit", 7, YM_UNIT_DAY, "诉讼费用交纳办法 22" },             /* row 11 */
    { 1, "confirm_window", 30, YM_UNIT_DAY, "民事诉讼法 205" },            /* row 12 */
    { 2, "confirm_window", 30, YM_UNIT_DAY, "人民调解法 33" },             /* row 12 */
    { 1, "confirm_review", 30, YM_UNIT_DAY, "民事诉讼法 187" },            /* row 13 */
    { 1, "objection_party", 15, YM_UNIT_DAY, "民诉法解释 372" },           /* row 14 */
    { 1, "objection_third", 6, YM_UNIT_MONTH, "民诉法解释 372" },          /* row 14 */
    { 1, "enforcement_limit", 2, YM_UNIT_YEAR, "民事诉讼法 250" },         /* row 15 */
    { 2, "enforcement_limit", 2, YM_UNIT_YEAR, "民事诉讼法 250" },         /* row 15 */
    { 1, "trial_limit", 6, YM_UNIT_MONTH, "民事诉讼法 152" },              /* row 16 */
    { 2, "trial_limit", 6, YM_UNIT_MONTH, "民事诉讼法 152" },              /* row 16 */
};

static const struct ym_deadline *deadline(const struct ym_procedure *p, const char *name)
{
    const int i = ym_procedure_deadline(p, ym_span_of(name));

    if (i < 0)
        fail_msg("%s has no deadline %s", p->id, name);
    return &p->deadlines[i];
}

static void holds_the_limits_of_the_law(void **state)
{
    const struct shipped *const shipped = *state;

    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        const struct limit *want = &limits[i];
        const struct ym_deadline *d = deadline(shipped->all.at[want->procedure], want->name);

        if (d->term.n != want->n || d->term.unit != want->unit ||
            strstr(d->source, want->source) == NULL)
            fail_msg("%s: %d %s, source %s", want->name, d->term.n,
                     ym_unit_name((enum ym_unit)d->term.unit), d->source);
    }
}

static void assert_type(const struct ym_deadline *d, enum ym_type type, int n, enum ym_unit unit)
{
    assert_int_equal(d->by_type[type].term.n, n);
    assert_int_equal(d->by_type[type].term.unit, unit);
}

/* Labour 15 days from the application, medical 30 working days without the appraisal, traffic 10
 * days with the police, consumer 45 working days with the market regulator; caps and the shorter
 * limit of the simplified procedure. */
static void holds_the_limits_of_types_and_caps(void **state)
{
    const struct shipped *const shipped = *state;
    static const char *const both[] = { "mediation_limit", "second_limit" };
    const struct ym_deadline *d;

    for (int i = 1; i <= 2; i++)
        for (int k = 0; k < 2; k++) {
            d = deadline(shipped->all.at[i], both[k]);
            assert_type(d, YM_TYPE_LABOUR, 15, YM_UNIT_DAY);
            assert_type(d, YM_TYPE_MEDICAL, 30, YM_UNIT_WORKDAY);
            assert_type(d, YM_TYPE_TRAFFIC, 10, YM_UNIT_DAY);
            assert_type(d, YM_TYPE_CONSUMER, 45, YM_UNIT_WORKDAY);
            assert_int_equal(d->by_type[YM_TYPE_TRAFFIC].bodies, 1u << YM_BODY_POLICE);
            assert_int_equal(d->by_type[YM_TYPE_CONSUMER].bodies, 1u << YM_BODY_ADMINISTRATIVE);
            assert_int_equal(d->by_type[YM_TYPE_LABOUR].bodies, 0);
            assert_int_equal(d->by_type[YM_TYPE_LABOUR].origin,
                             k == 0 ? YM_ORIGIN_RECEIVED : YM_ORIGIN_EVENT);
            assert_true(d->is_limit && d->may_stay);
            assert_int_equal(d->extend_days_max, 30);
        }
    for (int i = 1; i <= 2; i++) {
        d = deadline(shipped->all.at[i], "trial_limit");
        assert_true(d->simplified.n == 3 && d->simplified.unit == YM_UNIT_MONTH);
        assert_true(d->small_claim.n == 2 && d->small_claim.unit == YM_UNIT_MONTH);
        d = deadline(shipped->all.at[i], "objection_party");
        assert_int_equal(d->origin, YM_ORIGIN_SERVED);
    }
    d = deadline(shipped->all.at[1], "court_limit");
    assert_int_equal(d->extend_days_max, YM_CAP_NONE);
    assert_int_equal(d->origin, YM_ORIGIN_DATE);
    assert_true(d->is_limit && d->may_stay);
    d = deadline(shipped->all.at[2], "filed_limit");
    assert_int_equal(d->extend_days_max, 30);
    assert_int_equal(d->origin, YM_ORIGIN_DATE);
    assert_int_equal(d->simplified.n, 7);
    assert_int_equal(d->simplified.unit, YM_UNIT_DAY);
}

/* The README tells of every deadline where it comes from: law, or local practice. */
static void explains_every_deadline(void **state)
{
    const struct shipped *const shipped = *state;
    size_t n;
    char *const readme = load_file(YM_PROCEDURES_DIR "/../README.md", &n);

    for (int i = 1; i <= 2; i++)
        for (int k = 0; k < shipped->all.at[i]->ndeadlines; k++) {
            char quoted[80];

            (void)snprintf(quoted, sizeof(quoted), "`%s`", shipped->all.at[i]->deadlines[k].name);
            if (strstr(readme, quoted) == NULL)
                fail_msg("engine/README.md does not name the deadline %s", quoted);
        }
    free(readme);
}

/* Every word for a ground, and every move that anyone may ask for, has a row that uses it. */
static void uses_every_command(void **state)
{
    const struct shipped *const shipped = *state;

    for (int cmd = 0; cmd < YM_CMD_COUNT; cmd++) {
        int rows = 0;

        for (int i = 1; i <= 2; i++)
            for (int k = 0; k < shipped->all.at[i]->nrules; k++)
                rows += shipped->all.at[i]->rules[k].on == cmd;
        if (rows == 0)
            fail_msg("no rule on %s", ym_word(YM_VOCAB_COMMAND, cmd)->code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_no_flaw),
        cmocka_unit_test(keeps_its_numbers),
        cmocka_unit_test(is_chosen_by_the_day_of_intake),
        cmocka_unit_test(bears_the_colours_of_its_stages),
        cmocka_unit_test(holds_the_limits_of_the_law),
        cmocka_unit_test(holds_the_limits_of_types_and_caps),
        cmocka_unit_test(explains_every_deadline),
        cmocka_unit_test(uses_every_command),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
