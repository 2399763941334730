/* SPDX-License-Identifier: Apache-2.0 */
#include "json/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

/* The numbers are made up: the citizen number is the sample of the standard itself. */
static const char sample[] =
    "{\"title\":\"装修款争议\",\"description\":\"一\\n二\",\"type\":\"contract\","
    "\"channel\":\"window\",\"source\":\"applied\",\"region\":\"330108\",\"body\":\"12\","
    "\"procedure\":\"binjiang-2020/1.0\",\"external_ref\":\"A-1\",\"amount_fen\":\"1000000\","
    "\"joint\":true,\"harm\":1,\"urgency\":2,\"scope\":3,\"parties\":["
    "{\"side\":\"claimant\",\"kind\":\"natural\",\"name\":\"张三\","
    "\"identity\":\"11010519491231002x\",\"phone\":\"+86-571-1234567\",\"address\":\"某路1号\","
    "\"agent\":{\"name\":\"李四\",\"phone\":\"13800000000\"}},"
    "{\"side\":\"respondent\",\"kind\":\"legal\",\"name\":\"某公司\","
    "\"identity\":\"91350100M000100Y43\"},"
    "{\"side\":\"third\",\"kind\":\"natural\",\"name\":\"王五\"}]}";

struct fixture {
    struct ym_arena arena;
    struct json_intake got;
    struct ym_error error;
};

static int set_up(void **state)
{
    struct fixture *const f = calloc(1, sizeof(*f));

    assert_non_null(f);
    assert_true(ym_arena_init(&f->arena, JSON_INTAKE_ARENA_BYTES));
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *const f = *state;

    ym_arena_release(&f->arena);
    free(f);
    return 0;
}

static void decoded(struct fixture *f, const char *body)
{
    ym_arena_reset(&f->arena);
    if (json_intake_decode(ym_span_of(body), &f->arena, &f->got, &f->error) != YM_E_OK)
        fail_msg("%s", f->error.text);
}

static void refused(struct fixture *f, const char *body, enum ym_err code, const char *part)
{
    ym_arena_reset(&f->arena);
    memset(&f->got, 0x5A, sizeof(f->got));
    f->error = (struct ym_error){ 0 };
    if (json_intake_decode(ym_span_of(body), &f->arena, &f->got, &f->error) != code)
        fail_msg("expected \"%s\", got \"%s\"", part, f->error.text);
    assert_error(&f->error, code, part);
    assert_int_equal(f->got.nparties, 0x5A);
}

static void reads_everything(void **state)
{
    struct fixture *const f = *state;
    const struct ym_party_words *p;

    decoded(f, sample);
    assert_span(f->got.title, "装修款争议");
    assert_span(f->got.description, "一\n二");
    assert_span(f->got.procedure, "binjiang-2020/1.0");
    assert_span(f->got.external_ref, "A-1");
    assert_true(f->got.amount_fen == 1000000);
    assert_int_equal(f->got.harm, 1);
    assert_int_equal(f->got.urgency, 2);
    assert_int_equal(f->got.scope, 3);
    assert_int_equal(f->got.reg.procedure, 0);
    assert_int_equal(f->got.reg.type, YM_TYPE_CONTRACT);
    assert_int_equal(f->got.reg.channel, YM_CHANNEL_WINDOW);
    assert_int_equal(f->got.reg.source, YM_SOURCE_APPLIED);
    assert_int_equal(f->got.reg.joint, 1);
    assert_int_equal(f->got.reg.seats, 3);
    assert_int_equal(f->got.reg.claimants, 1);
    assert_int_equal(f->got.reg.respondents, 2);
    assert_true(f->got.reg.region == 330108000000);
    assert_true(f->got.reg.body == 12);
    assert_int_equal(f->got.nparties, 3);
    p = f->got.parties;
    assert_int_equal(p[0].side, YM_SIDE_CLAIMANT);
    assert_int_equal(p[0].kind, YM_PARTY_NATURAL);
    assert_span(p[0].name, "张三");
    assert_span(p[0].identity, "11010519491231002X");
    assert_span(p[0].phone, "+86-571-1234567");
    assert_span(p[0].address, "某路1号");
    assert_span(p[0].agent, "李四");
    assert_span(p[0].agent_phone, "13800000000");
    assert_int_equal(p[1].kind, YM_PARTY_LEGAL);
    assert_span(p[1].identity, "91350100M000100Y43");
    assert_int_equal(p[1].phone.n, 0);
    assert_int_equal(p[2].side, YM_SIDE_THIRD);
    assert_int_equal(p[2].identity.n, 0);
    assert_int_equal(p[2].agent.n, 0);
}

