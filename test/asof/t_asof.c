/* SPDX-License-Identifier: Apache-2.0 */
/* The past of a dispute: for random histories, the fold until any instant equals the state that was
 * stored then, byte for byte; and how an instant may be written. The seed is printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/asof.h"
#include "app/explain.h"
#include "json/procedure.h"
#include "random.h"
#include "yima/canon.h"

#define RUNS   60
#define EVENTS 40

/* One history, and what was stored after each of its events. */
struct story {
    struct ym_procedures all;
    struct json_procedure *owned;
    size_t n;
    struct ym_event events[EVENTS];
    unsigned char hash[EVENTS][32];
    struct ym_dispute stored[EVENTS];
};

static struct json_procedure *load(const char *name)
{
    static char text[1 << 20];
    char path[512];
    struct json_procedure *p = NULL;
    struct ym_error err = { .text = "" };
    FILE *f;
    size_t n;

    assert_true(snprintf(path, sizeof(path), "%s/%s", getenv("YM_PROCEDURES"), name) > 0);
    f = fopen(path, "rb");
    assert_non_null(f);
    n = fread(text, 1, sizeof(text), f);
    assert_int_equal(fclose(f), 0);
    if (json_procedure_parse((struct ym_span){ text, n }, &p, &err) != YM_E_OK)
        fail_msg("%s: %s", name, err.text);
    json_procedure_set(p, 1, (const unsigned char[32]){ 0 });
    return p;
}

static void add(struct story *s, const struct ym_command *c)
{
    const struct ym_procedure *p = json_procedure_get(s->owned);
    struct ym_dispute d = s->n > 0 ? s->stored[s->n - 1] : (struct ym_dispute){ .id = { 77 } };
    struct ym_decision said;

    ym_decide(p, NULL, &d, c, &said);
    if (said.refusal != YM_REFUSAL_NONE)
        return;
    said.event.c.detail =
        (struct ym_span){ NULL, 0 }; /* it dies; agreements keep their days below */
    ym_evolve(&d, &said.event);
    memset(s->hash[s->n], (int)(s->n + 1), sizeof(s->hash[0])); /* any that differ */
    memcpy(d.head, s->hash[s->n], sizeof(d.head));
    s->events[s->n] = said.event;
    s->stored[s->n++] = d;
}

/* Commands a few hours apart, some of them at the same instant, and deadlines as they pass. */
static void tell(struct story *s, uint64_t seed)
{
    const struct ym_procedure *p = json_procedure_get(s->owned);
    ym_usec at = ym_day_start(ym_day_make(2026, 3, 2));
    struct ym_command c = random_registration(&seed, 1, at);

    s->n = 0;
    add(s, &c);
    assert_int_equal(s->n, 1);
    for (int i = 0; i < 2000 && s->n < EVENTS; i++) {
        const struct ym_dispute *d = &s->stored[s->n - 1];
        const struct ym_clock *k = ym_dispute_next_clock(d);

        at += random_below(&seed, 3) == 0 ? 0 : (ym_usec)random_below(&seed, 9) * 3600000000;
        if (k != NULL && k->due <= at)
            c = random_expiry(k->deadline, at);
        else
            c = random_command(&seed, p, d, at);
        add(s, &c);
    }
}

static bool same(const struct ym_dispute *a, const struct ym_dispute *b)
{
    unsigned char x[YM_STATE_BYTES_MAX];
    unsigned char y[YM_STATE_BYTES_MAX];
    const size_t n = ym_dispute_pack(a, x, sizeof(x));

    return n > 0 && n == ym_dispute_pack(b, y, sizeof(y)) && memcmp(x, y, n) == 0 &&
           memcmp(a->head, b->head, sizeof(a->head)) == 0;
}

static struct app_asof look(const struct story *s, ym_usec at)
{
    struct app_explainer e;
    struct app_asof past;

    app_explainer_init(&e, &s->all);
    app_asof_begin(&past, at);
    for (size_t i = 0; i < s->n; i++) {
        struct app_reason reason;

        assert_true(app_explainer_feed(&e, &s->events[i], &reason));
        app_asof_take(&past, &e.dispute, s->events[i].c.at, s->hash[i]);
    }
    assert_true(e.dispute.version == s->n); /* it went on to the end, for the proof */
    return past;
}

/* What was stored last at this instant; NULL: nothing. */
static const struct ym_dispute *stored_at(const struct story *s, ym_usec at)
{
    const struct ym_dispute *last = NULL;

    for (size_t i = 0; i < s->n; i++)
        if (s->events[i].c.at <= at)
            last = &s->stored[i];
    return last;
}

static void compare(const struct story *s, ym_usec at)
{
    const struct app_asof past = look(s, at);
    const struct ym_dispute *want = stored_at(s, at);
    struct ym_error why;

    if (want == NULL) {
        assert_int_equal(app_asof_check(&past, &why), YM_E_NOT_FOUND);
        assert_non_null(strstr(why.text, "not registered then"));
        return;
    }
    assert_int_equal(app_asof_check(&past, &why), YM_E_OK);
    assert_true(same(&past.dispute, want));
    assert_true(past.changed_at <= at);
    assert_int_equal(past.is_over, want != &s->stored[s->n - 1]);
}

