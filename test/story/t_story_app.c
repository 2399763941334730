/* SPDX-License-Identifier: Apache-2.0 */
/* Every story through the application over the store in memory: the same lines come true, and what
 * is stored reads back, folds and chains after every act. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_backend.h"
#include "world.h"

static void every_story_comes_true(void **state)
{
    struct world *const w = world_open();

    (void)state;
    w->backend = app_backend_new(&w->procedures, json_calendar_get(w->calendar));
    assert_non_null(w->backend);
    assert_int_equal(world_play(w), 0);
    assert_int_equal(story_uncovered(w->cover, WORLD_PROCEDURES), 0);
    app_backend_free(w->backend);
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_story_comes_true) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
