/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "loop/children.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <uv.h>

#include "loop/uv.h"

#define READ_BYTES 65536

struct job {
    struct ym_children *owner;
    struct job *next; /* in the queue, or among those that run */
    struct ym_buf input, output;
    ym_child_fn *done;
    void *arg;
    enum ym_err err; /* the first thing that went wrong */
    unsigned open;   /* handles that are not closed yet */
    bool has_exited; /* the process is gone */
    bool has_eof;    /* its output has ended */
    uv_process_t process;
    uv_pipe_t in, out;
    uv_timer_t timer;
    uv_write_t write;
    char room[READ_BYTES];
};

struct ym_children {
    struct ym_children_config config;
    struct job *first, **end; /* waiting, first in first out */
    struct job *running;
    unsigned waiting_n, running_n;
    bool is_closing;
    struct ym_defer turn; /* jobs that could not be started end here */
    struct job *failed;
};

static void start_next(struct ym_children *c);

static void job_free(struct job *j)
{
    ym_buf_release(&j->input);
    ym_buf_release(&j->output);
    free(j);
}

static void free_if_done(struct ym_children *c)
{
    if (c->is_closing && c->running_n == 0 && c->failed == NULL) {
        ym_loop_undefer(c->config.loop, &c->turn);
        free(c);
    }
}

static void tell(struct job *j)
{
    const bool has_words = j->err == YM_E_OK || j->err == YM_E_UNPROCESSABLE;

    j->done(j->arg, j->err, has_words ? ym_buf_span(&j->output) : (struct ym_span){ NULL, 0 });
}

static void unlink_running(struct job *j)
{
    struct job **at = &j->owner->running;

    while (*at != j)
        at = &(*at)->next;
    *at = j->next;
    j->owner->running_n--;
}

static void on_handle_closed(uv_handle_t *h)
{
    struct job *j = h->data;
    struct ym_children *c = j->owner;

    if (--j->open > 0)
        return;
    unlink_running(j);
    tell(j);
    job_free(j);
    start_next(c);
    free_if_done(c);
}

static void close_handle(uv_handle_t *h)
{
    if (!uv_is_closing(h))
        uv_close(h, on_handle_closed);
}

/* Process and pipes may end in any order. */
static void end_if_over(struct job *j)
{
    if (!j->has_exited || !j->has_eof)
        return;
    close_handle((uv_handle_t *)&j->process);
    close_handle((uv_handle_t *)&j->in);
    close_handle((uv_handle_t *)&j->out);
    close_handle((uv_handle_t *)&j->timer);
}

static void fail(struct job *j, enum ym_err err)
{
    if (j->err == YM_E_OK)
        j->err = err;
    if (!j->has_exited)
        (void)uv_process_kill(&j->process, SIGKILL);
}

static void on_exited(uv_process_t *process, int64_t status, int signal)
{
    struct job *j = process->data;

    j->has_exited = true;
    if (j->err == YM_E_OK && signal == 0 && status == YM_CHILD_REFUSED)
        j->err = YM_E_UNPROCESSABLE;
    else if (j->err == YM_E_OK && (status != 0 || signal != 0))
        j->err = YM_E_UNAVAILABLE;
    end_if_over(j);
}

static void on_timeout(uv_timer_t *timer)
{
    fail(timer->data, YM_E_UNAVAILABLE);
}

static void give_room(uv_handle_t *h, size_t wanted, uv_buf_t *ret)
{
    struct job *j = h->data;

    (void)wanted;
    *ret = uv_buf_init(j->room, sizeof(j->room));
}

static void on_read(uv_stream_t *out, ssize_t n, const uv_buf_t *buf)
{
    struct job *j = out->data;

    if (n > 0) {
        ym_buf_add(&j->output, (struct ym_span){ buf->base, (size_t)n });
        if (!ym_buf_ok(&j->output))
            fail(j, YM_E_TOO_LARGE);
    } else if (n < 0) {
        j->has_eof = true;
        (void)uv_read_stop(out);
        end_if_over(j);
    }
}

/* A process that ended before it had read everything says so by its exit status. */
static void on_written(uv_write_t *write, int status)
{
    struct job *j = write->data;

    (void)status;
    close_handle((uv_handle_t *)&j->in);
}

