/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of delivery: waits, verdicts, filters, signatures, messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/deliver.h"
#include "crypto/crypto.h"
#include "crypto/webhook.h"
#include "json/cloudevent.h"
#include "yima/date.h"

#define NOW INT64_C(1795000000000000)

/* ---- Waiting ---- */

static void waits_grow_and_end(void **state)
{
    uint32_t before = 0;

    (void)state;
    assert_int_equal(app_deliver_backoff_ms(5000, 1, 0), 5000);
    assert_int_equal(app_deliver_backoff_ms(5000, 2, 0), 20000);
    assert_int_equal(app_deliver_backoff_ms(5000, 3, 0), 80000);
    for (unsigned n = 1; n <= APP_DELIVER_ATTEMPTS_MAX; n++) {
        const uint32_t wait = app_deliver_backoff_ms(APP_DELIVER_FIRST_MS, n, 0);

        assert_true(wait >= before);
        assert_true(wait <= APP_DELIVER_WAIT_MS_MAX);
        before = wait;
    }
    assert_int_equal(before, APP_DELIVER_WAIT_MS_MAX);
    assert_int_equal(app_deliver_backoff_ms(APP_DELIVER_FIRST_MS_MAX, 100, 0),
                     APP_DELIVER_WAIT_MS_MAX);
}

static void chance_takes_at_most_half(void **state)
{
    uint32_t least = UINT32_MAX, most = 0;

    (void)state;
    for (uint64_t r = 0; r < 100000; r += 7) {
        const uint32_t wait = app_deliver_backoff_ms(1000, 2, r * UINT64_C(2654435761));

        least = wait < least ? wait : least;
        most = wait > most ? wait : most;
    }
    assert_in_range(least, 2000, 2010);
    assert_in_range(most, 3990, 4000);
    assert_in_range(app_deliver_backoff_ms(1, 1, UINT64_MAX), 1, 1);
}

static struct app_verdict judge(int status, int retry_after_s, unsigned attempts)
{
    const struct app_posted posted = { .status = status,
                                       .retry_after_s = retry_after_s,
                                       .error = "connection refused" };
    struct app_verdict v = { .kind = APP_VERDICT_DONE };

    app_deliver_judge(&posted, attempts, 3, 1000, NOW, &v);
    return v;
}

static void judges_answers(void **state)
{
    struct app_verdict v;

    (void)state;
    assert_int_equal(judge(200, 0, 0).kind, APP_VERDICT_DONE);
    assert_int_equal(judge(299, 0, 0).kind, APP_VERDICT_DONE);
    assert_int_equal(judge(199, 0, 0).kind, APP_VERDICT_RETRY);
    v = judge(500, 3600, 1);
    assert_int_equal(v.kind, APP_VERDICT_RETRY);
    assert_true(v.next_at == NOW + 1000000); /* only 429 and 503 may ask for longer */
    assert_int_equal(v.status, 500);
    v = judge(0, 0, 2);
    assert_int_equal(v.kind, APP_VERDICT_DEAD);
    assert_string_equal(v.error, "connection refused");
    v = judge(302, 0, 0);
    assert_non_null(strstr(v.error, "redirects are not followed"));
    v = judge(410, 0, 2);
    assert_int_equal(v.kind, APP_VERDICT_GONE);
}

static void honours_retry_after_within_bounds(void **state)
{
    (void)state;
    assert_true(judge(429, 60, 0).next_at == NOW + 60 * YM_USEC_PER_SECOND);
    assert_true(judge(503, 60, 0).next_at == NOW + 60 * YM_USEC_PER_SECOND);
    assert_true(judge(429, 0, 0).next_at == NOW + YM_USEC_PER_SECOND);
    assert_true(judge(429, 3600, 0).next_at == NOW + 3600 * YM_USEC_PER_SECOND);
    assert_true(judge(429, 3601, 0).next_at == NOW + 3600 * YM_USEC_PER_SECOND);
    assert_int_equal(judge(429, 60, 2).kind, APP_VERDICT_DEAD);
}

static void what_was_cancelled_counts_for_nothing(void **state)
{
    const struct app_posted posted = { .is_cancelled = true, .error = "stopping" };
    struct app_verdict v;

    (void)state;
    app_deliver_judge(&posted, 2, 3, 1000, NOW, &v);
    assert_int_equal(v.kind, APP_VERDICT_RELEASED);
    assert_true(v.next_at == NOW);
    assert_string_equal(v.error, "");
}

/* ---- Filters and addresses ---- */

