/* SPDX-License-Identifier: Apache-2.0 */
/* One failing example for each thing that ym_procedure_check() finds: the smallest sound procedure
 * with one text replaced or, for what the reader of JSON would not let through, one member spoilt.
 * Each example must give the flaw it is made for, at the row it is made in, and no others than
 * those it names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "load.h"

typedef void spoil_fn(struct ym_procedure *p);

struct example {
    enum ym_flaw_kind kind; /* the flaw it is made for */
    uint16_t rule;          /* rule that must be named, 0: none */
    uint16_t other;         /* the earlier rule that must be named, 0: none */
    const char *state;      /* state that must be named, NULL: none */
    const char *deadline;   /* deadline that must be named, NULL: none */
    size_t total;           /* flaws in all: some cannot come alone */
    const char *find;       /* stands once in minimal.json; NULL: nothing is replaced */
    const char *replace;
    spoil_fn *spoil; /* NULL: none */
};

static void rename_start(struct ym_procedure *p)
{
    p->states[0].name = "BEGIN";
}

static void rename_state(struct ym_procedure *p)
{
    p->states[4].name = p->states[3].name;
}

static void rename_deadline(struct ym_procedure *p)
{
    p->deadlines[1].name = p->deadlines[0].name;
}

static void silence_deadline(struct ym_procedure *p)
{
    p->deadlines[1].source = "";
}

static void silence_type(struct ym_procedure *p)
{
    p->deadlines[0].by_type[YM_TYPE_LABOUR].source = NULL;
}

static void silence_rule(struct ym_procedure *p)
{
    p->rules[7].source = "";
}

static void silence_procedure(struct ym_procedure *p)
{
    p->source = "";
}

static void silence_risk(struct ym_procedure *p)
{
    p->risk.source = NULL;
}

static void empty_from(struct ym_procedure *p)
{
    p->rules[7].from = 0;
}

static void cross_tracks(struct ym_procedure *p)
{
    p->rules[7].to[YM_TRACK_CONFIRM] = 4; /* CLOSED is of the main track */
}

static void leave_the_states(struct ym_procedure *p)
{
    p->rules[7].to[YM_TRACK_MAIN] = 60; /* there are nine */
}

static void number_nothing(struct ym_procedure *p)
{
    p->rules[0].id = 0;
}

static void empty_all(struct ym_procedure *p)
{
    p->nstates = 0;
    p->ndeadlines = 0;
    p->nrules = 0;
    memset(p->idle, YM_STATE_NONE, sizeof(p->idle));
}

static void count_back_in_months(struct ym_procedure *p)
{
    p->deadlines[1].origin = YM_ORIGIN_BEFORE_DUE;
    p->deadlines[1].term = (struct ym_term){ .n = 1, .unit = YM_UNIT_MONTH };
}

static void count_back_in_simplified_months(struct ym_procedure *p)
{
    p->deadlines[1].origin = YM_ORIGIN_BEFORE_DUE;
    p->deadlines[1].term = (struct ym_term){ .n = 1, .unit = YM_UNIT_DAY };
    p->deadlines[1].simplified = (struct ym_term){ .n = 1, .unit = YM_UNIT_MONTH };
}

static void count_back_in_small_months(struct ym_procedure *p)
{
    count_back_in_simplified_months(p);
    p->deadlines[1].small_claim = p->deadlines[1].simplified;
    p->deadlines[1].simplified.n = 0;
}

static void count_back_for_a_type(struct ym_procedure *p)
{
    p->deadlines[0].by_type[YM_TYPE_LABOUR].origin = YM_ORIGIN_BEFORE_DUE;
    p->deadlines[0].by_type[YM_TYPE_LABOUR].term.unit = YM_UNIT_WORKDAY;
}

static void count_back_in_days(struct ym_procedure *p)
{
    p->deadlines[1].origin = YM_ORIGIN_BEFORE_DUE;
    p->deadlines[1].term = (struct ym_term){ .n = 1, .unit = YM_UNIT_DAY };
}

/* Thirteen deadlines that can all run in OPEN, one more than a dispute holds. */
static void crowd_clocks(struct ym_procedure *p)
{
    static const char *const names[] = { "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m" };

    for (int i = 0; i < 11; i++) {
        const uint8_t at = p->ndeadlines++;
        const struct ym_rule last = p->rules[p->nrules - 1];

        p->deadlines[at] = p->deadlines[1];
        p->deadlines[at].name = names[i];
        p->rules[p->nrules] = p->rules[6];
        p->rules[p->nrules].id = (uint16_t)(last.id + 2);
        p->rules[p->nrules].deadline = at;
        p->nrules++;
    }
}

