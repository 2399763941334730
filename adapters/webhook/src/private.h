/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the client: client.c drives libcurl on the loop, post.c makes and ends one post. */
#ifndef YM_WEBHOOK_PRIVATE_H
#define YM_WEBHOOK_PRIVATE_H

#include <curl/curl.h>
#include <uv.h>

#include "webhook/client.h"

enum post_state {
    POST_FREE,
    POST_RUNNING, /* libcurl has it */
    POST_ENDING,  /* its callback is due at the end of the turn */
};

struct post {
    struct webhook_client *client;
    enum post_state state;
    CURL *easy;                         /* kept for the next post */
    struct curl_slist *headers;         /* owned while running */
    struct ym_buf *answer;              /* gets the body; NULL: of no interest */
    size_t answer_bytes;                /* of the body so far */
    bool is_cut;                        /* the body was longer than we read */
    char blocked[WEBHOOK_ADDRESS_MAX];  /* "", or the last address that the guard refused */
    char reason[CURL_ERROR_SIZE];       /* libcurl's own words */
    char error[APP_DELIVERY_ERROR_MAX]; /* what the callback is told */
    struct app_posted posted;
    app_posted_fn *done;
    void *arg;
};

struct webhook_client {
    struct app_sender port; /* must be first */
    struct ym_loop *loop;
    CURLM *multi;
    struct ym_timer *timer; /* libcurl's */
    struct ym_defer turn;   /* tells what ended without libcurl */
    struct webhook_guard guard;
    char *ca_file, *user_agent; /* owned; ca_file may be NULL */
    struct post posts[WEBHOOK_POSTS_MAX];
};

/* post.c */
struct post *post_begin(struct webhook_client *c, const struct app_post *post, app_posted_fn *done,
                        void *arg);            /* never NULL: a post that cannot begin is ENDING */
void post_take(struct post *p, CURLcode code); /* libcurl is done with it: fill p->posted */
void post_fail(struct post *p, const char *why);
void post_end(struct post *p); /* free it, then call back */

#endif
