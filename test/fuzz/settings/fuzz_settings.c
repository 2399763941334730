/* SPDX-License-Identifier: Apache-2.0 */
/* What an operator sets and what stands in headers and addresses: networks, connection strings,
 * endpoints, entity tags, cursors, names of files, logins. The first byte says which. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api_assess.h"
#include "api_exchange.h"
#include "api_private.h"
#include "app/account.h"
#include "app/exchange.h"
#include "app/evidence.h"
#include "app/outside.h"
#include "app/subscribe.h"
#include "forwarded.h"
#include "hosts.h"
#include "lint.h"
#include "pg/link.h"
#include "stream.h"
#include "web_answer.h"
#include "webhook/guard.h"
#include "yima/utf8.h"

#define PASSWORD "hunter2" /* in the dictionary: no error may repeat it */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void networks(const char *text)
{
    struct http_networks nets;
    struct webhook_guard guard = { .n = 0 };

    memset(&nets, 0, sizeof(nets));
    if (http_networks_parse(text, &nets) == NULL) {
        assert(nets.n <= HTTP_NETWORKS_MAX);
        for (unsigned i = 0; i < nets.n; i++)
            assert(nets.at[i].bits <= 128);
        (void)http_networks_have(&nets, "192.0.2.1");
    }
    (void)http_networks_have(&nets, text);
    if (webhook_guard_allow(&guard, ym_span_of(text), NULL) == YM_E_OK) {
        assert(guard.n <= WEBHOOK_ALLOW_MAX);
        for (size_t i = 0; i < guard.n; i++)
            assert(guard.allow[i].bits <= 128);
    }
}

/* The first line is Forwarded, the second X-Forwarded-For: the result is an address. */
static void forwarded(const char *text)
{
    struct http_networks nets;
    struct http_lines first = { .n = 0 }, second = { .n = 0 };
    char address[YM_HTTP_PEER_MAX] = "10.0.0.1";
    const char *fault;
    const char *end = strchr(text, '\n');

    memset(&nets, 0, sizeof(nets));
    fault = http_networks_parse("10.0.0.0/8", &nets);
    assert(fault == NULL);
    http_lines_add(&first,
                   (struct ym_span){ text, end == NULL ? strlen(text) : (size_t)(end - text) });
    if (end != NULL)
        http_lines_add(&second, ym_span_of(end + 1));
    http_forwarded(&nets, &first, &second, address);
    assert(memchr(address, '\0', sizeof(address)) != NULL);
    assert(strspn(address, "0123456789abcdefABCDEF.:") == strlen(address));
}

static void conninfo(const char *text)
{
    struct ym_error why = { .text = "" };
    struct ym_hosts *hosts = ym_hosts_new(text, &why);

    if (hosts != NULL) {
        assert(ym_hosts_count(hosts) >= 1 && ym_hosts_count(hosts) <= YM_LINK_HOSTS_MAX);
        for (size_t i = 0; i < ym_hosts_count(hosts); i++)
            assert(ym_hosts_name(hosts, i) != NULL);
    } else {
        assert(why.text[0] != '\0' && strstr(why.text, PASSWORD) == NULL);
    }
    ym_hosts_free(hosts);
}

static void endpoint(const char *text)
{
    const struct ym_span url = ym_span_of(text);

    if (app_subscription_url_check(url, NULL) == YM_E_OK) {
        assert(url.n <= APP_SUBSCRIPTION_URL_MAX);
        assert(strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0);
        assert(strpbrk(text, "#\r\n\t ") == NULL);
    }
    if (app_partner_code_check(url, NULL) == YM_E_OK)
        assert(url.n >= APP_PARTNER_CODE_MIN && url.n <= APP_PARTNER_CODE_MAX);
}

static void tags(const char *text)
{
    const struct ym_span header = ym_span_of(text);
    uint32_t version = 0;
    int64_t number;
    bool is;

    (void)api_etag_listed(header, 7);
    (void)api_etag_has(header, YM_SPAN("7"));
    if (api_etag_parse(header, &version) && version > 0)
        assert(version <= YM_VERSION_MAX && api_etag_listed(header, version));
    if (api_decimal(header, -5, 1000, &number))
        assert(number >= 0 && number <= 1000);
    (void)api_bool(header, &is);
    (void)web_takes_gzip(header);
    (void)web_is_known(header, "a.js");
    assert(http_trace_id(header).n == 0 || http_trace_id(header).n == 32);
}

static void cursors(const char *text)
{
    const struct ym_span s = ym_span_of(text);
    struct app_message_key key;
    struct stream_mark mark;
    struct ym_id id;
    char printed[API_MESSAGE_KEY_MAX];
    int64_t first, second;

    if (api_message_key_parse(s, &key)) {
        api_message_key_print(key, printed);
        assert(ym_span_is(s, ym_span_of(printed)));
    }
    (void)api_pair_parse(s, &first, &second);
    (void)stream_id_parse(s, &mark);
    if (api_id_parse(s, &id, NULL) == YM_E_OK)
        assert(ym_id_valid(id));
}

static void names(const char *text)
{
    const struct ym_span s = ym_span_of(text);
    char login[APP_LOGIN_CHARS_MAX + 1];
    char again[APP_LOGIN_CHARS_MAX + 1];
    struct ym_error why;

    if (app_login_fold(s, login)) {
        assert(strlen(login) >= APP_LOGIN_CHARS_MIN && strlen(login) <= APP_LOGIN_CHARS_MAX);
        assert(app_login_fold(ym_span_of(login), again) && strcmp(login, again) == 0);
    }
    if (app_password_check(s, YM_SPAN("somebody"), &why) != YM_E_OK)
        assert(s.n < 12 || strstr(why.text, text) == NULL); /* it is not repeated */
    if (app_paper_name_fault(s) == NULL)
        assert(s.n > 0 && ym_utf8_valid(s) && strpbrk(text, "/\\\n\r") == NULL);
    (void)app_is_unknown_name(s);
}

static void likely(const char *text)
{
    struct app_likely rows[APP_LIKELY_MAX];
    char printed[APP_LIKELY_TEXT_MAX];
    const size_t n = app_likely_parse(ym_span_of(text), rows);

    assert(n <= APP_LIKELY_MAX);
    for (size_t i = 0; i < n; i++)
        assert(ym_id_valid(rows[i].dispute));
    app_likely_print(rows, n, printed);
    assert(strlen(printed) < sizeof(printed));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(const char *) = { networks, forwarded, conninfo, endpoint,
                                                     tags,     cursors,   names,    likely };
    char *text;

    if (size == 0)
        return 0;
    text = malloc(size);
    assert(text != NULL);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    readers[data[0] % (sizeof(readers) / sizeof(readers[0]))](text);
    free(text);
    return 0;
}
