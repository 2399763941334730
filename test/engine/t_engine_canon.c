/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical bytes of an event: what stands there, in which order, and what is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/canon.h"

static char text[YM_EVENT_BYTES_MAX + 1];

/* The exact text, and that it needs exactly as many bytes as it has. */
static void reads(const struct ym_event *ev, const char *want)
{
    const size_t n = strlen(want);

    memset(text, '#', sizeof(text));
    assert_int_equal(ym_canon_event(ev, text, YM_EVENT_BYTES_MAX), n);
    text[n] = '\0';
    assert_string_equal(text, want);
    for (size_t cap = 0; cap < n; cap++) {
        memset(text, '#', n + 1);
        assert_int_equal(ym_canon_event(ev, text, cap), 0);
        assert_int_equal(text[cap], '#'); /* nothing past what was offered */
    }
    assert_int_equal(ym_canon_event(ev, text, n), n);
}

static struct ym_event event(enum ym_cmd kind)
{
    return (struct ym_event){
        .dispute = { 77 }, .seq = 1, .rule = 10, .to = { 1, 5, 7 }, .c = hand_command(kind)
    };
}

/* Nothing is there but what every event has. */
static void least(void **state)
{
    struct ym_event ev = event(YM_CMD_VISIT);

    (void)state;
    ev.c.detail = (struct ym_span){ NULL, 0 };
    ev.c.by = (struct ym_actor){ .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE };
    reads(&ev, "{\"at\":\"2026-11-02T10:00:00.000000+08:00\",\"by\":{\"role\":\"job\"},"
               "\"command\":\"visit\",\"dispute\":\"77\",\"risk\":0,\"rule\":10,\"seq\":1,"
               "\"to\":[1,5,7]}");
}

/* An instant that is none has an empty text. */
static void no_instant(void **state)
{
    struct ym_event ev = event(YM_CMD_VISIT);

    (void)state;
    ev.c.at = YM_USEC_NONE;
    reads(&ev, "{\"at\":\"\",\"by\":{\"role\":\"job\"},\"command\":\"visit\",\"detail\":{},"
               "\"dispute\":\"77\",\"risk\":0,\"rule\":10,\"seq\":1,\"to\":[1,5,7]}");
}

/* Everything that a command other than REGISTER can say. */
static void most(void **state)
{
    struct ym_event ev = event(YM_CMD_EXPIRE);

    (void)state;
    ev.c.by =
        (struct ym_actor){ .role = YM_ROLE_AGENT, .seat = 0, .staff = 9, .body = 8, .region = 7 };
    ev.c.attended = UINT32_MAX;
    ev.c.code = 255;
    ev.c.fields = UINT64_MAX;
    ev.c.date = hand_day(3);
    ev.c.days = INT16_MAX;
    ev.c.body_kind = 10;
    ev.c.first_due = hand_day(1);
    ev.ground = 8;
    ev.c.deadline = 0;
    ev.c.detail = YM_SPAN("{\"note\":\"好\"}");
    ev.c.harm = 1;
    ev.c.urgency = 2;
    ev.c.scope = 3;
    ev.c.item = 4;
    ev.c.items = 5;
    ev.c.ref = INT64_MIN;
    ev.c.ref2 = INT64_MAX;
    ev.c.seats = 6;
    ev.dispute.v = INT64_MAX;
    ev.effects = 7;
    ev.risk = 3;
    ev.rule = UINT16_MAX;
    ev.seq = UINT32_MAX;
    ev.nclocks = 3;
    ev.clocks[0] = (struct ym_clock){ .deadline = 0, .last = hand_day(5), .due = 1, .left = -1 };
    ev.clocks[1] = (struct ym_clock){ .deadline = 1, .last = YM_DAY_NONE, .left = 0 };
    ev.clocks[2] = (struct ym_clock){ .deadline = 31, .last = YM_DAY_NONE, .left = -1 };
    reads(&ev, "{\"at\":\"2026-11-02T10:00:00.000000+08:00\",\"attended\":4294967295,"
               "\"body_kind\":10,\"by\":{\"body\":\"8\",\"region\":\"7\",\"role\":\"agent\","
               "\"seat\":0,\"staff\":\"9\"},"
               "\"clocks\":[{\"deadline\":0,\"last\":\"2026-11-07\"},{\"deadline\":1,\"left\":0},"
               "{\"deadline\":31}],\"code\":255,\"command\":\"expire\",\"date\":\"2026-11-05\","
               "\"days\":32767,\"deadline\":0,\"detail\":{\"note\":\"好\"},"
               "\"dispute\":\"9223372036854775807\",\"effects\":7,\"fields\":\"-1\","
               "\"first_due\":\"2026-11-03\",\"ground\":8,\"harm\":1,"
               "\"item\":4,\"items\":5,\"ref\":\"-9223372036854775808\","
               "\"ref2\":\"9223372036854775807\",\"risk\":3,\"rule\":65535,\"scope\":3,\"seats\":6,"
               "\"seq\":4294967295,\"to\":[1,5,7],\"urgency\":2}");
}