static void keeps_people_out_of_the_event(void **state)
{
    struct fixture *const f = *state;

    decoded(f, sample);
    assert_span(f->got.detail, "{\"parties\":[{\"kind\":\"natural\",\"side\":\"claimant\"},"
                               "{\"kind\":\"legal\",\"side\":\"respondent\"},"
                               "{\"kind\":\"natural\",\"side\":\"third\"}]}");
}

static void lets_out_what_may_be(void **state)
{
    struct fixture *const f = *state;

    decoded(f, "{\"title\":\"t\",\"description\":\"\",\"type\":\"other\",\"channel\":\"window\","
               "\"source\":\"active\",\"region\":\"33\",\"body\":\"1\",\"harm\":0,\"urgency\":0,"
               "\"scope\":0,\"parties\":[{\"side\":\"respondent\",\"kind\":\"natural\",\"name\":"
               "\"a\"},{\"side\":\"claimant\",\"kind\":\"natural\",\"name\":\"b\"}]}");
    assert_true(f->got.amount_fen == -1);
    assert_int_equal(f->got.procedure.n, 0);
    assert_int_equal(f->got.external_ref.n, 0);
    assert_int_equal(f->got.description.n, 0);
    assert_int_equal(f->got.reg.joint, 0);
    assert_int_equal(f->got.reg.claimants, 2);
    assert_int_equal(f->got.reg.respondents, 1);
}

static void refuses_what_is_not_well_formed(void **state)
{
    static const struct {
        const char *find, *put;
        enum ym_err code;
        const char *part;
    } cases[] = {
        { "\"title\":\"装修款争议\",", "", YM_E_INVALID, "/title: missing" },
        { "装修款争议", "", YM_E_UNPROCESSABLE, "/title: must have 1 to 200 characters" },
        { "\"description\":\"一\\n二\",", "", YM_E_INVALID, "/description: missing" },
        { "\"contract\"", "\"contracts\"", YM_E_UNPROCESSABLE, "/type: unknown type" },
        { "\"window\"", "\"door\"", YM_E_UNPROCESSABLE, "/channel: unknown channel" },
        { "\"applied\"", "null", YM_E_INVALID, "/source: must be a text" },
        { "\"330108\"", "\"3301080\"", YM_E_UNPROCESSABLE, "/region: must be a division code" },
        { "\"330108\"", "330108", YM_E_INVALID, "/region: must be a text" },
        { "\"12\"", "12", YM_E_INVALID, "/body: must be a text" },
        { "\"12\"", "\"0\"", YM_E_UNPROCESSABLE, "/body: must be a text of digits" },
        { "\"1000000\"", "1000000", YM_E_INVALID, "/amount_fen: must be a text" },
        { "\"1000000\"", "\"100000000000001\"", YM_E_UNPROCESSABLE, "/amount_fen: must be" },
        { "\"1000000\"", "\"-1\"", YM_E_UNPROCESSABLE, "/amount_fen: must be" },
        { "\"joint\":true", "\"joint\":1", YM_E_INVALID, "/joint: must be true or false" },
        { "\"harm\":1", "\"harm\":4", YM_E_UNPROCESSABLE, "/harm: must be a whole number" },
        { "\"urgency\":2", "\"urgency\":-1", YM_E_UNPROCESSABLE, "/urgency: must be" },
        { "\"scope\":3,", "", YM_E_INVALID, "/scope: missing" },
        { "\"harm\"", "\"colour\":\"red\",\"harm\"", YM_E_INVALID, "/colour: unknown member" },
        { "\"claimant\"", "\"third\"", YM_E_UNPROCESSABLE, "/parties: at least one must be" },
        { "\"respondent\"", "\"claimant\"", YM_E_UNPROCESSABLE, "/parties: at least one must" },
        { "\"claimant\"", "\"plaintiff\"", YM_E_UNPROCESSABLE, "/parties/0/side: unknown side" },
        { "张三", "张\\t三", YM_E_UNPROCESSABLE, "/parties/0/name: must be one line" },
        { "002x", "0021", YM_E_UNPROCESSABLE,
          "/parties/0/identity: the last character does not fit" },
        { "19491231", "19491331", YM_E_UNPROCESSABLE,
          "/parties/0/identity: digits 7 to 14 are no date" },
        { "002x", "002", YM_E_UNPROCESSABLE, "/parties/0/identity: a citizen number has 18" },
        { "Y43", "Y44", YM_E_UNPROCESSABLE, "/parties/1/identity: " },
        { "\"legal\"", "\"natural\"", YM_E_UNPROCESSABLE, "/parties/1/identity: a citizen number" },
        { "13800000000", "1380000000o", YM_E_UNPROCESSABLE,
          "/parties/0/agent/phone: may hold digits and dashes" },
        { "+86-571", "86+571", YM_E_UNPROCESSABLE, "/parties/0/phone: may hold digits" },
        { "+86-571-1234567", "1234", YM_E_UNPROCESSABLE, "/parties/0/phone: must have 5 to 20" },
        { "+86-571-1234567", "123456789012345678901", YM_E_UNPROCESSABLE,
          "/parties/0/phone: must have 5 to 20" },
        { "+86-571-1234567", "1-2-3-4-", YM_E_UNPROCESSABLE, "/parties/0/phone: needs at least 5" },
        { "\"name\":\"李四\",", "", YM_E_INVALID, "/parties/0/agent/name: missing" },
        { "\"某公司\",", "\"某公司\",\"age\":3,", YM_E_INVALID, "/parties/1/age: unknown member" },
    };
    struct fixture *const f = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *const body = edited(sample, cases[i].find, cases[i].put);

        refused(f, body, cases[i].code, cases[i].part);
        free(body);
    }
}

