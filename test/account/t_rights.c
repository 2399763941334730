/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rights against the tables that it must agree with: the routes and the procedures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/rights.h"
#include "http/api.h"
#include "json/procedure.h"

static void each_row_is_whole_and_named_once(void **state)
{
    (void)state;
    for (int i = 0; i < APP_RIGHT_COUNT; i++) {
        const struct app_right_row *row = app_right_row((enum app_right)i);

        assert_true(row->code[0] != '\0' && row->zh[0] != '\0' && row->en[0] != '\0');
        assert_true(row->roles != 0);
        assert_int_equal(row->roles & ~APP_ROLES_ALL, 0); /* nobody acts as the clock */
        for (int j = 0; j < i; j++)
            assert_string_not_equal(row->code, app_right_row((enum app_right)j)->code);
    }
    assert_false(app_role_may(YM_ROLE_COUNT, APP_RIGHT_SESSION));
    assert_false(app_role_may(YM_ROLE_CLOCK, APP_RIGHT_NONE));
}

/* Who needs credentials needs a right; who needs none needs no right either. */
static void each_route_names_its_right(void **state)
{
    static struct ym_http_route routes[API_ROUTES_MAX];
    const size_t n = api_routes(routes);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        const bool needs = (routes[i].flags & YM_HTTP_AUTH) != 0;

        if (needs == (routes[i].right == APP_RIGHT_NONE))
            fail_msg("%s: with credentials and no right, or the other way round",
                     routes[i].operation);
        assert_true(routes[i].right < APP_RIGHT_COUNT);
    }
}

static uint32_t roles_that_register(const char *path)
{
    char *text = malloc(JSON_PROCEDURE_BYTES_MAX);
    struct json_procedure *p = NULL;
    struct ym_error why;
    FILE *f = fopen(path, "rb");
    uint32_t roles = 0;
    size_t n;

    assert_non_null(text);
    assert_non_null(f);
    n = fread(text, 1, JSON_PROCEDURE_BYTES_MAX, f);
    (void)fclose(f);
    assert_int_equal(json_procedure_parse((struct ym_span){ text, n }, &p, &why), YM_E_OK);
    for (unsigned i = 0; i < json_procedure_get(p)->nrules; i++) {
        const struct ym_rule *rule = &json_procedure_get(p)->rules[i];

        if (rule->on == YM_CMD_REGISTER && rule->refuse == YM_REFUSAL_NONE)
            roles |= rule->roles;
    }
    json_procedure_free(p);
    free(text);
    return roles;
}

/* Pages ask the right whether to offer the form; the procedure judges who sends it. */
static void the_right_to_register_is_that_of_the_procedures(void **state)
{
    const uint32_t right = app_right_row(APP_RIGHT_REGISTER)->roles;

    (void)state;
    assert_int_equal(roles_that_register("../../engine/procedures/binjiang-2020.json"), right);
    assert_int_equal(roles_that_register("../../engine/procedures/zhejiang-2025.json"), right);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_whole_and_named_once),
        cmocka_unit_test(each_route_names_its_right),
        cmocka_unit_test(the_right_to_register_is_that_of_the_procedures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