static void equals_what_was_stored(void **state)
{
    static const char *const names[] = { "binjiang-2020.json", "zhejiang-2025.json" };
    static struct story s;
    unsigned moved = 0;

    (void)state;
    for (size_t f = 0; f < 2; f++) {
        s.owned = load(names[f]);
        s.all = (struct ym_procedures){ .at = { [1] = json_procedure_get(s.owned) } };
        for (uint64_t seed = 1; seed <= RUNS; seed++) {
            print_message("%s seed %u\n", names[f], (unsigned)seed);
            tell(&s, seed);
            for (size_t i = 0; i < s.n; i++) {
                compare(&s, s.events[i].c.at - 1);
                compare(&s, s.events[i].c.at);
                compare(&s, s.events[i].c.at + 1);
                moved += s.events[i].c.kind == YM_CMD_RESCHEDULE;
            }
        }
        json_procedure_free(s.owned);
    }
    assert_true(moved > 0); /* else nothing was said of deadlines that are moved */
}

static const struct {
    const char *text;
    enum ym_err err;
    const char *same; /* the same instant */
} instants[] = {
    { "2026-11-20T10:00:00+08:00", YM_E_OK, "2026-11-20T10:00:00+08:00" },
    { "2026-11-20T02:00:00Z", YM_E_OK, "2026-11-20T10:00:00+08:00" },
    { "2026-11-20", YM_E_OK, "2026-11-20T23:59:59.999999+08:00" },
    { "2026-11-22", YM_E_OK, "2026-11-22T12:00:00+08:00" }, /* today: now */
    { "2026-11-22T12:00:00+08:00", YM_E_OK, "2026-11-22T12:00:00+08:00" },
    { "2026-11-22T12:00:00.000001+08:00", YM_E_UNPROCESSABLE, NULL },
    { "2026-11-23", YM_E_UNPROCESSABLE, NULL },
    { "1800-01-01", YM_E_OK, "1800-01-01T23:59:59.999999+08:00" },
    { "2026-11-20T10:00:00", YM_E_INVALID, NULL },
    { "2026-11-31", YM_E_INVALID, NULL },
    { "20.11.2026", YM_E_INVALID, NULL },
    { "yesterday", YM_E_INVALID, NULL },
    { "", YM_E_INVALID, NULL },
};

static void reads_an_instant(void **state)
{
    ym_usec now;

    (void)state;
    assert_true(ym_usec_parse(YM_SPAN("2026-11-22T12:00:00+08:00"), &now));
    for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
        struct ym_error why = { .text = "" };
        ym_usec at = 5, want = 5;

        if (app_asof_read(ym_span_of(instants[i].text), now, &at, &why) != instants[i].err)
            fail_msg("%s: %s", instants[i].text, why.text);
        if (instants[i].same != NULL)
            assert_true(ym_usec_parse(ym_span_of(instants[i].same), &want));
        assert_true(at == want);
    }
}

/* ---- The view ---- */

static bool body_of(struct app_directory *d, int64_t id, struct app_body_entry *ret)
{
    (void)d;
    *ret = (struct app_body_entry){ .id = id, .name = YM_SPAN("委员会"), .phone = YM_SPAN("0571") };
    return id == 12;
}

static bool staff_of(struct app_directory *d, int64_t id, struct app_staff_entry *ret)
{
    (void)d;
    *ret = (struct app_staff_entry){ .id = id, .name = YM_SPAN("王") };
    return id == 501;
}

/* Who had it then is named; its code and the region's name of today are not of then. */
static void names_those_of_then(void **state)
{
    static const struct app_directory_ops ops = { .body = body_of, .staff = staff_of };
    static struct story s;
    struct app_directory directory = { &ops };
    struct app_view now = { .region_name = YM_SPAN("浦沿"), .token = { "X" } };
    struct app_view then;
    struct app_asof past;

    (void)state;
    s.owned = load("zhejiang-2025.json");
    s.all = (struct ym_procedures){ .at = { [1] = json_procedure_get(s.owned) } };
    tell(&s, 7);
    past = look(&s, s.events[0].c.at);
    past.dispute.body = 12;
    past.dispute.mediator = 501;
    past.dispute.court = 20;
    now.dispute = past.dispute;
    now.dispute.court = 0;
    now.dispute.region = 1;
    now.body = (struct app_named){ .id = 13, .name = YM_SPAN("镇") };
    now.mediator = (struct app_named){ .id = 501, .name = YM_SPAN("now") };
    then = app_asof_view(&past, json_procedure_get(s.owned), &directory, &now);
    assert_true(ym_span_is(then.body.name, YM_SPAN("委员会")));
    assert_true(ym_span_is(then.body.phone, YM_SPAN("0571")));
    assert_true(ym_span_is(then.mediator.name, YM_SPAN("now"))); /* the same person */
    assert_true(then.court.id == 20 && then.court.name.n == 0);  /* not known any more */
    assert_int_equal(then.region_name.n, 0);
    assert_string_equal(then.token.text, "");
    assert_true(then.updated_at == s.events[0].c.at);
    assert_true(then.is_open);
    now.mediator.id = 0;
    then = app_asof_view(&past, json_procedure_get(s.owned), &directory, &now);
    assert_true(ym_span_is(then.mediator.name, YM_SPAN("王")));
    then = app_asof_view(&past, json_procedure_get(s.owned), NULL, &now);
    assert_true(then.mediator.id == 501 && then.mediator.name.n == 0);
    past.dispute.mediator = 502;
    then = app_asof_view(&past, json_procedure_get(s.owned), &directory, &now);
    assert_int_equal(then.mediator.name.n, 0);
    json_procedure_free(s.owned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_what_was_stored),
        cmocka_unit_test(reads_an_instant),
        cmocka_unit_test(names_those_of_then),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
