/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl's multi interface on libuv: it says which sockets to watch and when to wake it, and is
 * told what became ready. */
#define _POSIX_C_SOURCE 200809L
#include "webhook/client.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loop/uv.h"
#include "private.h"

/* One socket of libcurl's; frees itself when closed. */
struct watch {
    uv_poll_t poll;
    struct webhook_client *client;
    curl_socket_t fd;
    int events; /* that libcurl waits for: UV_READABLE, UV_WRITABLE */
};

/* ---- What ended ---- */

static void reap(struct webhook_client *c)
{
    CURLMsg *msg;
    int left;

    while ((msg = curl_multi_info_read(c->multi, &left)) != NULL) {
        struct post *p = NULL;
        CURL *easy = msg->easy_handle;
        const CURLcode code = msg->data.result;

        if (msg->msg != CURLMSG_DONE)
            continue;
        (void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&p);
        post_take(p, code);
        (void)curl_multi_remove_handle(c->multi, easy); /* msg dies here */
        post_end(p);
    }
}

/* Posts that ended without libcurl: it refused them, or they were cancelled. */
static void on_turn(void *arg)
{
    struct webhook_client *c = arg;

    for (size_t i = 0; i < WEBHOOK_POSTS_MAX; i++) {
        if (c->posts[i].state == POST_ENDING)
            post_end(&c->posts[i]);
    }
}

void webhook_client_cancel(struct webhook_client *c)
{
    for (size_t i = 0; i < WEBHOOK_POSTS_MAX; i++) {
        struct post *p = &c->posts[i];

        if (p->state != POST_RUNNING)
            continue;
        (void)curl_multi_remove_handle(c->multi, p->easy);
        post_fail(p, "the program is stopping");
        p->posted.is_cancelled = true;
    }
}

/* ---- libcurl on the loop ---- */

static void on_timer(void *arg)
{
    struct webhook_client *c = arg;
    int running;

    (void)curl_multi_socket_action(c->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    reap(c);
}

/* libcurl wants to be woken; never at once, because it must not be entered from inside itself. */
static int on_wish(CURLM *multi, long ms, void *arg)
{
    struct webhook_client *c = arg;

    (void)multi;
    if (ms < 0)
        ym_timer_stop(c->timer);
    else
        ym_timer_start(c->timer, ms > 0 ? (uint64_t)ms : 1, 0);
    return 0;
}

static void on_poll(uv_poll_t *poll, int status, int events);

/* libuv stops watching a socket that has failed. What the other side said before it closed may
 * still lie there, a TLS alert that says why: libcurl looks itself (no flags), reads that, and
 * closes. */
static int watch_on(struct watch *w)
{
    return uv_poll_start(&w->poll, w->events, on_poll);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct watch *w = poll->data;
    struct webhook_client *c = w->client;
    int running;
    int flags = 0;

    if (status < 0)
        (void)watch_on(w);
    if ((events & UV_READABLE) != 0)
        flags |= CURL_CSELECT_IN;
    if ((events & UV_WRITABLE) != 0)
        flags |= CURL_CSELECT_OUT;
    (void)curl_multi_socket_action(c->multi, w->fd, flags, &running); /* w may be closed in here */
    reap(c);
}

static void on_watch_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static struct watch *watch_new(struct webhook_client *c, curl_socket_t fd)
{
    struct watch *w = calloc(1, sizeof(*w));

    if (w == NULL)
        return NULL;
    if (uv_poll_init_socket(ym_loop_raw(c->loop), &w->poll, fd) != 0) {
        free(w);
        return NULL;
    }
    w->poll.data = w;
    w->client = c;
    w->fd = fd;
    (void)curl_multi_assign(c->multi, fd, w);
    return w;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg)
{
    struct webhook_client *c = arg;
    struct watch *w = socket_arg;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (w != NULL) {
            (void)curl_multi_assign(c->multi, fd, NULL);
            (void)uv_poll_stop(&w->poll);
            uv_close((uv_handle_t *)&w->poll, on_watch_closed);
        }
        return 0;
    }
    if (w == NULL)
        w = watch_new(c, fd);
    if (w == NULL)
        return -1; /* the post fails */
    w->events = ((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) |
                ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0);
    return watch_on(w);
}

/* ---- The port ---- */

static void post(struct app_sender *port, const struct app_post *message, app_posted_fn *done,
                 void *arg)
{
    (void)post_begin((struct webhook_client *)port, message, done, arg);
}

struct app_sender *webhook_client_port(struct webhook_client *c)
{
    return &c->port;
}

/* ---- Life ---- */

static bool set_up(struct webhook_client *c)
{
    c->multi = curl_multi_init();
    return c->multi != NULL &&
           curl_multi_setopt(c->multi, CURLMOPT_SOCKETFUNCTION, on_socket) == CURLM_OK &&
           curl_multi_setopt(c->multi, CURLMOPT_SOCKETDATA, c) == CURLM_OK &&
           curl_multi_setopt(c->multi, CURLMOPT_TIMERFUNCTION, on_wish) == CURLM_OK &&
           curl_multi_setopt(c->multi, CURLMOPT_TIMERDATA, c) == CURLM_OK &&
           curl_multi_setopt(c->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
                             (long)WEBHOOK_CONNECTIONS_MAX) == CURLM_OK &&
           curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, (long)WEBHOOK_CONNECTIONS_MAX) ==
               CURLM_OK &&
           curl_multi_setopt(c->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                             (long)WEBHOOK_HOST_CONNECTIONS) == CURLM_OK;
}

struct webhook_client *webhook_client_open(struct ym_loop *loop,
                                           const struct webhook_options *options,
                                           struct ym_error *reterr)
{
    static const struct app_sender_ops ops = { post };
    struct webhook_client *c;

    if (options->ca_file != NULL && access(options->ca_file, R_OK) != 0) {
        (void)ym_fail(reterr, YM_E_INVALID, "cannot read the certificates in %.150s",
                      options->ca_file);
        return NULL;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "libcurl does not start");
        return NULL;
    }
    c = calloc(1, sizeof(*c));
    if (c == NULL) {
        curl_global_cleanup();
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for webhooks");
        return NULL;
    }
    c->port.ops = &ops;
    c->loop = loop;
    c->guard = options->guard;
    ym_defer_init(&c->turn, on_turn, c);
    c->timer = ym_timer_new(loop, on_timer, c);
    c->user_agent = strdup(options->user_agent);
    c->ca_file = options->ca_file != NULL ? strdup(options->ca_file) : NULL;
    if (c->timer == NULL || c->user_agent == NULL ||
        (options->ca_file != NULL && c->ca_file == NULL) || !set_up(c)) {
        webhook_client_close(c);
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for webhooks");
        return NULL;
    }
    return c;
}

void webhook_client_close(struct webhook_client *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < WEBHOOK_POSTS_MAX; i++) {
        assert(c->posts[i].state == POST_FREE);
        curl_easy_cleanup(c->posts[i].easy);
    }
    (void)curl_multi_cleanup(c->multi); /* closes idle connections, over on_socket() */
    ym_loop_undefer(c->loop, &c->turn);
    ym_timer_free(c->timer);
    free(c->user_agent);
    free(c->ca_file);
    free(c);
    curl_global_cleanup();
}
