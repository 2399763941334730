/* SPDX-License-Identifier: Apache-2.0 */
#include "json/procedure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static int set_up(void **state)
{
    *state = load("sample.json");
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static struct json_procedure *parsed(const char *text)
{
    struct json_procedure *p = NULL;
    struct ym_error error = { 0 };

    if (json_procedure_parse(ym_span_of(text), &p, &error) != YM_E_OK)
        fail_msg("%s", error.text);
    return p;
}

static void refused(const char *text, enum ym_err code, const char *part)
{
    struct json_procedure *p = NULL;
    struct ym_error error = { 0 };

    if (json_procedure_parse(ym_span_of(text), &p, &error) != code)
        fail_msg("expected \"%s\", got \"%s\"", part, error.text);
    assert_null(p);
    assert_error(&error, code, part);
}

static void reads_the_head(void **state)
{
    struct json_procedure *const jp = parsed(*state);
    const struct ym_procedure *const p = json_procedure_get(jp);

    assert_string_equal(p->id, "sample");
    assert_string_equal(p->version, "1.0");
    assert_string_equal(p->zh, "样例");
    assert_int_equal(p->number, 0);
    assert_int_equal(p->valid_from, ym_day_make(2020, 6, 1));
    assert_int_equal(p->valid_until, ym_day_make(2024, 12, 31));
    assert_int_equal(p->holders[YM_ROLE_MEDIATOR].bodies,
                     1 << YM_BODY_PEOPLE_COMMITTEE | 1 << YM_BODY_INDUSTRY_COMMITTEE);
    assert_true(p->holders[YM_ROLE_PARTY].is_program);
    assert_false(p->holders[YM_ROLE_MEDIATOR].is_program);
    assert_int_equal(p->holders[YM_ROLE_JOB].bodies, 0);
    assert_int_equal(p->risk.type[YM_TYPE_LABOUR], 2);
    assert_int_equal(p->risk.type[YM_TYPE_MEDICAL], 255);
    assert_int_equal(p->risk.type[YM_TYPE_OTHER], 0);
    assert_int_equal(p->risk.harm[3], 8);
    assert_int_equal(p->risk.until[2], 12);
    json_procedure_free(jp);
}

static void reads_states_and_deadlines(void **state)
{
    struct json_procedure *const jp = parsed(*state);
    const struct ym_procedure *const p = json_procedure_get(jp);
    const struct ym_deadline *const limit = &p->deadlines[0];

    assert_int_equal(p->nstates, 8);
    assert_int_equal(p->idle[YM_TRACK_MAIN], 0);
    assert_int_equal(p->idle[YM_TRACK_CONFIRM], 4);
    assert_int_equal(p->idle[YM_TRACK_PERFORM], 6);
    assert_int_equal(p->states[2].colour, YM_COLOUR_ORANGE);
    assert_int_equal(p->states[2].stage, YM_STAGE_SECOND);
    assert_int_equal(p->states[5].colour, YM_COLOUR_NONE);
    assert_string_equal(p->states[1].next_zh, "等待调解");
    assert_string_equal(p->states[2].next_zh, "");
    assert_int_equal(p->ndeadlines, 3);
    assert_true(limit->in == 6 && limit->within == 6);
    assert_int_equal(limit->term.n, 1);
    assert_int_equal(limit->term.unit, YM_UNIT_MONTH);
    assert_int_equal(limit->simplified.n, 7);
    assert_int_equal(limit->small_claim.n, 5);
    assert_int_equal(p->deadlines[1].small_claim.n, 0);
    assert_int_equal(limit->by_type[YM_TYPE_MEDICAL].term.n, 30);
    assert_int_equal(limit->by_type[YM_TYPE_MEDICAL].term.unit, YM_UNIT_WORKDAY);
    assert_int_equal(limit->by_type[YM_TYPE_MEDICAL].bodies, 0);
    assert_int_equal(limit->by_type[YM_TYPE_MEDICAL].origin, YM_ORIGIN_RECEIVED);
    assert_int_equal(limit->by_type[YM_TYPE_TRAFFIC].bodies,
                     1 << YM_BODY_POLICE | 1 << YM_BODY_ADMINISTRATIVE);
    assert_int_equal(limit->by_type[YM_TYPE_TRAFFIC].origin, YM_ORIGIN_EVENT);
    assert_string_equal(limit->by_type[YM_TYPE_LABOUR].source, "劳动争议调解仲裁法 14");
    assert_null(limit->by_type[YM_TYPE_OTHER].source);
    assert_int_equal(limit->origin, YM_ORIGIN_RECEIVED);
    assert_true(limit->is_limit && limit->may_stay);
    assert_int_equal(limit->extend_days_max, 30);
    assert_true(p->deadlines[1].in == 0 && p->deadlines[1].within == 2);
    assert_int_equal(p->deadlines[1].extend_days_max, YM_CAP_NONE);
    assert_int_equal(p->deadlines[2].extend_days_max, 0);
    assert_true(limit->shift.is_party && !limit->shift.is_court);
    assert_int_equal(limit->shift.days_max, 365);
    assert_string_equal(limit->shift.source, "local: moved");
    assert_true(p->deadlines[1].shift.is_court && !p->deadlines[1].shift.is_party);
    assert_int_equal(p->deadlines[1].shift.days_max, YM_CAP_NONE);
    assert_int_equal(p->deadlines[2].shift.days_max, YM_CAP_EXTENSION);
    assert_int_equal(p->deadlines[2].term.n, YM_DAYS_MAX);
    json_procedure_free(jp);
}

static void reads_rules(void **state)
{
    struct json_procedure *const jp = parsed(*state);
    const struct ym_procedure *const p = json_procedure_get(jp);
    const struct ym_rule *r;

    assert_int_equal(p->nrules, 4);
    r = ym_procedure_rule(p, 201);
    assert_int_equal(r->refuse, YM_REFUSAL_PARTY_REFUSED);
    assert_true(r->need == YM_F(SOME_REFUSED) && r->forbid == YM_F(JOINT));
    assert_int_equal(r->to[YM_TRACK_MAIN], YM_STATE_NONE);
    assert_int_equal(r->deadline, YM_DEADLINE_NONE);
    r = ym_procedure_rule(p, 203);
    assert_int_equal(r->on, YM_CMD_REACH_AGREEMENT);
    assert_true(r->from == 6 && r->fields == (YM_FB(TERMS) | YM_FB(OBLIGATIONS)));
    assert_int_equal(r->to[YM_TRACK_MAIN], 3);
    assert_int_equal(r->to[YM_TRACK_CONFIRM], 5);
    assert_int_equal(r->to[YM_TRACK_PERFORM], 7);
    assert_int_equal(r->arm, 1 << 2);
    assert_int_equal(r->disarm, 1 << 1);
    assert_int_equal(r->effects, YM_E(UNSIGN) | YM_E(DROP_EXTENSION));
    assert_int_equal(r->roles, 1 << YM_ROLE_MEDIATOR);
    r = ym_procedure_rule(p, 65535);
    assert_int_equal(r->deadline, 0);
    assert_int_equal(p->rules[0].documents, 1 << YM_DOC_RECEIPT);
    assert_int_equal(p->rules[0].topics, 1 << YM_TOPIC_DISPUTE | 1 << YM_TOPIC_STAGE);
    json_procedure_free(jp);
}

static void takes_number_and_digest(void **state)
{
    struct json_procedure *const jp = parsed(*state);
    unsigned char digest[32];

    memset(digest, 0xA5, sizeof(digest));
    json_procedure_set(jp, 7, digest);
    assert_int_equal(json_procedure_get(jp)->number, 7);
    assert_memory_equal(json_procedure_get(jp)->sha256, digest, sizeof(digest));
    json_procedure_free(jp);
    json_procedure_free(NULL);
}

static struct ym_buf printed(const struct ym_procedure *p)
{
    struct ym_buf buf;

    ym_buf_init(&buf, JSON_PROCEDURE_PRINT_MAX);
    assert_true(json_procedure_print(p, &buf));
    return buf;
}

static void same_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        assert_true(a == b);
    else
        assert_string_equal(a, b);
}