static void filters(void **state)
{
    struct app_subscription s = { .topics = UINT32_C(1) << YM_TOPIC_STAGE };

    (void)state;
    assert_true(app_subscription_wants(&s, APP_TOPICS_ALL, 330108003001, 7));
    assert_false(app_subscription_wants(&s, UINT32_C(1) << YM_TOPIC_COURT, 330108003001, 7));
    assert_false(app_subscription_wants(&s, 0, 330108003001, 7));
    s.region = 330108000000;
    assert_true(app_subscription_wants(&s, APP_TOPICS_ALL, 330108003001, 7));
    assert_true(app_subscription_wants(&s, APP_TOPICS_ALL, 330108000000, 7));
    assert_false(app_subscription_wants(&s, APP_TOPICS_ALL, 330109003001, 7));
    s.body = 8;
    assert_false(app_subscription_wants(&s, APP_TOPICS_ALL, 330108003001, 7));
    assert_true(app_subscription_wants(&s, APP_TOPICS_ALL, 330108003001, 8));
}

static bool is_url(const char *text)
{
    return app_subscription_url_check(ym_span_of(text), NULL) == YM_E_OK;
}

static void takes_urls(void **state)
{
    char longest[APP_SUBSCRIPTION_URL_MAX + 2] = "https://a.cn/";

    (void)state;
    assert_true(is_url("https://hooks.example.cn"));
    assert_true(is_url("http://127.0.0.1:8080/a?b=c&d=%20"));
    assert_true(is_url("https://[2400:3200::1]:443/x"));
    assert_true(is_url("https://a?x"));
    memset(longest + 13, 'x', APP_SUBSCRIPTION_URL_MAX - 13);
    assert_true(is_url(longest));
    longest[APP_SUBSCRIPTION_URL_MAX] = 'x';
    assert_false(is_url(longest));
}

static void refuses_urls(void **state)
{
    static const char *const wrong[] = {
        "",
        "a.cn",
        "HTTPS://a.cn",
        "ftp://a.cn",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://a.cn:",
        "https://a.cn:x",
        "https://a.cn:123456",
        "https://u@a.cn",
        "https://u:p@a.cn/",
        "https://a.cn#x",
        "https://a.cn/ x",
        "https://a.cn/\n",
        "https://a.cn/\x7f",
        "https://\xe4\xb8\x80.cn",
        "https://[::1",
        "https://[]",
        "https://[::1]x",
        "https://a.cn\\@b.cn/",
        "gopher://a.cn",
        "//a.cn",
        "https://a_b.cn/",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (is_url(wrong[i]))
            fail_msg("%s is taken", wrong[i]);
    }
}

/* ---- Signatures ---- */

static const char *signature(const char *secret, const char *id, int64_t at, const char *body)
{
    static char text[YM_WEBHOOK_SIGNATURE_LEN + 1];

    if (!ym_webhook_sign(ym_span_of(secret), ym_span_of(id), at, ym_span_of(body), text,
                         sizeof(text)))
        return "";
    return text;
}

/* The example of the Standard Webhooks specification, as its reference libraries test it. */
static void signs_as_the_specification_says(void **state)
{
    (void)state;
    assert_string_equal(signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                  "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                                  "{\"test\": 2432232314}"),
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assert_string_not_equal(signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                      "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265331,
                                      "{\"test\": 2432232314}"),
                            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

static void refuses_what_is_no_secret(void **state)
{
    static const char *const wrong[] = {
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
        "whsec_Zm9v",
    };
    char room[YM_WEBHOOK_SIGNATURE_LEN + 1];
    char secret[YM_WEBHOOK_SECRET_MAX];
    const struct ym_span id = YM_SPAN("i"), body = YM_SPAN("b");

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (*signature(wrong[i], "i", 1, "b") != '\0')
            fail_msg("%s is a secret", wrong[i]);
    }
    ym_webhook_secret_make(secret);
    assert_true(ym_webhook_sign(ym_span_of(secret), id, 1, body, room, sizeof(room)));
    assert_int_equal(strlen(room), YM_WEBHOOK_SIGNATURE_LEN);
    assert_false(ym_webhook_sign(ym_span_of(secret), id, 1, body, room, sizeof(room) - 1));
}

/* ---- The message ---- */

static void writes_the_bytes_of_an_event(void **state)
{
    static const struct ym_procedure p = { .id = "zhejiang-2025", .version = "1.0" };
    const struct json_cloudevent e = { .source = YM_SPAN("https://yima.example.cn"),
                                       .id = YM_SPAN("0SA7DTEVQW232R.2"),
                                       .dispute = { INT64_C(913044711571226691) },
                                       .seq = 2,
                                       .at = NOW,
                                       .kind = YM_CMD_ACCEPT,
                                       .colour = YM_COLOUR_YELLOW,
                                       .stage = YM_STAGE_FIRST,
                                       .type = YM_TYPE_NEIGHBOUR,
                                       .rule = 105,
                                       .topics = UINT32_C(1) << YM_TOPIC_STAGE,
                                       .region = 330108003001,
                                       .body = 1013,
                                       .procedure = &p };
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, APP_DELIVER_BODY_MAX);
    json_put_cloudevent(&b, &e);
    assert_true(ym_buf_ok(&b));
    assert_non_null(strstr(b.at, "{\"specversion\":\"1.0\",\"id\":\"0SA7DTEVQW232R.2\",\"source\":"
                                 "\"https://yima.example.cn\",\"type\":\"cn.yima.dispute.accept\","
                                 "\"time\":\"2026-11-18T19:06:40.000000+08:00\","
                                 "\"datacontenttype\":\"application/json\",\"subject\":\""));
    assert_non_null(strstr(b.at, "\"sequence\":\"0000002\",\"data\":{\"id\":\""));
    assert_non_null(strstr(b.at, "\"version\":2,\"command\":\"accept\",\"topics\":[\"stage\"],"
                                 "\"colour\":\"yellow\",\"stage\":\"first\",\"type\":\"neighbour\","
                                 "\"region\":\"330108003001\",\"body\":\"1013\",\"rule\":105,"
                                 "\"procedure\":\"zhejiang-2025/1.0\"}}"));
    ym_buf_release(&b);
}

