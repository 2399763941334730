/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical bytes of an event, read back without memory. That whatever is written reads back as
 * it was, t_json_event proves; here is what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/canon.h"

static const char sample[] =
    "{\"at\":\"2026-11-22T11:23:45.123456+08:00\",\"by\":{\"role\":\"mediator\",\"staff\":\"7\"},"
    "\"clocks\":[{\"deadline\":2,\"last\":\"2026-12-01\"},{\"deadline\":3,\"left\":5},"
    "{\"deadline\":4}],\"command\":\"accept\",\"detail\":{\"note\":\"\\\"}[\"},"
    "\"dispute\":\"12345\",\"fields\":\"2097152\",\"risk\":1,\"rule\":101,\"seq\":2,"
    "\"to\":[1,4,6]}";

static bool reads(const char *text, size_t n, struct ym_event *ret)
{
    return ym_canon_event_read((struct ym_span){ text, n }, ret);
}

static void the_sample(void **state)
{
    char again[YM_EVENT_BYTES_MAX];
    struct ym_event ev;

    (void)state;
    assert_true(reads(sample, sizeof(sample) - 1, &ev));
    assert_int_equal(ev.nclocks, 3);
    assert_true(ev.clocks[0].due == ym_term_due(ym_day_make(2026, 12, 1)));
    assert_int_equal(ev.clocks[1].left, 5);
    assert_true(ev.clocks[2].due == 0 && ev.clocks[2].left == -1);
    assert_int_equal(ev.c.by.seat, YM_SEAT_NONE);
    assert_int_equal(ev.c.date, YM_DAY_NONE);
    assert_true(ym_span_is(ev.c.detail, YM_SPAN("{\"note\":\"\\\"}[\"}")));
    assert_int_equal(ym_canon_event(&ev, again, sizeof(again)), sizeof(sample) - 1);
    assert_memory_equal(again, sample, sizeof(sample) - 1);
}

/* What only some events have: a registration, the version that a dispute is moved to, a deadline.
 */
static void events_of_every_shape(void **state)
{
    struct ym_event made[3], ev;
    char text[YM_EVENT_BYTES_MAX], again[YM_EVENT_BYTES_MAX];

    (void)state;
    assert_true(reads(sample, sizeof(sample) - 1, &ev));
    made[0] = made[1] = made[2] = ev;
    made[0].c.kind = YM_CMD_REGISTER;
    made[0].c.reg = (struct ym_registration){ .procedure = 2,
                                              .type = YM_TYPE_LABOUR,
                                              .seats = 2,
                                              .claimants = 1,
                                              .respondents = 2,
                                              .region = 330108001000,
                                              .body = 1001 };
    made[1].c.kind = YM_CMD_MIGRATE;
    made[1].c.reg.procedure = 3;
    made[1].c.deadline = YM_DEADLINE_NONE;
    made[2].c.kind = YM_CMD_EXPIRE;
    made[2].c.deadline = 4;
    for (int i = 0; i < 3; i++) {
        const size_t n = ym_canon_event(&made[i], text, sizeof(text));

        assert_true(n > 0);
        assert_true(reads(text, n, &ev));
        assert_int_equal(ev.c.kind, made[i].c.kind);
        assert_int_equal(ev.c.deadline, i == 0 ? 0 : made[i].c.deadline);
        assert_int_equal(ev.c.reg.procedure, made[i].c.reg.procedure);
        assert_int_equal(ev.c.reg.respondents, made[i].c.reg.respondents);
        assert_int_equal(ym_canon_event(&ev, again, sizeof(again)), n);
        assert_memory_equal(again, text, n);
    }
}

/* Each prefix of it, in bytes of its own, so that a read beyond them is seen. */
static void cut_short(void **state)
{
    struct ym_event ev;

    (void)state;
    for (size_t n = 0; n < sizeof(sample) - 1; n++)
        assert_false(reads(sample, n, &ev));
    assert_false(reads(sample, sizeof(sample), &ev)); /* and one byte more */
}