/* One fewer is what a dispute holds. */
static void fill_clocks(struct ym_procedure *p)
{
    crowd_clocks(p);
    p->ndeadlines--;
    p->nrules--;
}

/* clang-format off */
static const struct example examples[] = {
    { YM_FLAW_START, 0, 0, "BEGIN", NULL, 1, NULL, NULL, rename_start },
    { YM_FLAW_START, 101, 0, NULL, NULL, 2,
      "\"from\": [\"START\"], \"to\": [\"OPEN\"]", "\"from\": [\"OPEN\"], \"to\": [\"OPEN\"]", NULL },
    { YM_FLAW_START, 301, 0, NULL, NULL, 1, "[\"AGREED\", \"FAILED\"]", "[\"START\", \"FAILED\"]", NULL },
    { YM_FLAW_START, 0, 0, "START", NULL, 1,
      "\"to\": [\"OPEN\"], \"roles\": [\"party\"], \"arm\": [\"answer\"],",
      "\"roles\": [\"party\"], \"refuse\": \"already\",", NULL },
    { YM_FLAW_TRACK_IDLE, 0, 0, NULL, NULL, 1,
      "\"en\": \"idle\", \"track\": \"confirm\", \"phase\": \"idle\"",
      "\"en\": \"idle\", \"track\": \"confirm\", \"phase\": \"open\"", NULL },
    { YM_FLAW_NAME_TWICE, 0, 0, "FAILED", NULL, 1, NULL, NULL, rename_state },
    { YM_FLAW_NAME_TWICE, 0, 0, NULL, "limit", 1, NULL, NULL, rename_deadline },
    { YM_FLAW_NAME_TWICE, 203, 0, NULL, NULL, 1, "\"id\": 205", "\"id\": 203", NULL },
    { YM_FLAW_RULE_ORDER, 199, 0, NULL, NULL, 1, "\"id\": 205", "\"id\": 199", NULL },
    { YM_FLAW_RULE_ORDER, 0, 0, NULL, NULL, 1, NULL, NULL, number_nothing },
    { YM_FLAW_RULE_TRACKS, 301, 0, NULL, NULL, 1,
      "[\"AGREED\", \"FAILED\"]", "[\"AGREED\", \"CONFIRMED\"]", NULL },
    { YM_FLAW_RULE_TRACKS, 301, 0, NULL, NULL, 1, NULL, NULL, empty_from },
    { YM_FLAW_RULE_TRACKS, 301, 0, NULL, NULL, 1, NULL, NULL, cross_tracks },
    { YM_FLAW_RULE_TRACKS, 301, 0, NULL, NULL, 1, NULL, NULL, leave_the_states },
    { YM_FLAW_NEED_FORBID, 203, 0, NULL, NULL, 1,
      "\"need\": [\"stayed\"]", "\"need\": [\"stayed\"], \"forbid\": [\"stayed\"]", NULL },
    { YM_FLAW_REFUSAL_MOVES, 203, 0, NULL, NULL, 1,
      "\"refuse\": \"stands_still\"", "\"refuse\": \"stands_still\", \"effects\": [\"resume\"]", NULL },
    { YM_FLAW_REFUSAL_MOVES, 203, 0, NULL, NULL, 1,
      "\"refuse\": \"stands_still\"", "\"refuse\": \"stands_still\", \"to\": [\"AGREED\"]", NULL },
    { YM_FLAW_REFUSAL_MOVES, 203, 0, NULL, NULL, 1,
      "\"refuse\": \"stands_still\"", "\"refuse\": \"stands_still\", \"arm\": [\"answer\"]", NULL },
    { YM_FLAW_REFUSAL_MOVES, 203, 0, NULL, NULL, 1,
      "\"refuse\": \"stands_still\"", "\"refuse\": \"stands_still\", \"disarm\": [\"answer\"]", NULL },
    { YM_FLAW_FIELD_FOREIGN, 205, 0, NULL, NULL, 1, "[\"date\"]", "[\"date\", \"ruling\"]", NULL },
    { YM_FLAW_COLOUR, 0, 0, "AGREED", NULL, 1,
      "\"stage\": \"agreed\", \"colour\": \"green\"", "\"stage\": \"agreed\", \"colour\": \"blue\"", NULL },
    { YM_FLAW_COLOUR, 0, 0, "FAILED", NULL, 1,
      "\"stage\": \"failed_open\", \"colour\": \"red\"", "\"stage\": \"failed_open\", \"colour\": \"green\"", NULL },
    { YM_FLAW_COLOUR, 0, 0, "OPEN", NULL, 1, "\"stage\": \"first\"", "\"stage\": \"none\"", NULL },
    { YM_FLAW_COLOUR, 0, 0, "START", NULL, 1,
      "\"stage\": \"none\", \"colour\": \"none\" }", "\"stage\": \"none\", \"colour\": \"red\" }", NULL },
    { YM_FLAW_COLOUR, 0, 0, "CONFIRMED", NULL, 1,
      "\"en\": \"confirmed\",", "\"en\": \"confirmed\", \"colour\": \"green\",", NULL },
    { YM_FLAW_COLOUR, 0, 0, "PERFORMED", NULL, 1,
      "\"en\": \"performed\",", "\"en\": \"performed\", \"stage\": \"agreed\",", NULL },
    { YM_FLAW_UNREACHABLE, 0, 0, "CONFIRMED", NULL, 2,
      "[\"AGREED\", \"CONFIRMED\", \"PERFORMED\"]", "[\"AGREED\", \"PERFORMED\"]", NULL },
    { YM_FLAW_TRAP, 0, 0, "CONFIRM_IDLE", NULL, 2,
      "[\"AGREED\", \"CONFIRMED\", \"PERFORMED\"]", "[\"AGREED\", \"PERFORMED\"]", NULL },
    { YM_FLAW_TRAP, 0, 0, "FAILED", NULL, 1, "[\"AGREED\", \"FAILED\"]", "[\"AGREED\"]", NULL },
    { YM_FLAW_SHADOWED, 205, 203, NULL, NULL, 1, "\"need\": [\"stayed\"], ", "", NULL },
    { YM_FLAW_NO_DEADLINE, 0, 0, "OPEN", NULL, 1,
      "\"in\": [\"OPEN\"]", "\"within\": [\"OPEN\"]", NULL },
    { YM_FLAW_NO_DEADLINE, 0, 0, "OPEN", NULL, 1,
      "\"to\": [\"FAILED\"], \"roles\": [\"clock\"]", "\"roles\": [\"clock\"]", NULL },
    { YM_FLAW_NO_EXPIRY, 0, 0, "OPEN", "answer", 1,
      "\"deadline\": \"answer\", ", "\"deadline\": \"answer\", \"need\": [\"stayed\"], ", NULL },
    { YM_FLAW_EXPIRY_REFUSED, 210, 0, NULL, "answer", 1,
      "    { \"id\": 211,",
      "    { \"id\": 210, \"on\": \"expire\", \"from\": [\"OPEN\"], \"deadline\": \"answer\", \"need\": [\"stayed\"], "
      "\"roles\": [\"clock\"], \"refuse\": \"stands_still\", \"source\": \"test\" },\n    { \"id\": 211,", NULL },
    { YM_FLAW_NONE, 0, 0, NULL, NULL, 0,
      "    { \"id\": 211,",
      "    { \"id\": 210, \"on\": \"expire\", \"from\": [\"AGREED\"], \"deadline\": \"answer\", \"need\": [\"stayed\"], "
      "\"roles\": [\"clock\"], \"refuse\": \"stands_still\", \"source\": \"test\" },\n    { \"id\": 211,", NULL },
    { YM_FLAW_EXPIRY_REFUSED, 211, 0, NULL, "answer", 1,
      "\"deadline\": \"answer\", \"roles\": [\"clock\"]", "\"deadline\": \"answer\", \"roles\": [\"mediator\"]", NULL },
    { YM_FLAW_EXPIRY_REFUSED, 211, 0, NULL, "answer", 1,
      "\"deadline\": \"answer\", ", "\"deadline\": \"answer\", \"fields\": [\"deadline\"], ", NULL },
    { YM_FLAW_NO_OUTCOME, 0, 0, "CLOSED", NULL, 4,
      "\"phase\": \"final\", \"stage\": \"closed\"", "\"phase\": \"open\", \"stage\": \"closed\"", NULL },
    { YM_FLAW_NO_COURT, 0, 0, "OPEN", NULL, 1,
      "\"on\": \"go_to_court\", \"from\": [\"OPEN\"],",
      "\"on\": \"go_to_court\", \"from\": [\"OPEN\"], \"need\": [\"stayed\"],", NULL },
    { YM_FLAW_NO_COURT, 0, 0, "OPEN", NULL, 1,
      "\"to\": [\"FAILED\"], \"roles\": [\"party\"]", "\"to\": [\"FAILED\"], \"roles\": [\"mediator\"]", NULL },
    { YM_FLAW_NO_COURT, 0, 0, "OPEN", NULL, 1,
      "\"on\": \"go_to_court\",", "\"on\": \"go_to_court\", \"fields\": [\"reason\"],", NULL },
    { YM_FLAW_NO_HOLDER, 205, 0, NULL, NULL, 1,
      "\"roles\": [\"mediator\"], \"fields\"", "\"roles\": [\"mediator\", \"dpo\"], \"fields\"", NULL },
    { YM_FLAW_NO_ROLE, 205, 0, NULL, NULL, 1, "\"roles\": [\"mediator\"], \"fields\"", "\"fields\"", NULL },
    { YM_FLAW_NO_SOURCE, 301, 0, NULL, NULL, 1, NULL, NULL, silence_rule },
    { YM_FLAW_NO_SOURCE, 0, 0, NULL, "answer", 1, NULL, NULL, silence_deadline },
    { YM_FLAW_NO_SOURCE, 0, 0, NULL, "limit", 1, NULL, NULL, silence_type },
    { YM_FLAW_NO_SOURCE, 0, 0, NULL, NULL, 1, NULL, NULL, silence_procedure },
    { YM_FLAW_NO_SOURCE, 0, 0, NULL, NULL, 1, NULL, NULL, silence_risk },
    { YM_FLAW_NO_NOTICE, 201, 0, NULL, NULL, 1,
      "\"roles\": [\"party\"], \"documents\": [\"remedies_notice\"]",
      "\"roles\": [\"party\"], \"documents\": [\"filing_packet\"]", NULL },
    { YM_FLAW_ARM_USELESS, 201, 0, NULL, "limit", 1,
      "\"to\": [\"FAILED\"], \"roles\": [\"party\"]",
      "\"to\": [\"FAILED\"], \"arm\": [\"limit\"], \"roles\": [\"party\"]", NULL },
    { YM_FLAW_ARM_USELESS, 101, 0, NULL, "limit", 1,
      "\"arm\": [\"answer\"]", "\"arm\": [\"limit\", \"answer\"]", NULL },
    { YM_FLAW_NONE, 0, 0, NULL, NULL, 0,
      "\"fields\": [\"date\"]", "\"fields\": [\"date\"], \"arm\": [\"limit\"]", NULL },
    { YM_FLAW_BACKWARDS, 0, 0, NULL, "answer", 1, NULL, NULL, count_back_in_months },
    { YM_FLAW_BACKWARDS, 0, 0, NULL, "answer", 1, NULL, NULL, count_back_in_simplified_months },
    { YM_FLAW_BACKWARDS, 0, 0, NULL, "answer", 1, NULL, NULL, count_back_in_small_months },
    { YM_FLAW_BACKWARDS, 0, 0, NULL, "limit", 1, NULL, NULL, count_back_for_a_type },
    { YM_FLAW_NONE, 0, 0, NULL, NULL, 0, NULL, NULL, count_back_in_days },
    { YM_FLAW_CLOCKS, 0, 0, NULL, NULL, 1, NULL, NULL, crowd_clocks },
    { YM_FLAW_NONE, 0, 0, NULL, NULL, 0, NULL, NULL, fill_clocks },
    { YM_FLAW_VALIDITY, 0, 0, NULL, NULL, 1,
      "\"valid_until\": null", "\"valid_until\": \"2019-12-31\"", NULL },
    { YM_FLAW_NONE, 0, 0, NULL, NULL, 0,
      "\"valid_until\": null", "\"valid_until\": \"2020-01-01\"", NULL },
    { YM_FLAW_START, 0, 0, "START", NULL, 4, NULL, NULL, empty_all },
    { YM_FLAW_NONE, 0, 0, NULL, NULL, 0, NULL, NULL, NULL },
};
/* clang-format on */