static void limit_of(struct fixture *f, const char *find, size_t chars, const char *part)
{
    char *const most = repeated("中", chars);
    char *const more = repeated("中", chars + 1);
    char *const good = edited(sample, find, most);
    char *const bad = edited(sample, find, more);

    decoded(f, good);
    refused(f, bad, YM_E_UNPROCESSABLE, part);
    free(most);
    free(more);
    free(good);
    free(bad);
}

static void holds_the_limits_of_texts(void **state)
{
    struct fixture *const f = *state;

    limit_of(f, "装修款争议", YM_TITLE_CHARS_MAX, "/title: must have 1 to 200");
    limit_of(f, "一\\n二", YM_LONG_TEXT_CHARS_MAX, "/description: must have 0 to 4000");
    limit_of(f, "A-1", YM_EXTERNAL_REF_CHARS_MAX, "/external_ref: must have 1 to 64");
    limit_of(f, "binjiang-2020/1.0", JSON_PROCEDURE_REF_MAX, "/procedure: must have 1 to 100");
    limit_of(f, "张三", YM_NAME_CHARS_MAX, "/parties/0/name: must have 1 to 100");
    limit_of(f, "李四", YM_NAME_CHARS_MAX, "/parties/0/agent/name: must have 1 to 100");
    limit_of(f, "某路1号", JSON_ADDRESS_CHARS_MAX, "/parties/0/address: must have 1 to 200");
}

static void holds_the_limits_of_phones(void **state)
{
    static const char *const good[] = { "12345", "12345678901234567890" };
    struct fixture *const f = *state;

    for (size_t i = 0; i < 2; i++) {
        char *const body = edited(sample, "+86-571-1234567", good[i]);

        decoded(f, body);
        assert_span(f->got.parties[0].phone, good[i]);
        free(body);
    }
}

/* The sample with n parties, claimants but for the first. */
static char *with_parties(size_t n)
{
    char *const list =
        repeated(",{\"side\":\"claimant\",\"kind\":\"legal\",\"name\":\"a\"}", n - 1);
    char *const head = edited(sample, "\"parties\":[",
                              "\"parties\":[{\"side\":\"respondent\",\"kind\":\"legal\","
                              "\"name\":\"b\"}LIST]}");
    char *body;

    *(strstr(head, "LIST]}") + strlen("LIST]}")) = '\0';
    body = edited(head, "LIST", list);
    free(list);
    free(head);
    return body;
}

static void holds_the_limits_of_seats(void **state)
{
    struct fixture *const f = *state;
    char *const one = with_parties(1);
    char *const two = with_parties(2);
    char *const most = with_parties(YM_SEATS_MAX);
    char *const more = with_parties(YM_SEATS_MAX + 1);

    refused(f, one, YM_E_UNPROCESSABLE, "/parties: must be an array of 2 to 32");
    decoded(f, two);
    decoded(f, most);
    assert_int_equal(f->got.reg.seats, YM_SEATS_MAX);
    assert_true(f->got.reg.claimants == UINT32_MAX - 1);
    refused(f, more, YM_E_UNPROCESSABLE, "/parties: must be an array of 2 to 32");
    free(one);
    free(two);
    free(most);
    free(more);
}

