/* SPDX-License-Identifier: Apache-2.0 */
/* The n-th call of the heap fails, n = 1… until none fires: nothing leaks, nothing is half done,
 * and the answer says that memory is short. cJSON lives in a library of its own, so its hooks are
 * set; everything else is wrapped by the linker. */
#include <stdlib.h>

#include <cjson/cJSON.h>

#include "check.h"
#include "json/calendar.h"
#include "json/command.h"
#include "json/event.h"
#include "json/intake.h"
#include "json/procedure.h"

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t n);

static long countdown; /* calls until one fails; 0: none shall */
static long fired;     /* calls that failed */

static bool fails(void)
{
    if (countdown == 0 || --countdown > 0)
        return false;
    fired++;
    return true;
}

void *__wrap_malloc(size_t n)
{
    return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *at, size_t n)
{
    return fails() ? NULL : __real_realloc(at, n);
}

/* One thing to try, given its text; releases what it made. */
typedef enum ym_err try_fn(struct ym_span text, struct ym_error *reterr);

static enum ym_err try_procedure(struct ym_span text, struct ym_error *reterr)
{
    struct json_procedure *p = NULL;
    const enum ym_err err = json_procedure_parse(text, &p, reterr);

    assert_int_equal(p != NULL, err == YM_E_OK);
    json_procedure_free(p);
    return err;
}

static enum ym_err try_calendar(struct ym_span text, struct ym_error *reterr)
{
    struct json_calendar *c = NULL;
    const enum ym_err err = json_calendar_parse(text, &c, reterr);

    assert_int_equal(c != NULL, err == YM_E_OK);
    json_calendar_free(c);
    return err;
}

static enum ym_err try_command(struct ym_span text, struct ym_error *reterr)
{
    struct json_command c;
    struct ym_arena arena;
    enum ym_err err = YM_E_UNAVAILABLE;

    if (ym_arena_init(&arena, JSON_COMMAND_ARENA_BYTES))
        err = json_command_decode(text, &arena, &c, reterr);
    else
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "the caller's own arena");
    ym_arena_release(&arena);
    return err;
}

static enum ym_err try_intake(struct ym_span text, struct ym_error *reterr)
{
    struct json_intake in;
    struct ym_arena arena;
    enum ym_err err = YM_E_UNAVAILABLE;

    if (ym_arena_init(&arena, JSON_INTAKE_ARENA_BYTES))
        err = json_intake_decode(text, &arena, &in, reterr);
    else
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "the caller's own arena");
    ym_arena_release(&arena);
    return err;
}

static enum ym_err try_event(struct ym_span text, struct ym_error *reterr)
{
    struct ym_event ev;

    return json_event_read(text, &ev, reterr);
}

/* Fail each call of the heap in turn, until there are no more. */
static void fail_each(const char *text, try_fn *try)
{
    long n = 0;
    enum ym_err err;

    do {
        struct ym_error error = { 0 };

        fired = 0;
        countdown = ++n;
        err = try(ym_span_of(text), &error);
        countdown = 0;
        if (err != YM_E_OK)
            assert_int_equal(error.code, err);
        if (fired > 0)
            assert_int_equal(err, YM_E_UNAVAILABLE);
    } while (fired > 0);
    assert_int_equal(err, YM_E_OK);
    assert_true(n > 5);
}

static void commands(void **state)
{
    (void)state;
    fail_each("{\"command\":\"vary\",\"version\":3,\"terms\":\"t\",\"reason\":\"r\",\"procedure\":"
              "\"p\",\"title\":\"t\",\"obligations\":[{\"payer\":1,\"payee\":0,\"act\":\"x\","
              "\"manner\":\"m\",\"due\":\"2026-12-01\"}]}",
              try_command);
}

static void intakes(void **state)
{
    (void)state;
    fail_each("{\"title\":\"t\",\"description\":\"d\",\"type\":\"other\",\"channel\":\"window\","
              "\"source\":\"active\",\"region\":\"33\",\"body\":\"1\",\"harm\":0,\"urgency\":0,"
              "\"scope\":0,\"parties\":[{\"side\":\"respondent\",\"kind\":\"natural\",\"name\":"
              "\"a\"},{\"side\":\"claimant\",\"kind\":\"natural\",\"name\":\"b\",\"phone\":"
              "\"12345\"}]}",
              try_intake);
}

static void events(void **state)
{
    (void)state;
    fail_each("{\"at\":\"2026-11-22T11:23:45.123456+08:00\",\"by\":{\"role\":\"clock\"},"
              "\"command\":\"accept\",\"detail\":{\"note\":\"n\"},\"dispute\":\"12345\","
              "\"fields\":\"2097152\",\"risk\":1,\"rule\":101,\"seq\":2,\"to\":[1,4,6]}",
              try_event);
}

static void calendars(void **state)
{
    (void)state;
    fail_each("{\"id\":\"cn\",\"source\":\"s\",\"from\":\"2020-01-01\",\"until\":\"2020-12-31\","
              "\"days\":[{\"day\":\"2020-01-01\",\"works\":false}]}",
              try_calendar);
}

static void procedures(void **state)
{
    char *const text = load("sample.json");

    (void)state;
    fail_each(text, try_procedure);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands),  cmocka_unit_test(intakes),    cmocka_unit_test(events),
        cmocka_unit_test(calendars), cmocka_unit_test(procedures),
    };
    cJSON_Hooks hooks = { __wrap_malloc, free };

    cJSON_InitHooks(&hooks);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
