/* SPDX-License-Identifier: Apache-2.0 */
/* Whose address counts: what trusted proxies say, and what others only pretend. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "forwarded.h"

#define LINES 3
#define TRUST "127.0.0.1,10.0.0.0/8,2001:db8:1::/48,unix"

struct row {
    const char *peer;
    const char *forwarded[LINES];
    const char *custom[LINES]; /* X-Forwarded-For */
    const char *client;
};

static const struct row rows[] = {
    /* without a word the peer counts, whoever it is */
    { "127.0.0.1", { NULL }, { NULL }, "127.0.0.1" },
    { "unix", { NULL }, { NULL }, "unix" },
    /* a trusted peer names its client */
    { "127.0.0.1", { NULL }, { "192.0.2.7" }, "192.0.2.7" },
    { "unix", { NULL }, { "192.0.2.7" }, "192.0.2.7" },
    { "2001:db8:1::5", { NULL }, { "2001:DB8:0:0::7" }, "2001:db8::7" },
    { "127.0.0.1", { "for=192.0.2.7;proto=https" }, { NULL }, "192.0.2.7" },
    { "127.0.0.1", { "proto=https;FOR=\"[2001:db8::7]:4711\"" }, { NULL }, "2001:db8::7" },
    { "127.0.0.1", { NULL }, { "192.0.2.7:4711" }, "192.0.2.7" },
    { "127.0.0.1", { NULL }, { "::ffff:192.0.2.7" }, "192.0.2.7" },
    { "::ffff:127.0.0.1", { NULL }, { "192.0.2.7" }, "192.0.2.7" },
    /* nobody else does */
    { "192.0.2.1", { NULL }, { "192.0.2.7" }, "192.0.2.1" },
    { "192.0.2.1", { "for=192.0.2.7" }, { NULL }, "192.0.2.1" },
    { "11.0.0.1", { NULL }, { "192.0.2.7" }, "11.0.0.1" },
    { "2001:db8:2::5", { NULL }, { "192.0.2.7" }, "2001:db8:2::5" },
    /* what the client wrote itself stands left of what the proxy added */
    { "127.0.0.1", { NULL }, { "203.0.113.9, 192.0.2.7" }, "192.0.2.7" },
    { "127.0.0.1", { NULL }, { "203.0.113.9", "192.0.2.7" }, "192.0.2.7" },
    { "127.0.0.1", { NULL }, { "10.1.2.3, 192.0.2.7" }, "192.0.2.7" },
    { "127.0.0.1", { "for=203.0.113.9, for=192.0.2.7" }, { NULL }, "192.0.2.7" },
    { "127.0.0.1", { "for=203.0.113.9", "for=192.0.2.7" }, { NULL }, "192.0.2.7" },
    { "127.0.0.1", { "for=\"203.0.113.9, for=10.0.0.1\", for=192.0.2.7" }, { NULL }, "192.0.2.7" },
    /* through several trusted ones */
    { "127.0.0.1", { NULL }, { "203.0.113.9, 192.0.2.7, 10.0.0.2" }, "192.0.2.7" },
    { "127.0.0.1", { NULL }, { "192.0.2.7", "10.0.0.3", "10.0.0.2" }, "192.0.2.7" },
    { "127.0.0.1", { NULL }, { "10.0.0.9, 10.0.0.2" }, "10.0.0.9" },
    /* what cannot be counted is not counted: the proxy stands for it */
    { "127.0.0.1", { NULL }, { "unknown" }, "127.0.0.1" },
    { "127.0.0.1", { NULL }, { "192.0.2.7, garbage" }, "127.0.0.1" },
    { "127.0.0.1", { NULL }, { "192.0.2.7, unknown, 10.0.0.2" }, "10.0.0.2" },
    { "127.0.0.1", { NULL }, { "" }, "127.0.0.1" },
    { "127.0.0.1", { NULL }, { "192.0.2.7," }, "127.0.0.1" },
    { "127.0.0.1", { "for=_hidden" }, { NULL }, "127.0.0.1" },
    { "127.0.0.1", { "proto=https" }, { NULL }, "127.0.0.1" },
    { "127.0.0.1", { "for=\"192.0.2.7" }, { NULL }, "127.0.0.1" },
    { "127.0.0.1",
      { NULL },
      { "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb" },
      "127.0.0.1" },
    /* a quote that a stranger left open does not swallow what the proxy wrote behind it */
    { "127.0.0.1", { "for=192.0.2.7;x=\", for=203.0.113.9" }, { NULL }, "127.0.0.1" },
    { "127.0.0.1", { "for=192.0.2.7;x=\", for=\"[2001:db8::9]\"" }, { NULL }, "127.0.0.1" },
    { "127.0.0.1", { "for=192.0.2.7;x=\"\\\", for=203.0.113.9" }, { NULL }, "203.0.113.9" },
    { "127.0.0.1", { "for=192.0.2.7;x=\"", "for=203.0.113.9" }, { NULL }, "203.0.113.9" },
    { "127.0.0.1", { NULL }, { "\", 203.0.113.9" }, "203.0.113.9" },
    /* a proxy writes one header; the other came through from outside */
    { "127.0.0.1", { "for=203.0.113.9" }, { "192.0.2.7" }, "127.0.0.1" },
    { "127.0.0.1", { "for=192.0.2.7" }, { "192.0.2.7" }, "192.0.2.7" },
};

