/* SPDX-License-Identifier: Apache-2.0 */
/* What is fixed when the interface is made: the table, and the origin that codes print. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/api.h"

static bool is_taken(const char *public_url)
{
    struct api *api =
        api_new(&(struct api_config){ .public_url = public_url, .operations_max = 1 });
    const bool is_made = api != NULL;

    api_free(api);
    return is_made;
}

static void the_table_is_sound(void **state)
{
    struct ym_http_route routes[API_ROUTES_MAX];
    const size_t n = api_routes(routes);
    const char *fault = ym_http_routes_fault(routes, n);

    (void)state;
    if (fault != NULL)
        fail_msg("%s", fault);
}

static bool begins(const char *path, const char *beginning)
{
    return strncmp(path, beginning, strlen(beginning)) == 0;
}

/* Calls by which a stranger becomes somebody: each proves itself by what it brings. */
static bool logs_in(const struct ym_http_route *r)
{
    static const char *const paths[] = { "/api/v1/session", "/api/v1/links/{link}",
                                         "/api/v1/codes/{token}/session" };

    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        if (r->method == YM_HTTP_POST && strcmp(r->path, paths[i]) == 0)
            return true;
    }
    return false;
}

/* Partners show neither token nor session: each message is signed (exchange/signed.h). */
static bool is_signed(const struct ym_http_route *r)
{
    return strcmp(r->path, "/api/v1/exchange/{partner}") == 0 ||
           strcmp(r->path, "/api/v1/intake/{partner}") == 0;
}

/* An answer of a seat is known by its seat and occasion: the same one again is the same one. */
static bool is_known_by_its_place(const struct ym_http_route *r)
{
    return r->method == YM_HTTP_PUT &&
           strcmp(r->path, "/api/v1/disputes/{id}/satisfaction/{seat}") == 0;
}

/* Nothing else that writes is open to strangers, and each write to one dispute, or for a receiver,
 * needs a key: sent twice, it happens once. A piece of a file is known by its number. */
static void writes_are_guarded(void **state)
{
    struct ym_http_route routes[API_ROUTES_MAX];
    const size_t n = api_routes(routes);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        const struct ym_http_route *r = &routes[i];

        if (r->method == YM_HTTP_GET)
            continue;
        if (!logs_in(r) && !is_signed(r) && (r->flags & YM_HTTP_AUTH) == 0)
            fail_msg("%s is open to strangers", r->path);
        if ((begins(r->path, "/api/v1/disputes") || begins(r->path, "/api/v1/subscriptions")) &&
            (r->flags & (YM_HTTP_KEY | YM_HTTP_OCTETS)) == 0 && !is_known_by_its_place(r))
            fail_msg("%s needs no key", r->path);
    }
}

static void holds_the_length_of_the_origin(void **state)
{
    char url[API_PUBLIC_URL_MAX + 2] = "HTTPS://";

    (void)state;
    memset(url + 8, 'A', API_PUBLIC_URL_MAX - 8);
    assert_true(is_taken(url));
    url[API_PUBLIC_URL_MAX] = 'A';
    assert_false(is_taken(url));
    url[API_PUBLIC_URL_MAX] = '/'; /* a slash at the end does not count */
    assert_true(is_taken(url));
}

static void takes_only_what_a_code_can_hold(void **state)
{
    (void)state;
    assert_true(is_taken("https://yima.example.gov.cn"));
    assert_true(is_taken("http://127.0.0.1:8080/"));
    assert_false(is_taken(""));
    assert_false(is_taken("/"));
    assert_false(is_taken("https://yima.example.gov.cn/?a=b"));
    assert_false(is_taken("https://\xE4\xB8\x80"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(writes_are_guarded),
        cmocka_unit_test(holds_the_length_of_the_origin),
        cmocka_unit_test(takes_only_what_a_code_can_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
