/* SPDX-License-Identifier: Apache-2.0 */
/* The table of worklists against the shipped procedures: each clock is there, runs in states from
 * which its roles may do something, and roles have the lists that the table says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "app/work.h"
#include "load.h"

#define SHIPPED 2

static struct json_procedure *files[SHIPPED];
static struct ym_procedures all;

static int load(void **state)
{
    (void)state;
    files[0] = load_procedure(YM_PROCEDURES_DIR "/binjiang-2020.json");
    files[1] = load_procedure(YM_PROCEDURES_DIR "/zhejiang-2025.json");
    for (int i = 0; i < SHIPPED; i++)
        all.at[i + 1] = json_procedure_get(files[i]);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    for (int i = 0; i < SHIPPED; i++)
        json_procedure_free(files[i]);
    return 0;
}

/* May the role move or record something in a state in which this deadline runs? */
static bool may_act(const struct ym_procedure *p, const struct ym_deadline *d, int role)
{
    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if ((r->from & (d->in | d->within)) != 0 && r->on != YM_CMD_EXPIRE &&
            r->refuse == YM_REFUSAL_NONE && (r->roles >> role & 1U) != 0)
            return true;
    }
    return false;
}

static const struct {
    const char *list, *deadline;
    uint32_t roles;
} rows[] = {
#define X(list, deadline, roles) { #list, deadline, roles },
    APP_WORK_CLOCKS(X)
#undef X
};

static void who_waits_can_act(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (int role = 0; role < YM_ROLE_COUNT; role++) {
            bool acts = false;

            if ((rows[i].roles >> role & 1U) == 0)
                continue;
            for (int p = 1; p <= SHIPPED; p++) {
                int d = ym_procedure_deadline(all.at[p], ym_span_of(rows[i].deadline));

                acts = acts || (d >= 0 && may_act(all.at[p], &all.at[p]->deadlines[d], role));
            }
            if (!acts)
                fail_msg("%s, %s: %s cannot act", rows[i].list, rows[i].deadline,
                         ym_word(YM_VOCAB_ROLE, role)->code);
        }
    }
}

/* The same deadline has another number in each version; each list has the clocks of both. */
static void clocks_of_every_version(void **state)
{
    struct app_work_clocks clocks;

    (void)state;
    app_work_clocks_of(&all, APP_WORK_TO_REFER, YM_ROLE_COURT_CLERK, &clocks);
    assert_int_equal(clocks.n, SHIPPED);
    for (size_t i = 0; i < clocks.n; i++) {
        const struct ym_procedure *p = all.at[clocks.at[i].procedure];

        assert_string_equal(p->deadlines[clocks.at[i].deadline].name, "appointment");
    }
    assert_int_not_equal(clocks.at[0].deadline, clocks.at[1].deadline);
    app_work_clocks_of(&all, APP_WORK_STALLED, YM_ROLE_COURT_CLERK, &clocks);
    assert_int_equal(clocks.n, 0);
    app_work_clocks_of(&all, APP_WORK_TO_ACCEPT, YM_ROLE_MEDIATOR, &clocks);
    assert_int_equal(clocks.n, 2 * SHIPPED); /* a referral to the body, a case to himself */
}

static void who_has_which(void **state)
{
    (void)state;
    for (int work = 0; work < APP_WORK_COUNT; work++) {
        assert_false(app_work_is_for((enum app_work)work, YM_ROLE_PARTY));
        assert_false(app_work_is_for((enum app_work)work, YM_ROLE_AGENT));
        assert_true(app_work_is_for((enum app_work)work, YM_ROLE_SUPERVISOR));
    }
    assert_true(app_work_is_for(APP_WORK_TO_ACCEPT, YM_ROLE_WINDOW_CLERK));
    assert_false(app_work_is_for(APP_WORK_TO_CONFIRM, YM_ROLE_WINDOW_CLERK));
    assert_true(app_work_is_for(APP_WORK_TO_CONFIRM, YM_ROLE_CONFIRM_JUDGE));
    assert_false(app_work_is_for(APP_WORK_TO_FILE, YM_ROLE_CONFIRM_JUDGE));
    assert_true(app_work_is_for(APP_WORK_STALLED, YM_ROLE_GRID_WORKER));
}

static void by_code(void **state)
{
    enum app_work work = APP_WORK_COUNT;

    (void)state;
    assert_true(app_work_find(YM_SPAN("to_file"), &work));
    assert_int_equal(work, APP_WORK_TO_FILE);
    assert_false(app_work_find(YM_SPAN("to_fil"), &work));
    assert_int_equal(work, APP_WORK_TO_FILE);
    assert_string_equal(app_work_word(APP_WORK_OVERDUE)->code, "overdue");
}

/* A question asks for nothing but its list, and knows since when it must be quiet. */
static void question(void **state)
{
    struct app_work_question q;

    (void)state;
    app_work_ask(&all, APP_WORK_STALLED, YM_ROLE_AUDITOR, INT64_C(1000000000000000), 10, &q);
    assert_true(q.quiet_since == INT64_C(1000000000000000) - 10 * INT64_C(86400000000));
    assert_int_equal(q.filter.colour, APP_ANY);
    assert_int_equal(q.filter.type, APP_ANY);
    assert_true(q.after.v == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_waits_can_act), cmocka_unit_test(clocks_of_every_version),
        cmocka_unit_test(who_has_which),     cmocka_unit_test(by_code),
        cmocka_unit_test(question),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
