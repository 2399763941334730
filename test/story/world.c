/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FILE_BYTES_MAX (1024 * 1024)

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

struct world *world_open(void)
{
    static const char *const paths[WORLD_PROCEDURES] = {
        YM_ENGINE_DIR "/procedures/binjiang-2020.json",
        YM_ENGINE_DIR "/procedures/zhejiang-2025.json",
    };
    struct world *const w = calloc(1, sizeof(*w));

    assert_non_null(w);
    for (uint16_t i = 0; i < WORLD_PROCEDURES; i++) {
        w->owned[i] = read_procedure(paths[i], (uint16_t)(i + 1));
        w->procedures.at[i + 1] = json_procedure_get(w->owned[i]);
        w->cover[i].p = json_procedure_get(w->owned[i]);
    }
    w->calendar = read_calendar(YM_ENGINE_DIR "/calendars/cn.json");
    return w;
}

void world_close(struct world *w)
{
    json_calendar_free(w->calendar);
    for (int i = 0; i < WORLD_PROCEDURES; i++)
        json_procedure_free(w->owned[i]);
    free(w);
}

static int is_story(const struct dirent *entry)
{
    const size_t n = strlen(entry->d_name);

    return n > 6 && strcmp(entry->d_name + n - 6, ".story") == 0;
}

size_t world_read(struct world_file files[WORLD_FILES_MAX])
{
    struct dirent **entries;
    const int n = scandir(YM_STORY_DIR, &entries, is_story, alphasort);

    assert_true(n > 0 && n <= WORLD_FILES_MAX);
    for (int i = 0; i < n; i++) {
        (void)snprintf(files[i].path, sizeof(files[i].path), "%s/%s", YM_STORY_DIR,
                       entries[i]->d_name);
        files[i].text = read_whole(files[i].path);
        free(entries[i]);
    }
    free(entries);
    return (size_t)n;
}

void world_forget(struct world_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free((void *)(uintptr_t)files[i].text.at);
}

int world_play(struct world *w)
{
    struct world_file *const files = calloc(WORLD_FILES_MAX, sizeof(*files));
    size_t n;
    int wrong = 0;

    assert_non_null(files);
    n = world_read(files);
    for (size_t i = 0; i < n; i++)
        wrong += story_play(files[i].path, files[i].text, w->backend, w->cover, WORLD_PROCEDURES);
    world_forget(files, n);
    free(files);
    return wrong;
}