#define EXAMPLES (sizeof(examples) / sizeof(examples[0]))

static struct json_procedure *read_example(const struct example *e, const char *text, size_t n)
{
    struct json_procedure *jp;
    const char *at;
    char *changed;
    size_t head, tail;

    if (e->find == NULL)
        return load_text("minimal.json", text, n);
    at = strstr(text, e->find);
    if (at == NULL || strstr(at + 1, e->find) != NULL)
        fail_msg("%s does not stand once in minimal.json", e->find);
    head = (size_t)(at - text);
    tail = n - head - strlen(e->find);
    changed = malloc(n + strlen(e->replace) + 1);
    assert_non_null(changed);
    memcpy(changed, text, head);
    memcpy(changed + head, e->replace, strlen(e->replace));
    memcpy(changed + head + strlen(e->replace), at + strlen(e->find), tail);
    jp = load_text(e->replace, changed, head + strlen(e->replace) + tail);
    free(changed);
    return jp;
}

static bool is_named(const struct ym_procedure *p, const struct ym_flaw *f, const struct example *e)
{
    const char *state = f->state == YM_STATE_NONE ? NULL : p->states[f->state].name;
    const char *deadline = f->deadline == YM_DEADLINE_NONE ? NULL : p->deadlines[f->deadline].name;

    return f->kind == e->kind && f->rule == e->rule && f->other == e->other &&
           (state == NULL) == (e->state == NULL) && (deadline == NULL) == (e->deadline == NULL) &&
           (state == NULL || strcmp(state, e->state) == 0) &&
           (deadline == NULL || strcmp(deadline, e->deadline) == 0);
}

