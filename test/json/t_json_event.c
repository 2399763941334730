/* SPDX-License-Identifier: Apache-2.0 */
#include "json/event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "yima/canon.h"

#define ROUNDS 20000
#define SEED   UINT64_C(0x9E3779B97F4A7C15)

/* xorshift64*: the same numbers on every machine. */
static uint64_t roll(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(2685821657736338717);
}

/* Below n, and often 0, since what holds nothing is left out. */
static uint64_t some(uint64_t *seed, uint64_t n)
{
    return roll(seed) % 3 == 0 ? 0 : (roll(seed) >> 8) % n;
}

static int64_t some_id(uint64_t *seed)
{
    return (int64_t)some(seed, UINT64_C(1) << 55);
}

static struct ym_clock some_clock(uint64_t *seed, uint8_t deadline)
{
    const ym_day last = (ym_day)some(seed, 80000);

    switch (roll(seed) % 3) {
    case 0: /* runs */
        return (struct ym_clock){
            .due = ym_term_due(last), .last = last, .left = -1, .deadline = deadline
        };
    case 1: /* stands still */
        return (struct ym_clock){ .last = YM_DAY_NONE,
                                  .left = (int16_t)some(seed, 30000),
                                  .deadline = deadline };
    default: /* gone */
        return (struct ym_clock){ .last = YM_DAY_NONE, .left = -1, .deadline = deadline };
    }
}

static const char *some_detail(uint64_t *seed)
{
    static const char *const details[] = {
        "{}",
        "{\"reason\":\"a\"}",
        "{\"dispute\":\"06XK29QW3TABC7\",\"reason\":\"}{][\"}",
        "{\"reason\":\"\\\"}\"}",
        "{\"note\":\"\\\\\",\"reason\":\"\\\"detail\\\":{\"}",
        "{\"obligations\":[{\"account\":\"6222\",\"due\":\"2026-12-01\",\"payee\":0}]}",
    };

    return details[roll(seed) % (sizeof(details) / sizeof(details[0]))];
}

static struct ym_command some_command(uint64_t *seed)
{
    struct ym_command c = {
        .kind = (uint8_t)(roll(seed) % YM_CMD_COUNT),
        .code = (uint8_t)some(seed, 9),
        .item = (uint8_t)some(seed, YM_OBLIGATIONS_MAX),
        .items = (uint8_t)some(seed, YM_OBLIGATIONS_MAX + 1),
        .harm = (uint8_t)some(seed, 4),
        .urgency = (uint8_t)some(seed, 4),
        .scope = (uint8_t)some(seed, 4),
        .days = (int16_t)some(seed, 3651),
        .seats = (uint32_t)some(seed, UINT64_C(1) << 32),
        .attended = (uint32_t)some(seed, UINT64_C(1) << 32),
        .fields = some(seed, UINT64_C(1) << YM_FIELD_COUNT),
        .ref = some_id(seed),
        .ref2 = some_id(seed),
        .date = YM_DAY_NONE,
        .first_due = YM_DAY_NONE,
        .body_kind = (uint8_t)some(seed, YM_BODY_COUNT),
        .at = (ym_usec)(roll(seed) >> 12),
        .by = { .role = (uint8_t)(roll(seed) % YM_ROLE_COUNT),
                .seat = roll(seed) % 2 == 0 ? YM_SEAT_NONE : (uint8_t)some(seed, 32),
                .staff = some_id(seed),
                .body = some_id(seed),
                .region = some_id(seed) },
        .detail = ym_span_of(some_detail(seed)),
    };

    if ((c.fields & (YM_FB(DATE) | YM_FB(OBLIGATIONS))) != 0)
        c.date = (ym_day)some(seed, 80000);
    if ((c.fields & YM_FB(OBLIGATIONS)) != 0 && roll(seed) % 4 != 0)
        c.first_due = (ym_day)some(seed, 80000);
    if (c.kind == YM_CMD_EXPIRE)
        c.deadline = (uint8_t)some(seed, 32);
    if (c.kind == YM_CMD_MIGRATE)
        c.deadline = roll(seed) % 2 == 0 ? YM_DEADLINE_NONE : (uint8_t)some(seed, 32);
    return c;
}

