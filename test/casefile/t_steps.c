/* SPDX-License-Identifier: Apache-2.0 */
/* What comes next, in every combination of states that confirmation and performance can reach in
 * the procedures as shipped: nobody is told that they may apply who has applied already. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "load.h"
#include "yima/dispute.h"

static const char *const procedures[] = { YM_PROCEDURES_DIR "/zhejiang-2025.json",
                                          YM_PROCEDURES_DIR "/binjiang-2020.json" };

static uint8_t state_of(const struct ym_procedure *p, const char *name)
{
    const int at = ym_procedure_state(p, ym_span_of(name));

    assert_true(at >= 0);
    return (uint8_t)at;
}

/* The next steps in English, one behind the other. */
static const char *steps(const struct ym_procedure *p, const char *main, const char *confirm,
                         const char *perform, char room[512])
{
    const struct ym_dispute d = { .state = { state_of(p, main), state_of(p, confirm),
                                             state_of(p, perform) } };
    const struct ym_state *found[YM_TRACKS];
    const size_t n = ym_dispute_steps(p, &d, found);
    size_t at = 0;

    room[0] = '\0';
    for (size_t i = 0; i < n; i++)
        at += (size_t)snprintf(room + at, 512 - at, "%s%s", i == 0 ? "" : "; ", found[i]->next_en);
    return room;
}

static void follows_confirmation(void **state)
{
    static const struct {
        const char *main, *confirm, *perform, *want;
    } cases[] = {
        { "FIRST", "CONFIRM_IDLE", "PERFORM_IDLE",
          "the mediator contacts both sides and holds sessions" },
        { "AGREED", "CONFIRM_OPEN", "PERFORM_PENDING",
          "perform; both sides may apply for confirmation within thirty days" },
        { "AGREED", "CONFIRM_OPEN", "PERFORM_DONE",
          "perform; both sides may apply for confirmation within thirty days" },
        { "AGREED", "CONFIRM_OPEN", "PERFORM_PARTIAL",
          "both sides apply together; the debtor performs the rest in time" },
        { "AGREED", "CONFIRM_APPLIED", "PERFORM_PENDING",
          "the court decides whether to accept the application; the debtor performs in time" },
        { "AGREED", "CONFIRM_ACCEPTED", "PERFORM_DONE", "the court rules" },
        { "AGREED", "CONFIRMED", "PERFORM_DONE",
          "a party may object within fifteen days of receipt" },
        { "AGREED", "CONFIRM_LAPSED", "PERFORM_PENDING", "the debtor performs in time" },
        { "AGREED", "CONFIRM_LAPSED", "PERFORM_DONE", "" },
        { "AGREED", "CONFIRM_OBJECTED", "PERFORM_OVERDUE",
          "the court examines the objection; the body urges performance" },
        { "FAILED_OPEN", "CONFIRM_IDLE", "PERFORM_SUED",
          "file online, or both sides agree to reopen mediation" },
    };
    char room[512];

    (void)state;
    for (size_t k = 0; k < sizeof(procedures) / sizeof(procedures[0]); k++) {
        struct json_procedure *jp = load_procedure(procedures[k]);
        const struct ym_procedure *p = json_procedure_get(jp);

        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
            assert_string_equal(steps(p, cases[i].main, cases[i].confirm, cases[i].perform, room),
                                cases[i].want);
        json_procedure_free(jp);
    }
}

/* Whatever confirmation is beyond its beginning, the invitation to apply is gone. */
static void never_invites_again(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof(procedures) / sizeof(procedures[0]); k++) {
        struct json_procedure *jp = load_procedure(procedures[k]);
        const struct ym_procedure *p = json_procedure_get(jp);
        char room[512];

        for (int c = 0; c < p->nstates; c++) {
            if (p->states[c].track != YM_TRACK_CONFIRM ||
                strcmp(p->states[c].name, "CONFIRM_OPEN") == 0)
                continue;
            for (int f = 0; f < p->nstates; f++) {
                if (p->states[f].track == YM_TRACK_PERFORM)
                    assert_null(strstr(
                        steps(p, "AGREED", p->states[c].name, p->states[f].name, room), "apply for "
                                                                                        "confirm"));
            }
        }
        json_procedure_free(jp);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_confirmation),
        cmocka_unit_test(never_invites_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