static void same_states(const struct ym_procedure *a, const struct ym_procedure *b)
{
    assert_int_equal(a->nstates, b->nstates);
    for (int i = 0; i < a->nstates; i++) {
        const struct ym_state *const s = &a->states[i];
        const struct ym_state *const t = &b->states[i];

        same_text(s->name, t->name);
        same_text(s->zh, t->zh);
        same_text(s->en, t->en);
        same_text(s->next_zh, t->next_zh);
        same_text(s->next_en, t->next_en);
        assert_true(s->track == t->track && s->phase == t->phase && s->colour == t->colour &&
                    s->stage == t->stage);
    }
}

static void same_term(struct ym_term a, struct ym_term b)
{
    assert_int_equal(a.n, b.n);
    assert_int_equal(a.unit, b.unit);
}

static void same_deadlines(const struct ym_procedure *a, const struct ym_procedure *b)
{
    assert_int_equal(a->ndeadlines, b->ndeadlines);
    for (int i = 0; i < a->ndeadlines; i++) {
        const struct ym_deadline *const s = &a->deadlines[i];
        const struct ym_deadline *const t = &b->deadlines[i];

        same_text(s->name, t->name);
        same_text(s->zh, t->zh);
        same_text(s->en, t->en);
        same_text(s->source, t->source);
        same_term(s->term, t->term);
        same_term(s->simplified, t->simplified);
        same_term(s->small_claim, t->small_claim);
        for (int k = 0; k < YM_TYPE_COUNT; k++) {
            same_term(s->by_type[k].term, t->by_type[k].term);
            same_text(s->by_type[k].source, t->by_type[k].source);
            assert_true(s->by_type[k].bodies == t->by_type[k].bodies &&
                        s->by_type[k].origin == t->by_type[k].origin);
        }
        assert_true(s->in == t->in && s->within == t->within && s->origin == t->origin &&
                    s->is_limit == t->is_limit && s->may_stay == t->may_stay &&
                    s->extend_days_max == t->extend_days_max);
        assert_true(s->shift.is_court == t->shift.is_court &&
                    s->shift.is_party == t->shift.is_party &&
                    s->shift.days_max == t->shift.days_max);
        assert_true((s->shift.source == NULL) == (t->shift.source == NULL));
    }
}

