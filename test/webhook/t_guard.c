/* SPDX-License-Identifier: Apache-2.0 */
/* Which addresses an endpoint may have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "webhook/guard.h"

/* As the client asks, of an address in text; false for what is none. */
static bool admits_text(const struct webhook_guard *g, const char *text)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return webhook_guard_admits(g, &v4);
    return inet_pton(AF_INET6, text, &v6.sin6_addr) == 1 && webhook_guard_admits(g, &v6);
}

static const struct webhook_guard nobody; /* nothing is allowed besides public addresses */

static const char *const closed[] = {
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    /* IPv6: unspecified, loopback, unique local, link-local, multicast, documentation */
    "::",
    "::1",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "febf::1",
    "ff02::1",
    "2001:db8::1",
    "3fff::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "100::1",
    "4000::1",
    "5f00::1",
    /* an IPv4 address inside: mapped, compatible, translated, 6to4 */
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2002:c0a8:101::1",
};

static void refuses_what_is_not_public(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
        if (admits_text(&nobody, closed[i]))
            fail_msg("%s is admitted", closed[i]);
    }
}

static void admits_what_is_public(void **state)
{
    static const char *const open[] = {
        "1.1.1.1",         "9.255.255.255",    "11.0.0.0",        "100.63.255.255",
        "100.128.0.0",     "126.255.255.255",  "128.0.0.1",       "169.253.255.255",
        "169.255.0.0",     "172.15.255.255",   "172.32.0.0",      "192.0.1.1",
        "192.167.255.255", "192.169.0.0",      "198.17.255.255",  "198.20.0.0",
        "223.255.255.255", "2400:3200::1",     "2606:4700::1111", "3ffe:ffff::1",
        "::ffff:1.1.1.1",  "64:ff9b::101:101", "2002:101:101::1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        if (!admits_text(&nobody, open[i]))
            fail_msg("%s is refused", open[i]);
    }
}

/* Only the resolver may read these; as a numeric address they are none. */
static void takes_no_odd_spellings(void **state)
{
    static const char *const odd[] = { "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "1.1.1",
                                       "localhost",  "",       "[::1]", "::1%lo",     "1.1.1.1 " };

    (void)state;
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        if (admits_text(&nobody, odd[i]))
            fail_msg("%s is admitted", odd[i]);
    }
}

static enum ym_err allow(struct webhook_guard *g, const char *text)
{
    return webhook_guard_allow(g, ym_span_of(text), NULL);
}

static void allows_networks(void **state)
{
    struct webhook_guard g = { .n = 0 };

    (void)state;
    assert_int_equal(allow(&g, "10.1.0.0/16,127.0.0.1,fd00:1::/32"), YM_E_OK);
    assert_int_equal(g.n, 3);
    assert_true(admits_text(&g, "10.1.255.255"));
    assert_true(admits_text(&g, "::ffff:10.1.2.3"));
    assert_false(admits_text(&g, "10.2.0.0"));
    assert_true(admits_text(&g, "127.0.0.1"));
    assert_false(admits_text(&g, "127.0.0.2"));
    assert_true(admits_text(&g, "fd00:1:ffff::1"));
    assert_false(admits_text(&g, "fd00:2::1"));
    assert_false(admits_text(&g, "::1"));
    assert_int_equal(allow(&g, "172.16.0.0/12"), YM_E_OK);
    assert_true(admits_text(&g, "172.31.0.1"));
    assert_false(admits_text(&g, "192.168.0.1"));
}

static void refuses_what_is_no_network(void **state)
{
    static const char *const wrong[] = {
        "",
        ",",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.0/8,",
        "10/8",
        "fd00::/129",
        "fd00::1/64",
        "localhost",
        "10.0.0.0/08x",
        "10.0.0.0/-1",
        "10.0.0.0/8 ",
        "11111111111111111111111111111111111111111111111111111111111111111111",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct webhook_guard g = { .n = 0 };

        if (allow(&g, wrong[i]) != YM_E_INVALID)
            fail_msg("\"%s\" is taken", wrong[i]);
    }
}

static void allows_so_many_networks(void **state)
{
    struct webhook_guard g = { .n = 0 };
    char text[32];

    (void)state;
    for (int i = 0; i < WEBHOOK_ALLOW_MAX; i++) {
        snprintf(text, sizeof(text), "10.%d.0.0/16", i);
        assert_int_equal(allow(&g, text), YM_E_OK);
    }
    assert_int_equal(allow(&g, "10.200.0.0/16"), YM_E_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_not_public), cmocka_unit_test(admits_what_is_public),
        cmocka_unit_test(takes_no_odd_spellings),     cmocka_unit_test(allows_networks),
        cmocka_unit_test(refuses_what_is_no_network), cmocka_unit_test(allows_so_many_networks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