/* True when the example gives what it says. */
static bool try_example(size_t i, const char *text, size_t n)
{
    const struct example *e = &examples[i];
    struct json_procedure *const jp = read_example(e, text, n);
    struct ym_procedure *const p = malloc(sizeof(*p));
    struct ym_flaw flaws[LOAD_FLAWS_MAX];
    bool found = e->kind == YM_FLAW_NONE;
    size_t total;

    assert_non_null(p);
    *p = *json_procedure_get(jp);
    if (e->spoil != NULL)
        e->spoil(p);
    total = ym_procedure_check(p, flaws, LOAD_FLAWS_MAX);
    for (size_t k = 0; k < total && k < LOAD_FLAWS_MAX; k++)
        found = found || is_named(p, &flaws[k], e);
    found = found && total == e->total;
    if (!found) {
        print_error("example %zu (%s) gives %zu flaws, not %zu:\n", i, ym_flaw_text(e->kind), total,
                    e->total);
        load_print_flaws(p, flaws, total);
    }
    free(p);
    json_procedure_free(jp);
    return found;
}

static void finds_every_kind_of_flaw(void **state)
{
    size_t n;
    char *const text = load_file(YM_RULE_DIR "/minimal.json", &n);
    bool tried[YM_FLAW_COUNT] = { false };
    int wrong = 0;

    (void)state;
    for (size_t i = 0; i < EXAMPLES; i++) {
        tried[examples[i].kind] = true;
        wrong += try_example(i, text, n) ? 0 : 1;
    }
    assert_int_equal(wrong, 0);
    for (int kind = 0; kind < YM_FLAW_COUNT; kind++)
        if (!tried[kind])
            fail_msg("no example for: %s", ym_flaw_text((enum ym_flaw_kind)kind));
    free(text);
}

/* What does not fit is counted, not written; and no flaw stops the walk from being judged safe. */
static void counts_what_does_not_fit(void **state)
{
    struct json_procedure *const jp = load_procedure(YM_RULE_DIR "/minimal.json");
    struct ym_procedure *const p = malloc(sizeof(*p));
    struct ym_flaw flaws[2] = { { .rule = 7777 }, { .rule = 7777 } };

    (void)state;
    assert_non_null(p);
    *p = *json_procedure_get(jp);
    silence_rule(p);
    silence_deadline(p);
    silence_procedure(p);
    assert_true(ym_procedure_check(p, flaws, 1) >= 3);
    assert_int_equal(flaws[0].kind, YM_FLAW_NO_SOURCE);
    assert_int_equal(flaws[1].rule, 7777);
    assert_true(ym_procedure_check(p, NULL, 0) >= 3);
    free(p);
    json_procedure_free(jp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_kind_of_flaw),
        cmocka_unit_test(counts_what_does_not_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
