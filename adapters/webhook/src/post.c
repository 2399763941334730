/* SPDX-License-Identifier: Apache-2.0 */
/* One post: its options, its limits, its end. */
#define _GNU_SOURCE /* SOCK_CLOEXEC, SOCK_NONBLOCK */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "private.h"

#define LINE_MAX_BYTES 512 /* one header line of ours */

/* libcurl has resolved the name: this is the address that it is about to connect to. */
static curl_socket_t on_open(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
    struct post *p = arg;

    (void)purpose;
    if (!webhook_guard_admits(&p->client->guard, &a->addr)) {
        webhook_address_print(&a->addr, p->blocked);
        return CURL_SOCKET_BAD;
    }
    return socket(a->family, a->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->protocol);
}

/* The answer's body is kept only for who asked. Past the limit the transfer ends; the status is
 * known by then. */
static size_t on_body(char *at, size_t size, size_t n, void *arg)
{
    struct post *p = arg;

    p->answer_bytes += size * n;
    p->is_cut = p->answer_bytes > WEBHOOK_ANSWER_MAX;
    if (!p->is_cut && p->answer != NULL) {
        ym_buf_add(p->answer, (struct ym_span){ at, size * n });
        p->is_cut = !ym_buf_ok(p->answer);
    }
    return p->is_cut ? 0 : size * n;
}

static bool add_header(struct post *p, const char *name, const char *value)
{
    char line[LINE_MAX_BYTES];
    const int n = snprintf(line, sizeof(line), "%s: %s", name, value);
    struct curl_slist *list;

    if (n < 0 || (size_t)n >= sizeof(line))
        return false;
    list = curl_slist_append(p->headers, line);
    if (list == NULL)
        return false;
    p->headers = list;
    return true;
}

static bool add_headers(struct post *p, const struct app_post *post)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:"); /* never wait for a 100 */

    if (list == NULL)
        return false;
    p->headers = list;
    for (size_t i = 0; i < post->nheaders; i++) {
        if (!add_header(p, post->headers[i].name, post->headers[i].value))
            return false;
    }
    return true;
}

/* A name that is not resolved in time is left to its thread (QUICK_EXIT): else libcurl waits for
 * the thread, and the loop with it, for as long as the name servers say nothing. */
static bool set_limits(CURL *e)
{
    return curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)WEBHOOK_CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)WEBHOOK_WHOLE_MS) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK;
}

/* Whom to trust: the system's certificates, or a file alone, that of the post before the
 * operator's. */
static bool set_trust(const struct webhook_client *c, const struct app_post *post, CURL *e)
{
    const char *file = post->ca_file != NULL ? post->ca_file : c->ca_file;

    return file == NULL || (curl_easy_setopt(e, CURLOPT_CAINFO, file) == CURLE_OK &&
                            curl_easy_setopt(e, CURLOPT_CAPATH, NULL) == CURLE_OK);
}

/* Who we are, for an endpoint that asks for a certificate. */
static bool set_identity(const struct app_post *post, CURL *e)
{
    return post->cert_file == NULL ||
           (curl_easy_setopt(e, CURLOPT_SSLCERT, post->cert_file) == CURLE_OK &&
            curl_easy_setopt(e, CURLOPT_SSLKEY,
                             post->cert_key_file != NULL ? post->cert_key_file : post->cert_file) ==
                CURLE_OK);
}

static bool set_callbacks(struct post *p)
{
    CURL *e = p->easy;

    return curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, p) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_WRITEDATA, p) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_ERRORBUFFER, p->reason) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_PRIVATE, p) == CURLE_OK;
}

static bool set_message(struct post *p, const struct app_post *post)
{
    CURL *e = p->easy;

    return curl_easy_setopt(e, CURLOPT_URL, post->url.at) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_USERAGENT, p->client->user_agent) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_HTTPHEADER, p->headers) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->body.n) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_COPYPOSTFIELDS, post->body.at) == CURLE_OK;
}