static void same_rules(const struct ym_procedure *a, const struct ym_procedure *b)
{
    assert_int_equal(a->nrules, b->nrules);
    for (int i = 0; i < a->nrules; i++) {
        const struct ym_rule *const s = &a->rules[i];
        const struct ym_rule *const t = &b->rules[i];

        same_text(s->source, t->source);
        assert_memory_equal(s->to, t->to, sizeof(s->to));
        assert_true(s->id == t->id && s->on == t->on && s->deadline == t->deadline &&
                    s->refuse == t->refuse && s->from == t->from && s->need == t->need &&
                    s->forbid == t->forbid && s->fields == t->fields && s->roles == t->roles);
        assert_int_equal(s->ground, t->ground);
        assert_true(s->arm == t->arm && s->disarm == t->disarm && s->effects == t->effects &&
                    s->documents == t->documents && s->topics == t->topics);
    }
}

static void same_procedure(const struct ym_procedure *a, const struct ym_procedure *b)
{
    same_text(a->id, b->id);
    same_text(a->version, b->version);
    same_text(a->zh, b->zh);
    same_text(a->en, b->en);
    same_text(a->source, b->source);
    same_text(a->risk.source, b->risk.source);
    assert_int_equal(a->valid_from, b->valid_from);
    assert_int_equal(a->valid_until, b->valid_until);
    for (int i = 0; i < YM_ROLE_COUNT; i++)
        assert_true(a->holders[i].bodies == b->holders[i].bodies &&
                    a->holders[i].is_program == b->holders[i].is_program);
    assert_memory_equal(a->risk.type, b->risk.type, sizeof(a->risk.type));
    assert_memory_equal(a->risk.harm, b->risk.harm, sizeof(a->risk.harm));
    assert_memory_equal(a->risk.urgency, b->risk.urgency, sizeof(a->risk.urgency));
    assert_memory_equal(a->risk.scope, b->risk.scope, sizeof(a->risk.scope));
    assert_memory_equal(a->risk.until, b->risk.until, sizeof(a->risk.until));
    assert_memory_equal(a->idle, b->idle, sizeof(a->idle));
    same_states(a, b);
    same_deadlines(a, b);
    same_rules(a, b);
}

/* What is printed reads back as the same procedure, and prints the same once more. */
static void round_trip(const char *text)
{
    struct json_procedure *const first = parsed(text);
    struct ym_buf once = printed(json_procedure_get(first));
    struct json_procedure *const second = parsed(once.at);
    struct ym_buf twice = printed(json_procedure_get(second));

    same_procedure(json_procedure_get(first), json_procedure_get(second));
    assert_span(ym_buf_span(&twice), once.at);
    ym_buf_release(&once);
    ym_buf_release(&twice);
    json_procedure_free(first);
    json_procedure_free(second);
}

static void prints_what_it_read(void **state)
{
    char *const open = edited(*state, "\"2024-12-31\"", "null");
    char *const quoted = edited(*state, "样例", "样\\\"例\\\\");

    round_trip(*state);
    round_trip(open);
    round_trip(quoted);
    free(open);
    free(quoted);
}

static void round_trips_the_shipped_ones(void **state)
{
    static const char *const files[] = { "../../engine/procedures/binjiang-2020.json",
                                         "../../engine/procedures/zhejiang-2025.json" };

    (void)state;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char *const text = load(files[i]);

        round_trip(text);
        free(text);
    }
}

