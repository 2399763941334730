/* SPDX-License-Identifier: Apache-2.0 */
/* Cutting a batch into rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api_rows.h"

#define MAX 4

struct cutting {
    struct ym_arena arena;
    struct api_row rows[MAX];
    size_t n;
    struct ym_error error;
};

static enum ym_err cut(struct cutting *c, const char *body)
{
    ym_arena_reset(&c->arena);
    return api_rows_cut(ym_span_of(body), &c->arena, c->rows, MAX, &c->n, &c->error);
}

static int setup(void **state)
{
    static struct cutting c;

    assert_true(ym_arena_init(&c.arena, 4096));
    *state = &c;
    return 0;
}

static int teardown(void **state)
{
    ym_arena_release(&((struct cutting *)*state)->arena);
    return 0;
}

static void assert_span(struct ym_span have, const char *want)
{
    assert_int_equal(have.n, strlen(want));
    assert_memory_equal(have.at, want, have.n);
}

static void cuts_commands_and_intakes(void **state)
{
    struct cutting *c = *state;

    assert_int_equal(cut(c,
                         " { \"commands\" : [ {\"id\":\"A1\",\"key\":\"k1\",\"command\":\"x\"},\n"
                         "{\"key\":\"k2\",\"register\":{\"a\":[1,{\"b\":\"}]\\\"\"}]}} ] } "),
                     YM_E_OK);
    assert_int_equal(c->n, 2);
    assert_null(c->rows[0].fault);
    assert_span(c->rows[0].id, "A1");
    assert_span(c->rows[0].key, "k1");
    assert_false(c->rows[0].is_intake);
    assert_span(c->rows[0].body, "{                     \"command\":\"x\"}");
    assert_null(c->rows[1].fault);
    assert_true(c->rows[1].is_intake);
    assert_span(c->rows[1].key, "k2");
    assert_span(c->rows[1].body, "{\"a\":[1,{\"b\":\"}]\\\"\"}]}");
}

/* Wherever id and key stand, what is left is the same object without them. */
static void leaves_a_sound_object(void **state)
{
    static const struct {
        const char *row, *left;
    } cases[] = {
        { "{\"command\":\"x\",\"id\":\"A\",\"key\":\"k\"}", "{\"command\":\"x\"}" },
        { "{\"id\":\"A\" , \"command\":\"x\",\"key\":\"k\"}", "{\"command\":\"x\"}" },
        { "{\"id\":\"A\",\"key\":\"k\"}", "{}" },
        { "{\"key\":\"k\",\"a\":1,\"id\":\"A\",\"b\":[2]}", "{\"a\":1,\"b\":[2]}" },
    };
    struct cutting *c = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char body[256];
        char left[256];
        size_t n = 0;

        (void)snprintf(body, sizeof(body), "{\"commands\":[%s]}", cases[i].row);
        assert_int_equal(cut(c, body), YM_E_OK);
        assert_null(c->rows[0].fault);
        for (size_t k = 0; k < c->rows[0].body.n; k++) {
            if (c->rows[0].body.at[k] != ' ')
                left[n++] = c->rows[0].body.at[k];
        }
        left[n] = '\0';
        assert_string_equal(left, cases[i].left);
    }
}

static void refuses_what_is_no_batch(void **state)
{
    static const char *const bodies[] = {
        "",
        "{}",
        "[]",
        "{\"commands\":[]}",
        "{\"commands\":{}}",
        "{\"commands\":[{}],\"more\":1}",
        "{\"commands\":[{}]}x",
        "{\"commands\":[{}",
        "{\"commands\":[{},]}",
        "{\"commands\":[{\"a\":\"}]}",
        "{\"Commands\":[{}]}",
    };
    struct cutting *c = *state;

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        if (cut(c, bodies[i]) != YM_E_INVALID)
            fail_msg("taken: %s", bodies[i]);
    }
}

static void faults_stay_with_their_row(void **state)
{
    static const char *const rows[] = {
        "7",
        "\"id\"",
        "{\"id\":7}",
        "{\"id\":\"a\\u0041\"}",
        "{\"id\":\"a b\"}",
        "{\"id\":\"\"}",
        "{\"id\":\"a\",\"id\":\"b\"}",
        "{\"key\":\"a\",\"key\":\"b\"}",
        "{\"register\":{},\"register\":{}}",
        "{\"id\":\"a\",\"register\":{}}",
        "{\"key\":\"a\",\"register\":{},\"version\":1}",
        "{\"key\"}",
    };
    struct cutting *c = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char body[256];

        (void)snprintf(body, sizeof(body), "{\"commands\":[%s,{\"key\":\"k\"}]}", rows[i]);
        assert_int_equal(cut(c, body), YM_E_OK);
        assert_int_equal(c->n, 2);
        if (c->rows[0].fault == NULL)
            fail_msg("no fault in %s", rows[i]);
        assert_null(c->rows[1].fault);
    }
}

static void holds_the_number_of_rows(void **state)
{
    struct cutting *c = *state;

    assert_int_equal(cut(c, "{\"commands\":[{},{},{},{}]}"), YM_E_OK);
    assert_int_equal(c->n, MAX);
    assert_int_equal(cut(c, "{\"commands\":[{},{},{},{},{}]}"), YM_E_TOO_LARGE);
}

static void holds_the_depth(void **state)
{
    struct cutting *c = *state;
    char body[256];

    for (int depth = API_ROW_DEPTH_MAX - 1; depth <= API_ROW_DEPTH_MAX + 1; depth++) {
        size_t n = (size_t)snprintf(body, sizeof(body), "{\"commands\":[");

        for (int i = 0; i < depth; i++)
            body[n++] = '[';
        for (int i = 0; i < depth; i++)
            body[n++] = ']';
        (void)snprintf(body + n, sizeof(body) - n, "]}");
        assert_int_equal(cut(c, body), depth <= API_ROW_DEPTH_MAX ? YM_E_OK : YM_E_INVALID);
    }
}

static void says_when_the_arena_is_small(void **state)
{
    struct cutting *c = *state;
    char body[8192];

    memset(body, ' ', sizeof(body));
    memcpy(body, "{\"commands\":[{", 14);
    (void)snprintf(body + 6000, 8, "}]}");
    assert_int_equal(cut(c, body), YM_E_TOO_LARGE);
}

/* Whatever the bytes, no byte outside them is touched (the asan preset watches). */
static void survives_every_cut(void **state)
{
    static const char whole[] = "{\"commands\":[{\"id\":\"A1\",\"key\":\"k\\\"1\",\"a\":[{}]},"
                                "{\"key\":\"k2\",\"register\":{\"a\":\"\\\\\"}}]}";
    struct cutting *c = *state;

    for (size_t n = 0; n < sizeof(whole) - 1; n++) {
        char part[sizeof(whole)];

        memcpy(part, whole, n);
        ym_arena_reset(&c->arena);
        assert_int_equal(
            api_rows_cut((struct ym_span){ part, n }, &c->arena, c->rows, MAX, &c->n, &c->error),
            YM_E_INVALID);
    }
    assert_int_equal(cut(c, whole), YM_E_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_commands_and_intakes),
        cmocka_unit_test(leaves_a_sound_object),
        cmocka_unit_test(refuses_what_is_no_batch),
        cmocka_unit_test(faults_stay_with_their_row),
        cmocka_unit_test(holds_the_number_of_rows),
        cmocka_unit_test(holds_the_depth),
        cmocka_unit_test(says_when_the_arena_is_small),
        cmocka_unit_test(survives_every_cut),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
