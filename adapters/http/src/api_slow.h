/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords through other threads: few at once, few waiting, in the order in which they came.
 *
 * Storing or checking one takes a core for tens of milliseconds and 19 MiB. So at most
 * API_SLOW_AT_ONCE are under way and API_SLOW_WAITING wait; more are refused at once. */
#ifndef YM_HTTP_SRC_API_SLOW_H
#define YM_HTTP_SRC_API_SLOW_H

#include "app/account.h"
#include "http/api.h"

struct api_slow; /* owned by the api */

/* One password. Embedded in what waits for it; untouched from submit to done. */
struct api_slow_job {
    struct api_slow_job *next; /* of those that wait */
    struct api_slow *slow;
    const struct app_credentials *credentials;
    bool stores;                               /* make stored of password; else compare */
    char stored[APP_PASSWORD_STORED_MAX];      /* in or out */
    char password[APP_PASSWORD_BYTES_MAX + 1]; /* wiped when it has been looked at */
    size_t n;                                  /* its bytes */
    bool has_run;                              /* out: false: no thread took it; ask again later */
    bool is_good;                              /* out: it is stored, or it is the one */
    void (*done)(struct api_slow_job *job);    /* on the loop, exactly once */
    void *arg;
};

/* NULL when the heap has no room. */
struct api_slow *api_slow_new(api_offload_fn *offload, void *offload_arg);
void api_slow_free(struct api_slow *s); /* Pre: nothing is under way. NULL is legal. */

/* Fill in what a job needs. False: the password is longer than any may be; a part of it is taken,
 * so that the job takes as long. */
bool api_slow_set(struct api_slow_job *job, struct ym_span password);

/* False: too much is waiting, and done is not called; the password is wiped. */
bool api_slow_submit(struct api_slow *s, struct api_slow_job *job);

#endif