/* ---- What an event says ---- */

static struct ym_procedure *tiny(uint16_t number)
{
    struct ym_procedure *p = calloc(1, sizeof(*p));

    assert_non_null(p);
    p->number = number;
    p->nstates = 3;
    p->states[1].colour = YM_COLOUR_YELLOW;
    p->states[1].stage = YM_STAGE_FIRST;
    p->states[2].colour = YM_COLOUR_BLUE;
    p->states[2].stage = YM_STAGE_COURT_PRE;
    p->nrules = 1;
    p->rules[0].id = (uint16_t)(number * 100);
    p->rules[0].topics = UINT32_C(1) << number;
    return p;
}

/* An event that moves a dispute is by a rule of the old version and leads to a state of the new. */
static void describes_a_migration(void **state)
{
    struct ym_procedure *one = tiny(1), *two = tiny(2);
    struct ym_procedures all = { .at = { [1] = one, [2] = two } };
    struct app_news row = { .place = { 1, 42, 3 },
                            .is_whole = true,
                            .rule = 100,
                            .before = 1,
                            .after = 2,
                            .kind = YM_CMD_MIGRATE,
                            .to = { 2, 0, 0 } };
    struct app_delivery d;

    (void)state;
    assert_true(app_deliver_describe(&all, &row, &d));
    assert_int_equal(d.topics, 2);
    assert_int_equal(d.procedure, 2);
    assert_int_equal(d.colour, YM_COLOUR_BLUE);
    row.after = 0;
    row.to[0] = 1;
    assert_true(app_deliver_describe(&all, &row, &d));
    assert_int_equal(d.procedure, 1);
    assert_int_equal(d.stage, YM_STAGE_FIRST);
    row.before = 0; /* a registration: by its own version */
    row.after = 2;
    row.rule = 200;
    assert_true(app_deliver_describe(&all, &row, &d));
    assert_int_equal(d.topics, 4);
    row.rule = 100;
    assert_false(app_deliver_describe(&all, &row, &d)); /* no such rule there */
    row.rule = 200;
    row.to[0] = 3;
    assert_false(app_deliver_describe(&all, &row, &d)); /* no such state */
    row.after = 9;
    assert_false(app_deliver_describe(&all, &row, &d)); /* no such version */
    free(one);
    free(two);
}

static int start(void **state)
{
    (void)state;
    return ym_crypto_init(NULL) == YM_E_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_grow_and_end),
        cmocka_unit_test(chance_takes_at_most_half),
        cmocka_unit_test(judges_answers),
        cmocka_unit_test(honours_retry_after_within_bounds),
        cmocka_unit_test(what_was_cancelled_counts_for_nothing),
        cmocka_unit_test(filters),
        cmocka_unit_test(takes_urls),
        cmocka_unit_test(refuses_urls),
        cmocka_unit_test(signs_as_the_specification_says),
        cmocka_unit_test(refuses_what_is_no_secret),
        cmocka_unit_test(writes_the_bytes_of_an_event),
        cmocka_unit_test(describes_a_migration),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