static void registration(void **state)
{
    struct ym_event ev = event(YM_CMD_REGISTER);

    (void)state;
    ev.c = hand_registration();
    reads(&ev,
          "{\"at\":\"2026-11-02T10:00:00.000000+08:00\",\"by\":{\"role\":\"job\"},"
          "\"command\":\"register\",\"detail\":{},\"dispute\":\"77\",\"reg\":{\"body\":\"1001\","
          "\"channel\":0,\"claimants\":1,\"procedure\":1,\"region\":\"330108001000\","
          "\"respondents\":2,\"seats\":3,\"source\":0,\"type\":2},\"risk\":0,\"rule\":10,"
          "\"seq\":1,\"to\":[1,5,7]}");
    ev.c.reg.joint = 1;
    assert_true(ym_canon_event(&ev, text, sizeof(text)) > 0);
    assert_non_null(strstr(text, "\"claimants\":1,\"joint\":1,\"procedure\":1"));
}

/* A migration registers nothing but the version. */
static void migration(void **state)
{
    struct ym_event ev = event(YM_CMD_MIGRATE);

    (void)state;
    ev.c.reg.procedure = 64;
    reads(&ev,
          "{\"at\":\"2026-11-02T10:00:00.000000+08:00\",\"by\":{\"role\":\"job\"},"
          "\"command\":\"migrate\",\"detail\":{},\"dispute\":\"77\",\"reg\":{\"procedure\":64},"
          "\"risk\":0,\"rule\":10,\"seq\":1,\"to\":[1,5,7]}");
    ev.c.deadline = 3; /* the limit that was extended */
    assert_true(ym_canon_event(&ev, text, sizeof(text)) > 0);
    assert_non_null(strstr(text, "\"command\":\"migrate\",\"deadline\":3,\"detail\""));
}

/* The day stands there when a date or obligations were given, and when there is one. */
static void date(void **state)
{
    static const struct {
        uint64_t fields;
        bool named, written;
    } rows[] = {
        { 0, true, false },
        { YM_FB(DATE), true, true },
        { YM_FB(OBLIGATIONS), true, true },
        { YM_FB(OBLIGATIONS), false, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ym_event ev = event(YM_CMD_REACH_AGREEMENT);
        size_t n;

        ev.c.fields = rows[i].fields;
        ev.c.date = rows[i].named ? hand_day(0) : YM_DAY_NONE;
        n = ym_canon_event(&ev, text, YM_EVENT_BYTES_MAX);
        assert_true(n > 0);
        text[n] = '\0';
        assert_int_equal(strstr(text, "\"date\":\"2026-11-02\"") != NULL, rows[i].written);
    }
}

/* The largest event that limits allow fits where the header says that it does. */
static void largest(void **state)
{
    static char detail[YM_DETAIL_BYTES_MAX];
    struct ym_event ev = event(YM_CMD_REGISTER);

    (void)state;
    memset(detail, 'x', sizeof(detail));
    ev.c = hand_registration();
    ev.c.by = (struct ym_actor){
        .role = YM_ROLE_DPO, .staff = INT64_MIN, .body = INT64_MIN, .region = INT64_MIN
    };
    ev.c.reg = (struct ym_registration){ .procedure = UINT16_MAX,
                                         .type = 255,
                                         .channel = 255,
                                         .source = 255,
                                         .joint = 1,
                                         .seats = 255,
                                         .claimants = UINT32_MAX,
                                         .respondents = UINT32_MAX,
                                         .region = INT64_MIN,
                                         .body = INT64_MIN };
    ev.c.detail = (struct ym_span){ detail, sizeof(detail) };
    ev.c.attended = ev.c.seats = ev.effects = ev.seq = UINT32_MAX;
    ev.c.fields = (uint64_t)INT64_MIN | YM_FB(DATE) | YM_FB(OBLIGATIONS);
    ev.c.date = ev.c.first_due = YM_DAY_MAX;
    ev.c.body_kind = ev.ground = 255;
    ev.c.ref = ev.c.ref2 = ev.dispute.v = INT64_MIN;
    ev.c.days = INT16_MAX;
    ev.c.code = ev.c.item = ev.c.items = ev.c.harm = ev.c.urgency = ev.c.scope = 255;
    ev.rule = UINT16_MAX;
    ev.risk = 255;
    ev.nclocks = YM_CLOCK_CHANGES_MAX;
    for (int i = 0; i < YM_CLOCK_CHANGES_MAX; i++)
        ev.clocks[i] = (struct ym_clock){ .deadline = 255, .last = YM_DAY_MAX, .left = INT16_MAX };
    assert_true(ym_canon_event(&ev, text, YM_EVENT_BYTES_MAX) > YM_DETAIL_BYTES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(least),        cmocka_unit_test(no_instant), cmocka_unit_test(most),
        cmocka_unit_test(registration), cmocka_unit_test(migration),  cmocka_unit_test(date),
        cmocka_unit_test(largest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
