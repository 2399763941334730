/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include "api_slow.h"

#include <stdlib.h>
#include <string.h>

struct api_slow {
    api_offload_fn *offload;
    void *offload_arg;
    struct api_slow_job *first, **last; /* that wait */
    unsigned waiting, running;
};

struct api_slow *api_slow_new(api_offload_fn *offload, void *offload_arg)
{
    struct api_slow *s = calloc(1, sizeof(*s));

    if (s == NULL)
        return NULL;
    s->offload = offload;
    s->offload_arg = offload_arg;
    s->last = &s->first;
    return s;
}

void api_slow_free(struct api_slow *s)
{
    free(s);
}

bool api_slow_set(struct api_slow_job *job, struct ym_span password)
{
    const bool fits = password.n <= APP_PASSWORD_BYTES_MAX;

    job->n = fits ? password.n : APP_PASSWORD_BYTES_MAX;
    memcpy(job->password, password.at, job->n);
    return fits;
}

/* On another thread. */
static void work(void *arg)
{
    struct api_slow_job *job = arg;
    const struct ym_span password = { job->password, job->n };

    job->is_good = job->stores ? job->credentials->password_store(password, job->stored)
                               : job->credentials->password_verify(job->stored, password);
    job->has_run = true;
    explicit_bzero(job->password, sizeof(job->password));
}

static void on_done(void *arg);

static bool start(struct api_slow *s, struct api_slow_job *job)
{
    if (!s->offload(s->offload_arg, work, on_done, job))
        return false;
    s->running++;
    return true;
}

/* Those that wait go on with as many as may run; none is left waiting while nothing runs. */
static void start_more(struct api_slow *s)
{
    while (s->first != NULL && s->running < API_SLOW_AT_ONCE) {
        struct api_slow_job *job = s->first;

        s->first = job->next;
        if (s->first == NULL)
            s->last = &s->first;
        s->waiting--;
        if (!start(s, job)) {
            explicit_bzero(job->password, sizeof(job->password));
            job->done(job);
        }
    }
}

static void on_done(void *arg)
{
    struct api_slow_job *job = arg;
    struct api_slow *s = job->slow;

    s->running--;
    job->done(job);
    start_more(s);
}

bool api_slow_submit(struct api_slow *s, struct api_slow_job *job)
{
    job->slow = s;
    job->next = NULL;
    job->has_run = job->is_good = false;
    if (s->running < API_SLOW_AT_ONCE && s->first == NULL && s->offload != NULL) {
        if (start(s, job))
            return true;
    } else if (s->waiting < API_SLOW_WAITING && s->offload != NULL) {
        *s->last = job;
        s->last = &job->next;
        s->waiting++;
        return true;
    }
    explicit_bzero(job->password, sizeof(job->password));
    return false;
}
