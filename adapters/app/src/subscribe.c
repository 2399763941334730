/* SPDX-License-Identifier: Apache-2.0 */
#include "app/subscribe.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "yima/region.h"

const char *app_stop_code(uint8_t stop)
{
    static const char *const codes[] = {
#define X(name, code, text) code,
        APP_STOPS(X)
#undef X
    };

    return stop < APP_STOP_COUNT ? codes[stop] : "unknown";
}

/* ---- The URL ---- */

static bool skip(struct ym_span *url, const char *prefix)
{
    const size_t n = strlen(prefix);

    if (url->n < n || memcmp(url->at, prefix, n) != 0)
        return false;
    *url = (struct ym_span){ url->at + n, url->n - n };
    return true;
}

/* How many of the first characters are among these. */
static size_t run_of(struct ym_span text, const char *among)
{
    size_t n = 0;

    while (n < text.n && strchr(among, text.at[n]) != NULL)
        n++;
    return n;
}

/* Length of the host at the start: letters, digits, dots and dashes, or an IPv6 address in
 * brackets. 0: there is none. */
static size_t host_of(struct ym_span a)
{
    size_t n;

    if (a.n == 0 || a.at[0] != '[')
        return run_of(a, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
    n = run_of((struct ym_span){ a.at + 1, a.n - 1 }, "0123456789abcdefABCDEF:.");
    return n >= 2 && n + 1 < a.n && a.at[n + 1] == ']' ? n + 2 : 0;
}

/* A host, then perhaps a port. */
static bool is_authority(struct ym_span a)
{
    const size_t n = host_of(a);
    struct ym_span port;

    if (n == 0 || n == a.n)
        return n > 0;
    port = (struct ym_span){ a.at + n + 1, a.n - n - 1 };
    return a.at[n] == ':' && port.n >= 1 && port.n <= 5 && run_of(port, "0123456789") == port.n;
}

enum ym_err app_subscription_url_check(struct ym_span url, struct ym_error *reterr)
{
    struct ym_span rest = url;
    size_t n = 0;

    if (url.n > APP_SUBSCRIPTION_URL_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "url has at most %d bytes",
                       APP_SUBSCRIPTION_URL_MAX);
    for (size_t i = 0; i < url.n; i++) {
        if (url.at[i] <= ' ' || url.at[i] > '~' || url.at[i] == '#' || url.at[i] == '\\')
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "url holds visible ASCII alone, and no fragment; write other "
                           "characters as %%XX");
    }
    if (!skip(&rest, "https://") && !skip(&rest, "http://"))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "url begins with https:// or http://");
    while (n < rest.n && rest.at[n] != '/' && rest.at[n] != '?')
        n++;
    if (!is_authority((struct ym_span){ rest.at, n }))
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "url names a host and perhaps a port, as https://hooks.example.cn:8443/x, "
                       "without user or password");
    return YM_E_OK;
}

/* ---- Secrets ---- */

int64_t app_subscription_id(const struct app_secrets *secrets)
{
    uint64_t random = 0;

    while ((random & APP_SUBSCRIPTION_ID_MAX) == 0)
        secrets->random(&random, sizeof(random));
    return (int64_t)(random & APP_SUBSCRIPTION_ID_MAX);
}

struct ym_span app_subscription_label(int64_t id, char room[APP_SECRET_LABEL_MAX])
{
    const int n = snprintf(room, APP_SECRET_LABEL_MAX, "yima subscription secret/%" PRId64, id);

    return (struct ym_span){ room, (size_t)n };
}

enum ym_err app_subscription_secret(const struct app_secrets *secrets, int64_t id,
                                    struct ym_arena *arena, char ret_text[APP_SECRET_TEXT_MAX],
                                    struct ym_span *ret_sealed, struct ym_error *reterr)
{
    char room[APP_SECRET_LABEL_MAX];

    secrets->webhook_secret(ret_text);
    return secrets->seal(secrets->ring, app_subscription_label(id, room), ym_span_of(ret_text),
                         arena, ret_sealed, reterr);
}

enum ym_err app_subscription_unseal(const struct app_secrets *secrets, int64_t id,
                                    struct ym_span sealed, struct ym_arena *arena,
                                    struct ym_span *ret, struct ym_error *reterr)
{
    char room[APP_SECRET_LABEL_MAX];

    return secrets->unseal(secrets->ring, app_subscription_label(id, room), sealed, arena, ret,
                           reterr);
}

/* ---- The filter ---- */

bool app_subscription_wants(const struct app_subscription *s, uint32_t topics, int64_t region,
                            int64_t body)
{
    return (s->topics & topics) != 0 && (s->body == 0 || s->body == body) &&
           (s->region == YM_REGION_ALL || ym_region_contains(s->region, region));
}