static struct ym_event some_event(uint64_t *seed)
{
    struct ym_event ev = {
        .dispute = { some_id(seed) },
        .seq = (uint32_t)(1 + some(seed, YM_VERSION_MAX)),
        .rule = (uint16_t)some(seed, 65536),
        .to = { (uint8_t)some(seed, 64), (uint8_t)some(seed, 64), (uint8_t)some(seed, 64) },
        .risk = (uint8_t)some(seed, YM_RISK_COUNT),
        .ground = (uint8_t)some(seed, YM_GROUND_COUNT),
        .effects = (uint32_t)some(seed, 1 << YM_EFFECT_COUNT),
        .nclocks = (uint8_t)some(seed, YM_CLOCK_CHANGES_MAX + 1),
        .c = some_command(seed),
    };

    for (uint8_t i = 0; i < ev.nclocks; i++)
        ev.clocks[i] = some_clock(seed, i);
    if (ev.c.kind == YM_CMD_REGISTER) {
        ev.c.reg = (struct ym_registration){
            .type = (uint8_t)some(seed, YM_TYPE_COUNT),
            .channel = (uint8_t)some(seed, YM_CHANNEL_COUNT),
            .source = (uint8_t)some(seed, YM_SOURCE_COUNT),
            .joint = (uint8_t)some(seed, 2),
            .seats = (uint8_t)(2 + some(seed, 31)),
            .claimants = (uint32_t)some(seed, UINT64_C(1) << 32),
            .respondents = (uint32_t)some(seed, UINT64_C(1) << 32),
            .region = some_id(seed),
            .body = some_id(seed),
        };
    }
    if (ev.c.kind == YM_CMD_REGISTER || ev.c.kind == YM_CMD_MIGRATE)
        ev.c.reg.procedure = (uint16_t)(1 + some(seed, 64));
    return ev;
}

static void same_clocks(const struct ym_event *a, const struct ym_event *b)
{
    assert_int_equal(a->nclocks, b->nclocks);
    for (int i = 0; i < a->nclocks; i++)
        assert_true(a->clocks[i].deadline == b->clocks[i].deadline &&
                    a->clocks[i].last == b->clocks[i].last &&
                    a->clocks[i].due == b->clocks[i].due && a->clocks[i].left == b->clocks[i].left);
}

static void same_registration(const struct ym_registration *a, const struct ym_registration *b)
{
    assert_true(a->procedure == b->procedure && a->type == b->type && a->channel == b->channel &&
                a->source == b->source && a->joint == b->joint && a->seats == b->seats);
    assert_true(a->claimants == b->claimants && a->respondents == b->respondents &&
                a->region == b->region && a->body == b->body);
}

static void same_actor(const struct ym_actor *a, const struct ym_actor *b)
{
    assert_true(a->role == b->role && a->seat == b->seat && a->staff == b->staff &&
                a->body == b->body && a->region == b->region);
}

static void same_risk(const struct ym_command *a, const struct ym_command *b)
{
    assert_true(a->harm == b->harm && a->urgency == b->urgency && a->scope == b->scope);
}

static void same_command(const struct ym_command *a, const struct ym_command *b)
{
    assert_true(a->kind == b->kind && a->code == b->code && a->item == b->item &&
                a->items == b->items && a->deadline == b->deadline);
    assert_true(a->days == b->days && a->seats == b->seats && a->attended == b->attended);
    assert_true(a->fields == b->fields && a->ref == b->ref && a->ref2 == b->ref2 &&
                a->date == b->date && a->at == b->at);
    assert_true(a->first_due == b->first_due && a->body_kind == b->body_kind);
    same_risk(a, b);
    same_actor(&a->by, &b->by);
    same_registration(&a->reg, &b->reg);
    assert_true(ym_span_is(a->detail, b->detail));
}

