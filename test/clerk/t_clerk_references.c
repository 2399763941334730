/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a command may name: bodies that mediate, and mediators of the body in question. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/gate.h"

#define OURS    11 /* a committee */
#define THEIRS  12
#define CENTRE  13
#define COURT   14
#define JUSTICE 15
#define ARBITER 16
#define POLICE  17
#define GONE    18
#define MINE    21 /* mediators of OURS and THEIRS, and somebody who is none */
#define OTHER   22
#define CLERK   23
#define REGION  INT64_C(330108000000)

static bool body(struct app_directory *d, int64_t id, struct app_body_entry *ret)
{
    static const uint8_t kinds[] = { YM_BODY_PEOPLE_COMMITTEE, YM_BODY_LAWYER,
                                     YM_BODY_CENTRE,           YM_BODY_COURT,
                                     YM_BODY_SUPERVISOR,       YM_BODY_ARBITRATION,
                                     YM_BODY_POLICE,           YM_BODY_PEOPLE_COMMITTEE };

    (void)d;
    *ret = (struct app_body_entry){ .id = id, .region = REGION, .is_active = id != GONE };
    if (id >= OURS && id <= GONE)
        ret->kind = kinds[id - OURS];
    return id >= OURS && id <= GONE;
}

static bool staff(struct app_directory *d, int64_t id, struct app_staff_entry *ret)
{
    (void)d;
    *ret = (struct app_staff_entry){ .id = id,
                                     .body = id == OTHER ? THEIRS : OURS,
                                     .roles = UINT32_C(1) << (id == CLERK ? YM_ROLE_WINDOW_CLERK
                                                                          : YM_ROLE_MEDIATOR),
                                     .is_active = true };
    return id >= MINE && id <= CLERK;
}

static bool region(struct app_directory *d, int64_t code)
{
    (void)d;
    return code == REGION;
}

static const struct app_directory_ops ops = { .body = body, .staff = staff, .region = region };
static struct app_directory directory = { &ops };

/* Two procedures: people's committees, lawyers, centres and police mediate under the first; no
 * police under the second. */
#define ALL_KINDS                                                                                  \
    (UINT32_C(1) << YM_BODY_PEOPLE_COMMITTEE | UINT32_C(1) << YM_BODY_LAWYER |                     \
     UINT32_C(1) << YM_BODY_CENTRE | UINT32_C(1) << YM_BODY_POLICE)

static const struct ym_procedure first = {
    .id = "one", .version = "1.0", .holders = { [YM_ROLE_MEDIATOR] = { .bodies = ALL_KINDS } }
};
static const struct ym_procedure second = {
    .id = "two",
    .version = "1.0",
    .holders = { [YM_ROLE_MEDIATOR] = { .bodies = ALL_KINDS & ~(UINT32_C(1) << YM_BODY_POLICE) } }
};
static const struct ym_procedures procedures = { .at = { NULL, &first, &second } };

static const char *check(struct ym_command c)
{
    static struct ym_error e;

    e.text[0] = '\0';
    return app_references_check(&directory, &procedures, &c, NULL, &e) == YM_E_OK ? "" : e.text;
}

static struct ym_command names_body(enum ym_cmd kind, int64_t id)
{
    if (kind == YM_CMD_REGISTER)
        return (struct ym_command){ .kind = YM_CMD_REGISTER,
                                    .reg = { .procedure = 1, .body = id, .region = REGION } };
    return (struct ym_command){ .kind = (uint8_t)kind, .fields = YM_FB(BODY), .ref = id };
}

static void only_who_mediates(void **state)
{
    static const enum ym_cmd kinds[] = { YM_CMD_REGISTER, YM_CMD_TRANSFER, YM_CMD_APPOINT,
                                         YM_CMD_ACCEPT };

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        assert_string_equal(check(names_body(kinds[i], OURS)), "");
        assert_string_equal(check(names_body(kinds[i], THEIRS)), "");
        assert_string_equal(check(names_body(kinds[i], CENTRE)), "");
        assert_non_null(strstr(check(names_body(kinds[i], GONE)), "not an active body"));
        assert_non_null(strstr(check(names_body(kinds[i], 0)), "/body"));
    }
    for (int64_t id = COURT; id <= ARBITER; id++)
        assert_non_null(strstr(check(names_body(YM_CMD_REGISTER, id)), "does not mediate"));
}

/* Who mediates is said by the procedure alone. */
static void as_the_procedure_says(void **state)
{
    struct ym_command c = names_body(YM_CMD_REGISTER, POLICE);

    (void)state;
    assert_string_equal(check(c), "");
    c.reg.procedure = 2;
    assert_non_null(strstr(check(c), "police and does not mediate under two/1.0"));
    for (int kind = 0; kind < YM_BODY_COUNT; kind++) {
        assert_true(app_body_mediates(&first, (uint8_t)kind) == ((ALL_KINDS >> kind & 1U) != 0));
        assert_true(app_body_mediates(&second, (uint8_t)kind) ==
                    (kind != YM_BODY_POLICE && (ALL_KINDS >> kind & 1U) != 0));
    }
}

static struct ym_command assigns(enum ym_role role, int64_t mediator)
{
    return (struct ym_command){ .kind = YM_CMD_ASSIGN,
                                .fields = YM_FB(MEDIATOR),
                                .ref = mediator,
                                .by = { .role = (uint8_t)role, .body = OURS } };
}

/* A manager assigns the own people; the centre may send anybody. */
static void own_people(void **state)
{
    (void)state;
    assert_string_equal(check(assigns(YM_ROLE_BODY_MANAGER, MINE)), "");
    assert_non_null(strstr(check(assigns(YM_ROLE_BODY_MANAGER, OTHER)), "another body"));
    assert_non_null(strstr(check(assigns(YM_ROLE_BODY_MANAGER, CLERK)), "not an active mediator"));
    assert_string_equal(check(assigns(YM_ROLE_DISPATCHER, OTHER)), "");
    assert_non_null(strstr(check(assigns(YM_ROLE_DISPATCHER, 99)), "not an active mediator"));
}

/* A court appoints a body with a mediator of that body. */
static void body_and_mediator(void **state)
{
    struct ym_command c = { .kind = YM_CMD_APPOINT,
                            .fields = YM_FB(BODY) | YM_FB(MEDIATOR),
                            .ref = THEIRS,
                            .ref2 = OTHER,
                            .by = { .role = YM_ROLE_COURT_CLERK, .body = COURT } };

    (void)state;
    assert_string_equal(check(c), "");
    c.ref2 = MINE;
    assert_non_null(strstr(check(c), "/mediator"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(only_who_mediates),
                                        cmocka_unit_test(as_the_procedure_says),
                                        cmocka_unit_test(own_people),
                                        cmocka_unit_test(body_and_mediator) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
