/* SPDX-License-Identifier: Apache-2.0 */
/* Every story on the engine alone. Between them they reach every rule, every state and every colour
 * of both procedures that ship; a rule that no story needs is a rule that nobody has thought
 * through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine_backend.h"
#include "world.h"

static int setup(void **state)
{
    struct world *const w = world_open();

    w->backend = engine_backend_new(&w->procedures, json_calendar_get(w->calendar));
    assert_non_null(w->backend);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *const w = *state;

    engine_backend_free(w->backend);
    world_close(w);
    return 0;
}

static void every_story_comes_true(void **state)
{
    assert_int_equal(world_play(*state), 0);
}

static void the_stories_reach_everything(void **state)
{
    const struct world *const w = *state;

    assert_int_equal(story_uncovered(w->cover, WORLD_PROCEDURES), 0);
}

/* The colours are those of the states, so this follows; it is said because it is what people see.
 */
static void the_stories_show_every_colour(void **state)
{
    const struct world *const w = *state;

    for (int i = 0; i < WORLD_PROCEDURES; i++)
        for (int colour = 0; colour < YM_COLOUR_COUNT; colour++) {
            bool shown = false;

            for (int s = 0; s < w->cover[i].p->nstates; s++)
                shown =
                    shown || (w->cover[i].state[s] && w->cover[i].p->states[s].colour == colour);
            assert_true(shown);
        }
}

/* A runner that accepts anything proves nothing: each of these lines must be found wrong. */
static void a_story_that_is_not_true_is_found_out(void **state)
{
    static const char *const lies[] = {
        "register by window_clerk -> rule 101 FIRST grey\n",
        "register by window_clerk -> rule 101 INTAKE yellow\n",
        "register by window_clerk -> rule 103 INTAKE grey\n",
        "register by window_clerk -> rule 101 INTAKE/CONFIRM_OPEN grey\n",
        "register by window_clerk -> rule 101 INTAKE/CONFIRM_IDLE/PERFORM_IDLE/X grey\n",
        "register by window_clerk -> rule 101 INTAKE grey gives agreement\n",
        "register by window_clerk -> rule 101 INTAKE grey gives\n",
        "register by window_clerk -> rule 101 INTAKE grey and more\n",
        "register by window_clerk -> refused role\n",
        "register by auditor -> refused relation\n",
        "register by auditor -> refused role rule 103\n",
        "register by auditor -> refused role rule 101 missing reason\n",
        "register by nobody -> rule 101 INTAKE grey\n",
        "register type=nothing by window_clerk -> rule 101 INTAKE grey\n",
        "register by window_clerk rule 101 INTAKE grey\n",
        "regster by window_clerk -> rule 101 INTAKE grey\n",
        "expire intake_acceptance -> rule 113 INTAKE grey\n",
        "expect stage intake\n",
        "day 2\n",
        "at 2020-06-31 09:00\n",
        "parties 1 judge\n",
        "withdraw reason=\"no end by party 0 -> refused not_here\n",
        /* another deadline comes first */
        "register type=other channel=window by window_clerk -> rule 101 INTAKE grey\n"
        "day +9\naccept by body_manager -> rule 105 FIRST yellow",
        "register type=other channel=window by window_clerk -> rule 101 INTAKE grey\n"
        "accept by body_manager -> rule 105 FIRST yellow\n"
        "expire mediation_limit -> rule 271 FAILED_OPEN red",
        /* it does not happen so often, or never */
        "register type=other channel=window by window_clerk -> rule 101 INTAKE grey\n"
        "accept by body_manager -> rule 105 FIRST yellow\n"
        "expire assignment 2 times -> rule 215 FIRST yellow",
        "register type=other channel=window by window_clerk -> rule 101 INTAKE grey\n"
        "expire intake_acceptance 0 times -> rule 113 INTAKE grey",
    };
    struct world *const w = *state;

    (void)fprintf(stderr, "# the complaints that follow are wanted\n");
    for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
        char text[512];

        (void)snprintf(text, sizeof(text),
                       "story lie %zu\nprocedure binjiang-2020\nat 2020-06-15 09:00\n%s", i,
                       lies[i]);
        if (story_play("lie", ym_span_of(text), w->backend, NULL, 0) != 1)
            fail_msg("believed: %s", lies[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_story_comes_true),
        cmocka_unit_test(the_stories_reach_everything),
        cmocka_unit_test(the_stories_show_every_colour),
        cmocka_unit_test(a_story_that_is_not_true_is_found_out),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