static void same_event(const struct ym_event *got, const struct ym_event *ev, const char *bytes,
                       size_t n)
{
    assert_true(got->dispute.v == ev->dispute.v && got->seq == ev->seq && got->rule == ev->rule &&
                got->risk == ev->risk && got->effects == ev->effects && got->ground == ev->ground);
    assert_memory_equal(got->to, ev->to, sizeof(ev->to));
    same_clocks(got, ev);
    same_command(&got->c, &ev->c);
    assert_true(got->c.detail.at >= bytes && got->c.detail.at < bytes + n);
}

/* Whatever event is written reads back as it was, from bytes without a NUL behind them. */
static void reads_what_is_written(void **state)
{
    uint64_t seed = SEED;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        const struct ym_event ev = some_event(&seed);
        struct ym_event got;
        struct ym_error error;
        char buf[YM_EVENT_BYTES_MAX];
        const size_t n = ym_canon_event(&ev, buf, sizeof(buf));
        char *const bytes = malloc(n);

        assert_non_null(bytes);
        memcpy(bytes, buf, n);
        if (json_event_read((struct ym_span){ bytes, n }, &got, &error) != YM_E_OK)
            fail_msg("round %d: %s: %.*s", i, error.text, (int)n, bytes);
        same_event(&got, &ev, bytes, n);
        if (!ym_canon_event_read((struct ym_span){ bytes, n }, &got))
            fail_msg("round %d, the engine's own reader: %.*s", i, (int)n, bytes);
        same_event(&got, &ev, bytes, n);
        free(bytes);
    }
}

/* One event in its written form, to be spoiled. */
static const char sample[] =
    "{\"at\":\"2026-11-22T11:23:45.123456+08:00\",\"by\":{\"role\":\"mediator\",\"staff\":\"7\"},"
    "\"clocks\":[{\"deadline\":2,\"last\":\"2026-12-01\"},{\"deadline\":3,\"left\":5},"
    "{\"deadline\":4}],\"command\":\"accept\",\"detail\":{\"note\":\"n\"},\"dispute\":\"12345\","
    "\"fields\":\"2097152\",\"risk\":1,\"rule\":101,\"seq\":2,\"to\":[1,4,6]}";

static void reads_the_sample(void **state)
{
    struct ym_event ev;

    (void)state;
    assert_true(json_event_decode(ym_span_of(sample), &ev));
    assert_int_equal(ev.nclocks, 3);
    assert_true(ev.clocks[0].due == ym_term_due(ym_day_make(2026, 12, 1)));
    assert_int_equal(ev.clocks[0].left, -1);
    assert_int_equal(ev.clocks[1].left, 5);
    assert_int_equal(ev.clocks[2].last, YM_DAY_NONE);
    assert_true(ev.clocks[2].due == 0);
    assert_int_equal(ev.c.by.seat, YM_SEAT_NONE);
    assert_true(ev.c.fields == YM_FB(NOTE));
    assert_span(ev.c.detail, "{\"note\":\"n\"}");
}