static void gather(const char *const lines[LINES], struct http_lines *ret)
{
    ret->n = 0;
    for (int i = 0; i < LINES && lines[i] != NULL; i++)
        http_lines_add(ret, ym_span_of(lines[i]));
}

static void finds_the_client(void **state)
{
    struct http_networks nets;

    (void)state;
    assert_null(http_networks_parse(TRUST, &nets));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char address[YM_HTTP_PEER_MAX] = "";
        struct http_lines forwarded, custom;

        memcpy(address, rows[i].peer, strlen(rows[i].peer) + 1);
        gather(rows[i].forwarded, &forwarded);
        gather(rows[i].custom, &custom);
        http_forwarded(&nets, &forwarded, &custom, address);
        if (strcmp(address, rows[i].client) != 0)
            fail_msg("row %zu: expected %s, got %s", i, rows[i].client, address);
    }
}

static void trusts_nobody_by_default(void **state)
{
    const struct http_networks nobody = { .n = 0 };
    const struct http_lines none = { .n = 0 };
    struct http_lines custom = { .n = 0 };
    char address[YM_HTTP_PEER_MAX] = "127.0.0.1";

    (void)state;
    http_lines_add(&custom, YM_SPAN("192.0.2.7"));
    http_forwarded(&nobody, &none, &custom, address);
    assert_string_equal(address, "127.0.0.1");
}

static void reads_networks(void **state)
{
    static const struct {
        const char *text, *inside, *outside;
    } good[] = {
        { "0.0.0.0/0", "255.255.255.255", "2001:db8::1" },
        { "::/0", "1.2.3.4", "unix" },
        { "10.1.2.128/25", "10.1.2.129", "10.1.2.127" },
        { "192.0.2.1/32", "192.0.2.1", "192.0.2.0" },
        { "2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1" },
        { "unix", "unix", "127.0.0.1" },
    };
    static const char *const bad[] = { "",          ",",          "10.0.0.0/33", "::1/129",
                                       "10.0.0.0/", "10.0.0.0/x", "10.0.0/8",    "localhost",
                                       "10.0.0.1 ", "10.0.0.1,",  "10.0.0.0/-1", "10.0.0.0/0008" };
    struct http_networks nets;

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_null(http_networks_parse(good[i].text, &nets));
        assert_true(http_networks_have(&nets, good[i].inside));
        assert_false(http_networks_have(&nets, good[i].outside));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (http_networks_parse(bad[i], &nets) == NULL)
            fail_msg("taken: %s", bad[i]);
    }
}

#define REPEATED_MAX 512

/* n times unit, with commas between. */
static const char *repeated(char text[REPEATED_MAX], const char *unit, int n)
{
    int at = 0;

    for (int i = 0; i < n; i++)
        at += snprintf(text + at, (size_t)(REPEATED_MAX - at), "%s%s", i == 0 ? "" : ",", unit);
    return text;
}

static void holds_its_limits(void **state)
{
    char text[REPEATED_MAX];
    char line[REPEATED_MAX + 16];
    struct http_networks nets;
    struct http_lines none = { .n = 0 }, lines = { .n = 0 };
    char address[YM_HTTP_PEER_MAX] = "10.0.0.1";

    (void)state;
    assert_null(http_networks_parse(repeated(text, "10.0.0.0/8", HTTP_NETWORKS_MAX), &nets));
    assert_non_null(
        http_networks_parse(repeated(text, "10.0.0.0/8", HTTP_NETWORKS_MAX + 1), &nets));
    /* As many hops as are looked at, all trusted, and the client behind them: not reached. */
    assert_null(http_networks_parse("10.0.0.0/8", &nets));
    (void)snprintf(line, sizeof(line), "192.0.2.7,%s",
                   repeated(text, "10.0.0.2", HTTP_HOPS_MAX - 1));
    http_lines_add(&lines, ym_span_of(line));
    http_forwarded(&nets, &none, &lines, address);
    assert_string_equal(address, "192.0.2.7");
    (void)snprintf(line, sizeof(line), "192.0.2.7,%s", repeated(text, "10.0.0.2", HTTP_HOPS_MAX));
    lines.n = 0;
    http_lines_add(&lines, ym_span_of(line));
    memcpy(address, "10.0.0.1", sizeof("10.0.0.1"));
    http_forwarded(&nets, &none, &lines, address);
    assert_string_equal(address, "10.0.0.2");
    /* Of too many lines the last ones count. */
    lines.n = 0;
    http_lines_add(&lines, YM_SPAN("203.0.113.9"));
    for (int i = 0; i < HTTP_LINES_KEPT; i++)
        http_lines_add(&lines, YM_SPAN("10.0.0.2"));
    assert_int_equal(lines.n, HTTP_LINES_KEPT);
    memcpy(address, "10.0.0.1", sizeof("10.0.0.1"));
    http_forwarded(&nets, &none, &lines, address);
    assert_string_equal(address, "10.0.0.2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_client),
        cmocka_unit_test(trusts_nobody_by_default),
        cmocka_unit_test(reads_networks),
        cmocka_unit_test(holds_its_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
