/* SPDX-License-Identifier: Apache-2.0 */
/* Every story on the engine alone. Between them they reach every rule, every state and every colour
 * of both procedures that ship; a rule that no story needs is a rule that nobody has thought
 * through. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine_backend.h"
#include "json/calendar.h"
#include "json/procedure.h"

#define FILE_BYTES_MAX (1024 * 1024)
#define PROCEDURES     2
#define FILES_MAX      64

struct world {
    struct json_procedure *owned[PROCEDURES];
    struct json_calendar *calendar;
    struct ym_procedures procedures;
    struct story_backend *backend;
    struct story_coverage cover[PROCEDURES];
};

/* The file and a NUL behind it; owned by the caller. */
static struct ym_span read_whole(const char *path)
{
    FILE *const file = fopen(path, "rb");
    char *const text = malloc(FILE_BYTES_MAX + 1);
    size_t n;

    if (file == NULL)
        fail_msg("cannot open %s", path);
    assert_non_null(text);
    n = fread(text, 1, FILE_BYTES_MAX, file);
    assert_int_equal(fclose(file), 0);
    assert_true(n > 0 && n < FILE_BYTES_MAX);
    text[n] = '\0';
    return (struct ym_span){ text, n };
}

static struct json_procedure *read_procedure(const char *path, uint16_t number)
{
    static const unsigned char digest[32];
    const struct ym_span text = read_whole(path);
    struct json_procedure *jp = NULL;
    struct ym_error err;

    if (json_procedure_parse(text, &jp, &err) != YM_E_OK)
        fail_msg("%s: %s", path, err.text);
    json_procedure_set(jp, number, digest);
    free((void *)(uintptr_t)text.at);
    return jp;
}

static struct json_calendar *read_calendar(const char *path)
{
    const struct ym_span text = read_whole(path);
    struct json_calendar *calendar = NULL;
    struct ym_error err;

    if (json_calendar_parse(text, &calendar, &err) != YM_E_OK)
        fail_msg("%s: %s", path, err.text);
    free((void *)(uintptr_t)text.at);
    return calendar;
}

static int setup(void **state)
{
    static const char *const paths[PROCEDURES] = {
        YM_ENGINE_DIR "/procedures/binjiang-2020.json",
        YM_ENGINE_DIR "/procedures/zhejiang-2025.json",
    };
    struct world *const w = calloc(1, sizeof(*w));

    assert_non_null(w);
    for (uint16_t i = 0; i < PROCEDURES; i++) {
        w->owned[i] = read_procedure(paths[i], (uint16_t)(i + 1));
        w->procedures.at[i + 1] = json_procedure_get(w->owned[i]);
        w->cover[i].p = json_procedure_get(w->owned[i]);
    }
    w->calendar = read_calendar(YM_ENGINE_DIR "/calendars/cn.json");
    w->backend = engine_backend_new(&w->procedures, json_calendar_get(w->calendar));
    assert_non_null(w->backend);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *const w = *state;

    engine_backend_free(w->backend);
    json_calendar_free(w->calendar);
    for (int i = 0; i < PROCEDURES; i++)
        json_procedure_free(w->owned[i]);
    free(w);
    return 0;
}

static int is_story(const struct dirent *entry)
{
    const size_t n = strlen(entry->d_name);

    return n > 6 && strcmp(entry->d_name + n - 6, ".story") == 0;
}

static int play_file(struct world *w, const char *name)
{
    char path[1024];
    struct ym_span text;
    int wrong;

    (void)snprintf(path, sizeof(path), "%s/%s", YM_STORY_DIR, name);
    text = read_whole(path);
    wrong = story_play(path, text, w->backend, w->cover, PROCEDURES);
    free((void *)(uintptr_t)text.at);
    return wrong;
}

static void every_story_comes_true(void **state)
{
    struct dirent **files;
    const int n = scandir(YM_STORY_DIR, &files, is_story, alphasort);
    int wrong = 0;

    assert_true(n > 0 && n <= FILES_MAX);
    for (int i = 0; i < n; i++) {
        wrong += play_file(*state, files[i]->d_name);
        free(files[i]);
    }
    free(files);
    assert_int_equal(wrong, 0);
}

static void the_stories_reach_everything(void **state)
{
    const struct world *const w = *state;

    assert_int_equal(story_uncovered(w->cover, PROCEDURES), 0);
}

/* The colours are those of the states, so this follows; it is said because it is what people see.
 */
static void the_stories_show_every_colour(void **state)
{
    const struct world *const w = *state;

    for (int i = 0; i < PROCEDURES; i++)
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