static bool init_handles(struct job *j)
{
    uv_loop_t *loop = ym_loop_raw(j->owner->config.loop);

    if (uv_pipe_init(loop, &j->in, 0) != 0 || uv_pipe_init(loop, &j->out, 0) != 0 ||
        uv_timer_init(loop, &j->timer) != 0)
        return false; /* these three cannot fail on this system */
    j->in.data = j->out.data = j->timer.data = j->process.data = j->write.data = j;
    j->open = 4;
    return true;
}

static int spawn(struct job *j)
{
    const struct ym_children_config *config = &j->owner->config;
    uv_stdio_container_t io[3] = {
        { .flags = (uv_stdio_flags)(UV_CREATE_PIPE | UV_READABLE_PIPE), .data = { NULL } },
        { .flags = (uv_stdio_flags)(UV_CREATE_PIPE | UV_WRITABLE_PIPE), .data = { NULL } },
        { .flags = UV_INHERIT_FD, .data = { .fd = 2 } },
    };
    uv_process_options_t o = { .file = config->argv[0],
                               .args = config->argv,
                               .exit_cb = on_exited,
                               .stdio = io,
                               .stdio_count = 3 };

    io[0].data.stream = (uv_stream_t *)&j->in;
    io[1].data.stream = (uv_stream_t *)&j->out;
    return uv_spawn(ym_loop_raw(config->loop), &j->process, &o);
}

/* Not started: its handles still close in their own time. */
static void abandon(struct job *j)
{
    j->err = YM_E_UNAVAILABLE;
    j->has_exited = true;
    j->has_eof = true;
    end_if_over(j);
}

static void start(struct job *j)
{
    struct ym_children *c = j->owner;
    const uv_buf_t input = uv_buf_init(j->input.at, (unsigned)j->input.n);
    const bool is_ready = init_handles(j);

    assert(is_ready);
    (void)is_ready;
    j->next = c->running;
    c->running = j;
    c->running_n++;
    if (spawn(j) != 0) {
        abandon(j);
        return;
    }
    (void)uv_timer_start(&j->timer, on_timeout, c->config.timeout_ms, 0);
    if (uv_read_start((uv_stream_t *)&j->out, give_room, on_read) != 0 ||
        uv_write(&j->write, (uv_stream_t *)&j->in, &input, 1, on_written) != 0) {
        j->has_eof = true;
        fail(j, YM_E_UNAVAILABLE);
    }
}

static void start_next(struct ym_children *c)
{
    while (!c->is_closing && c->first != NULL && c->running_n < c->config.running_max) {
        struct job *j = c->first;

        c->first = j->next;
        if (c->first == NULL)
            c->end = &c->first;
        c->waiting_n--;
        start(j);
    }
}

static void on_turn(void *arg)
{
    struct ym_children *c = arg;
    struct job *j = c->failed;

    c->failed = NULL;
    while (j != NULL) {
        struct job *next = j->next;

        tell(j);
        job_free(j);
        j = next;
    }
    start_next(c);
    free_if_done(c);
}

struct ym_children *ym_children_new(const struct ym_children_config *config)
{
    struct ym_children *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->config = *config;
    c->end = &c->first;
    ym_defer_init(&c->turn, on_turn, c);
    return c;
}

enum ym_err ym_children_run(struct ym_children *c, struct ym_buf *input, ym_child_fn *done,
                            void *arg, struct ym_error *reterr)
{
    struct job *j;

    assert(!c->is_closing);
    if (c->waiting_n >= c->config.waiting_max + c->config.running_max - c->running_n)
        return ym_fail(reterr, YM_E_BUSY, "too many jobs wait for a process; try again shortly");
    j = calloc(1, sizeof(*j));
    if (j == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for another process");
    j->owner = c;
    j->done = done;
    j->arg = arg;
    j->input = *input;
    ym_buf_init(input, input->max);
    ym_buf_init(&j->output, c->config.output_max);
    *c->end = j;
    c->end = &j->next;
    c->waiting_n++;
    ym_loop_defer(c->config.loop, &c->turn);
    return YM_E_OK;
}

void ym_children_close(struct ym_children *c)
{
    if (c == NULL)
        return;
    c->is_closing = true;
    for (struct job *j = c->running; j != NULL; j = j->next)
        fail(j, YM_E_UNAVAILABLE);
    for (struct job *j = c->first; j != NULL; j = j->next)
        j->err = YM_E_UNAVAILABLE;
    c->failed = c->first;
    c->first = NULL;
    c->end = &c->first;
    c->waiting_n = 0;
    ym_loop_defer(c->config.loop, &c->turn);
}