static void holds_the_bytes(void **state)
{
    struct fixture *const f = *state;
    char *const body = repeated(" ", JSON_INTAKE_BYTES_MAX + 1);

    memcpy(body, sample, strlen(sample));
    refused(f, body, YM_E_TOO_LARGE, "at most 131072 are allowed");
    body[JSON_INTAKE_BYTES_MAX] = '\0';
    decoded(f, body);
    free(body);
}

/* ---- All mistakes at once ---- */

static void examine(struct fixture *f, const char *body, struct ym_mistakes *m)
{
    ym_arena_reset(&f->arena);
    ym_mistakes_clear(m);
    if (json_intake_examine(ym_span_of(body), &f->arena, &f->got, m, &f->error) == YM_E_OK)
        fail_msg("a wrong body was taken: %s", body);
    assert_true(m->n > 0);
}

static void assert_mistake(const struct ym_mistakes *m, size_t i, const char *place,
                           const char *code)
{
    if (i >= m->n || strcmp(m->at[i].place, place) != 0 || strcmp(m->at[i].code, code) != 0)
        fail_msg("expected %s %s, got %s %s", place, code, i < m->n ? m->at[i].place : "-",
                 i < m->n ? m->at[i].code : "-");
}

static void tells_every_mistake(void **state)
{
    static const char body[] =
        "{\"title\":\"\",\"type\":\"contrakt\",\"channel\":7,\"region\":\"33010\",\"harm\":4,"
        "\"colour\":\"green\",\"parties\":[{\"side\":\"claimant\",\"kind\":\"person\","
        "\"identity\":\"123\",\"phone\":\"x\"},{\"side\":\"third\",\"kind\":\"legal\","
        "\"name\":\"某公司\",\"identity\":\"123\",\"agent\":[]}]}";
    static const char *const expected[][2] = {
        { "/description", "missing" },
        { "/title", "value" },
        { "/type", "value" },
        { "/channel", "type" },
        { "/source", "missing" },
        { "/region", "value" },
        { "/harm", "value" },
        { "/urgency", "missing" },
        { "/scope", "missing" },
        { "/parties/0/kind", "value" },
        { "/parties/0/name", "missing" },
        { "/parties/0/phone", "value" },
        { "/parties/1/identity", "value" },
        { "/parties/1/agent", "type" },
        { "/colour", "unknown_member" },
    };
    struct fixture *const f = *state;
    struct ym_mistakes m;

    examine(f, body, &m);
    assert_error(&f->error, YM_E_INVALID, "/description: missing");
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        assert_mistake(&m, i, expected[i][0], expected[i][1]);
    assert_int_equal(m.n, sizeof(expected) / sizeof(expected[0]));
    assert_int_equal(m.at[2].vocabulary, YM_VOCAB_TYPE);
    assert_int_equal(m.at[3].vocabulary, YM_MISTAKE_NO_VOCABULARY);
}

static void blames_nothing_for_what_follows(void **state)
{
    struct fixture *const f = *state;
    struct ym_mistakes m;
    char *const sideless = edited(sample, "\"side\":\"claimant\",", "");
    char *const shapeless = edited(sample, "\"agent\":{\"name\":\"李四\",", "\"agent\":{");

    examine(f, sideless, &m); /* that there is no claimant follows from it */
    assert_mistake(&m, 0, "/parties/0/side", "missing");
    assert_int_equal(m.n, 1);
    examine(f, shapeless, &m);
    assert_mistake(&m, 0, "/parties/0/agent/name", "missing");
    assert_int_equal(m.n, 1);
    examine(f, "[]", &m);
    assert_mistake(&m, 0, "/", "type");
    assert_int_equal(m.n, 1);
    free(sideless);
    free(shapeless);
}

static void tells_as_many_as_fit(void **state)
{
    struct fixture *const f = *state;
    struct ym_mistakes m;
    char *const parties = repeated("{},", YM_SEATS_MAX - 1);
    char body[512];

    (void)snprintf(body, sizeof(body), "{\"parties\":[%s{}]}", parties);
    examine(f, body, &m);
    assert_int_equal(m.n, YM_MISTAKES_MAX);
    assert_true(m.is_cut);
    free(parties);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_everything),          TEST(keeps_people_out_of_the_event),
        TEST(lets_out_what_may_be),      TEST(refuses_what_is_not_well_formed),
        TEST(holds_the_limits_of_texts), TEST(holds_the_limits_of_phones),
        TEST(holds_the_limits_of_seats), TEST(holds_the_bytes),
        TEST(tells_every_mistake),       TEST(blames_nothing_for_what_follows),
        TEST(tells_as_many_as_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