static void spoiled(void **state)
{
    static const struct {
        const char *find, *put;
    } cases[] = {
        { "{\"at\"", "{\"At\"" },
        { "T11", "T1" },
        { "\"seq\":2,", "" },
        { "\"seq\":2", "\"seq\": 2" },
        { "\"seq\":2", "\"seq\":4294967296" },
        { "\"seq\":2", "\"seq\":42949672950" },
        { "\"seq\":2", "\"seq\":-2" },
        { "\"risk\":1", "\"risk\":4" },
        { "\"risk\":1,\"rule\":101", "\"rule\":101,\"risk\":1" },
        { "\"role\":\"mediator\"", "\"role\":\"judge\"" },
        { "\"role\":\"mediator\",", "" },
        { "\"staff\":\"7\"", "\"staff\":7" },
        { "\"staff\":\"7\"", "\"staff\":\"7" },
        { "accept", "accepted" },
        { "\"deadline\":4", "\"deadline\":32" },
        { "{\"deadline\":4}", "{}" },
        { "{\"deadline\":4}]", "{\"deadline\":4}" },
        { "2026-12-01", "2026-12-32" },
        { "[1,4,6]", "[1,4,64]" },
        { "[1,4,6]", "[1,4]" },
        { "[1,4,6]", "(1,4,6]" },
        { "{\"note\":\"\\\"}[\"}", "1" },
        { "{\"note\":\"\\\"}[\"}", "{\"note\":[\"\\\"\"}" },
    };
    char text[sizeof(sample) + 64];
    struct ym_event ev;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *at = strstr(sample, cases[i].find);
        size_t n;

        assert_non_null(at);
        n = (size_t)(at - sample);
        memcpy(text, sample, n);
        memcpy(text + n, cases[i].put, strlen(cases[i].put));
        n += strlen(cases[i].put);
        at += strlen(cases[i].find);
        memcpy(text + n, at, strlen(at));
        n += strlen(at);
        if (reads(text, n, &ev))
            fail_msg("read: %.*s", (int)n, text);
    }
}

/* As many clocks as one event can change, and one more. */
static void clocks(void **state)
{
    struct ym_event ev = {
        .dispute = { 77 }, .seq = 1, .to = { 1, 5, 7 }, .nclocks = YM_CLOCK_CHANGES_MAX
    };
    char text[YM_EVENT_BYTES_MAX];
    struct ym_event got;
    size_t end = 0;
    size_t n;

    (void)state;
    ev.c = hand_command(YM_CMD_ACCEPT);
    for (uint8_t i = 0; i < ev.nclocks; i++)
        ev.clocks[i] = (struct ym_clock){ .last = YM_DAY_NONE, .left = 3, .deadline = i };
    n = ym_canon_event(&ev, text, sizeof(text));
    assert_true(reads(text, n, &got));
    assert_int_equal(got.nclocks, YM_CLOCK_CHANGES_MAX);
    while (end < n && text[end] != ']') /* of the list of clocks, the first one */
        end++;
    memmove(text + end + 15, text + end, n - end);
    memcpy(text + end, ",{\"deadline\":9}", 15);
    assert_false(reads(text, n + 15, &got));
}

/* No bit turned over makes it read what is not there. */
static void flipped(void **state)
{
    char text[sizeof(sample)];
    struct ym_event ev;
    size_t accepted = 0;

    (void)state;
    memcpy(text, sample, sizeof(sample));
    for (size_t i = 0; i < (sizeof(sample) - 1) * 8; i++) {
        text[i / 8] = (char)(text[i / 8] ^ 1 << i % 8);
        accepted += reads(text, sizeof(sample) - 1, &ev);
        text[i / 8] = (char)(text[i / 8] ^ 1 << i % 8);
    }
    assert_true(accepted > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample), cmocka_unit_test(events_of_every_shape),
        cmocka_unit_test(cut_short),  cmocka_unit_test(spoiled),
        cmocka_unit_test(clocks),     cmocka_unit_test(flipped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