static void says_when_it_does_not_fit(void **state)
{
    struct json_procedure *const jp = parsed(*state);
    struct ym_buf whole = printed(json_procedure_get(jp));
    struct ym_buf exact;
    struct ym_buf small;

    ym_buf_init(&exact, whole.n);
    ym_buf_init(&small, whole.n - 1);
    assert_true(json_procedure_print(json_procedure_get(jp), &exact));
    assert_false(json_procedure_print(json_procedure_get(jp), &small));
    ym_buf_release(&whole);
    ym_buf_release(&exact);
    ym_buf_release(&small);
    json_procedure_free(jp);
}

/* The list that begins at `find` with n more elements like `unit`, each with a number in it. */
static char *lengthened(const char *text, const char *find, const char *unit, size_t n)
{
    const size_t bytes = strlen(find) + n * (strlen(unit) + 16) + 1;
    char *const list = malloc(bytes);
    size_t at = strlen(find);
    char *out;

    assert_non_null(list);
    memcpy(list, find, at + 1);
    for (size_t i = 0; i < n; i++) {
        const char *const hole = strchr(unit, '#');

        at += (size_t)snprintf(list + at, bytes - at, "%.*s%zu%s", (int)(hole - unit), unit, i + 1,
                               hole + 1);
    }
    out = edited(text, find, list);
    free(list);
    return out;
}

static void limit_of(const char *text, const char *find, const char *unit, size_t room,
                     const char *part)
{
    char *const most = lengthened(text, find, unit, room);
    char *const more = lengthened(text, find, unit, room + 1);

    round_trip(most);
    refused(more, YM_E_UNPROCESSABLE, part);
    free(most);
    free(more);
}

static void holds_the_limits_of_lists(void **state)
{
    /* New elements come first, so START must move: the reader does not mind, the check would. */
    limit_of(*state, "\"states\": [",
             "{\"name\":\"S#\",\"zh\":\"z\",\"en\":\"e\",\"track\":\"main\",\"phase\":\"open\"},",
             YM_STATES_MAX - 8, "/states: must be an array of 1 to 64");
    limit_of(*state, "\"deadlines\": [",
             "{\"name\":\"d#\",\"zh\":\"z\",\"en\":\"e\",\"source\":\"s\",\"in\":[\"FIRST\"],"
             "\"term\":{\"n\":1,\"unit\":\"day\"}},",
             YM_DEADLINES_MAX - 3, "/deadlines: must be an array of 0 to 32");
    limit_of(*state, "\"rules\": [",
             "{\"id\":#,\"on\":\"seal\",\"from\":[\"FIRST\"],\"source\":\"s\"},", YM_RULES_MAX - 4,
             "/rules: must be an array of 1 to 512");
}

static void limit_of_text(const char *text, const char *find, size_t chars, const char *part)
{
    char *const most = repeated("n", chars);
    char *const more = repeated("n", chars + 1);
    char *const good = edited(text, find, most);
    char *const bad = edited(text, find, more);

    round_trip(good);
    refused(bad, YM_E_UNPROCESSABLE, part);
    free(most);
    free(more);
    free(good);
    free(bad);
}

static void holds_the_limits_of_texts(void **state)
{
    limit_of_text(*state, "sample", JSON_NAME_CHARS_MAX, "/id: must have 1 to 64");
    limit_of_text(*state, "样例", JSON_LABEL_CHARS_MAX, "/zh: must have 1 to 200");
    limit_of_text(*state, "等待调解", JSON_LABEL_CHARS_MAX,
                  "/states/1/next_zh: must have 0 to 200");
    limit_of_text(*state, "人民调解法 23", JSON_SOURCE_CHARS_MAX, "/rules/1/source: must have 1");
}

static void holds_the_bytes(void **state)
{
    char *const text = repeated(" ", JSON_PROCEDURE_BYTES_MAX + 1);

    memcpy(text, *state, strlen(*state));
    refused(text, YM_E_TOO_LARGE, "at most 1048576 are allowed");
    text[JSON_PROCEDURE_BYTES_MAX] = '\0';
    json_procedure_free(parsed(text));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_head),
        cmocka_unit_test(reads_states_and_deadlines),
        cmocka_unit_test(reads_rules),
        cmocka_unit_test(takes_number_and_digest),
        cmocka_unit_test(prints_what_it_read),
        cmocka_unit_test(round_trips_the_shipped_ones),
        cmocka_unit_test(says_when_it_does_not_fit),
        cmocka_unit_test(holds_the_limits_of_lists),
        cmocka_unit_test(holds_the_limits_of_texts),
        cmocka_unit_test(holds_the_bytes),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