static struct post *free_post(struct webhook_client *c)
{
    for (size_t i = 0; i < WEBHOOK_POSTS_MAX; i++) {
        if (c->posts[i].state == POST_FREE)
            return &c->posts[i];
    }
    return NULL;
}

void post_fail(struct post *p, const char *why)
{
    p->state = POST_ENDING;
    (void)snprintf(p->error, sizeof(p->error), "%s", why);
    p->posted = (struct app_posted){ .error = p->error };
    ym_loop_defer(p->client->loop, &p->client->turn);
}

struct post *post_begin(struct webhook_client *c, const struct app_post *post, app_posted_fn *done,
                        void *arg)
{
    struct post *p = free_post(c);

    assert(p != NULL);
    assert(p->headers == NULL);
    p->client = c;
    p->done = done;
    p->arg = arg;
    p->answer = post->answer;
    p->answer_bytes = 0;
    p->is_cut = false;
    p->blocked[0] = '\0';
    p->reason[0] = '\0';
    p->error[0] = '\0';
    if (p->easy == NULL)
        p->easy = curl_easy_init();
    else
        curl_easy_reset(p->easy);
    if (p->easy == NULL || !add_headers(p, post) || !set_limits(p->easy) ||
        !set_trust(c, post, p->easy) || !set_identity(post, p->easy) || !set_callbacks(p) ||
        !set_message(p, post) || curl_multi_add_handle(c->multi, p->easy) != CURLM_OK)
        post_fail(p, "no memory for the post");
    else
        p->state = POST_RUNNING;
    return p;
}

/* It may quote what the other side said: a name in a certificate, a line of an answer. */
static void keep_plain(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text < ' ' || *text > '~')
            *text = '?';
    }
}

/* Under TLS 1.3 an endpoint refuses our certificate after the handshake, as far as we can see by
 * ending the connection; if that ends badly, not even its alert is left. */
static bool may_be_our_certificate(struct post *p, CURLcode code)
{
    const char *scheme = NULL;

    return (code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CLIENTCERT ||
            code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING) &&
           curl_easy_getinfo(p->easy, CURLINFO_SCHEME, &scheme) == CURLE_OK && scheme != NULL &&
           strcmp(scheme, "HTTPS") == 0;
}

static void take_failure(struct post *p, CURLcode code)
{
    if (p->blocked[0] != '\0')
        (void)snprintf(p->error, sizeof(p->error),
                       "the endpoint is at %s, which is not a public address; start with "
                       "--webhook-allow %s if that is meant",
                       p->blocked, p->blocked);
    else if (may_be_our_certificate(p, code))
        (void)snprintf(p->error, sizeof(p->error),
                       "%.110s; it ended the connection: does it take our client certificate?",
                       p->reason[0] != '\0' ? p->reason : curl_easy_strerror(code));
    else
        (void)snprintf(p->error, sizeof(p->error), "%.150s",
                       p->reason[0] != '\0' ? p->reason : curl_easy_strerror(code));
    keep_plain(p->error);
}

void post_take(struct post *p, CURLcode code)
{
    long status = 0;
    curl_off_t retry_after = 0;

    p->posted = (struct app_posted){ .error = p->error };
    if (code != CURLE_OK && !p->is_cut) {
        take_failure(p, code);
        return;
    }
    (void)curl_easy_getinfo(p->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(p->easy, CURLINFO_RETRY_AFTER, &retry_after);
    p->posted.status = (int)status;
    p->posted.retry_after_s = retry_after > 0 && retry_after < INT32_MAX ? (int)retry_after : 0;
}

void post_end(struct post *p)
{
    const struct app_posted posted = p->posted;
    const bool is_cut = p->is_cut;
    char error[APP_DELIVERY_ERROR_MAX];

    /* Free before the callback, which may post again at once. */
    memcpy(error, p->error, sizeof(error));
    curl_slist_free_all(p->headers);
    p->headers = NULL;
    p->state = POST_FREE;
    p->done(p->arg, &(struct app_posted){ .status = posted.status,
                                          .is_cancelled = posted.is_cancelled,
                                          .retry_after_s = posted.retry_after_s,
                                          .error = error,
                                          .is_cut = is_cut });
}