static void refuses_any_other_form(void **state)
{
    static const struct {
        const char *find, *put;
        const char *part;
    } cases[] = {
        { "\"seq\":2", "\"seq\": 2", "not in its canonical form" },
        { "\"seq\":2", "\"seq\":2.0", "not in its canonical form" },
        { "\"risk\":1,\"rule\":101", "\"rule\":101,\"risk\":1", "not in its canonical form" },
        { "\"risk\":1", "\"harm\":0,\"risk\":1", "not in its canonical form" },
        { ".123456+08:00", ".123456+09:00", "not in its canonical form" },
        { "\"left\":5", "\"last\":\"2026-12-01\",\"left\":5", "/clocks/1: holds last or left" },
        { "accept", "\\u0061ccept", "not in its canonical form" },
        { "\"risk\":1", "\"reg\":{\"procedure\":1},\"risk\":1", "not in its canonical form" },
        { "\"seq\":2,", "", "/seq: missing" },
        { "[1,4,6]", "[1,4]", "/to: must be an array of 3 to 3" },
        { "[1,4,6]", "[1,4,64]", "/to/2: must be a whole number" },
        { "\"deadline\":4", "\"deadline\":32", "/clocks/2/deadline: must be a whole number" },
        { "\"risk\":1", "\"harm\":4,\"risk\":1", "/harm: must be a whole number" },
        { "\"risk\":1", "\"items\":65,\"risk\":1", "/items: must be a whole number" },
        { "\"risk\":1", "\"item\":64,\"risk\":1", "/item: must be a whole number" },
        { "\"risk\":1", "\"risk\":4", "/risk: must be a whole number" },
        { "\"12345\"", "12345", "/dispute: must be a text" },
        { "\"12345\"", "\"0\"", "/dispute: must be a text of digits" },
        { "\"role\":\"mediator\"", "\"role\":\"judge\"", "/by/role: unknown role" },
        { "\"seq\":2", "\"seq\":2,\"sum\":1", "/sum: unknown member" },
        { "{\"note\":\"n\"}", "[]", "/detail: must be an object" },
        { "{\"note\":\"n\"}", "{\"note\":\"n\",\"note\":\"m\"}", "/detail/note: this member" },
        { "\"deadline\":4", "\"deadline\":4,\"due\":1", "/clocks/2/due: unknown member" },
        { "{\"at\"", "{\"At\"", "/at: missing" },
    };
    struct ym_event ev;
    struct ym_error error;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *const text = edited(sample, cases[i].find, cases[i].put);

        error = (struct ym_error){ 0 };
        if (json_event_read(ym_span_of(text), &ev, &error) == YM_E_OK)
            fail_msg("accepted: %s", text);
        assert_error(&error, error.code, cases[i].part);
        assert_false(json_event_decode(ym_span_of(text), &ev));
        free(text);
    }
}

/* Every single bit of the sample turned over: refused, or another event that is canonical too. */
static void survives_every_flipped_bit(void **state)
{
    char *const text = edited(sample, "", "");
    const size_t n = strlen(text);

    (void)state;
    for (size_t i = 0; i < n * 8; i++) {
        struct ym_event ev;
        char again[YM_EVENT_BYTES_MAX];

        text[i / 8] = (char)(text[i / 8] ^ 1 << i % 8);
        if (json_event_decode((struct ym_span){ text, n }, &ev)) {
            assert_int_equal(ym_canon_event(&ev, again, sizeof(again)), n);
            assert_memory_equal(again, text, n);
        }
        text[i / 8] = (char)(text[i / 8] ^ 1 << i % 8);
    }
    free(text);
}

static void holds_the_bytes(void **state)
{
    struct ym_event ev;
    struct ym_error error;
    char *const text = repeated(" ", YM_EVENT_BYTES_MAX + 1);
    char *const fill = repeated("n", YM_EVENT_BYTES_MAX - strlen(sample) + 1);
    char *const most = edited(sample, ":\"n\"", ":\"NOTE\"");
    char *const full = edited(most, "NOTE", fill);

    (void)state;
    memcpy(text, sample, strlen(sample));
    assert_int_equal(json_event_read(ym_span_of(text), &ev, &error), YM_E_TOO_LARGE);
    assert_int_equal(strlen(full), YM_EVENT_BYTES_MAX);
    assert_int_equal(json_event_read(ym_span_of(full), &ev, &error), YM_E_OK);
    free(text);
    free(fill);
    free(most);
    free(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_is_written),  cmocka_unit_test(reads_the_sample),
        cmocka_unit_test(refuses_any_other_form), cmocka_unit_test(survives_every_flipped_bit),
        cmocka_unit_test(holds_the_bytes),
    };

    print_message("seed %#llx\n", (unsigned long long)SEED);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
