/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "loop/log.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "yima/utf8.h"

#define LINE_BYTES_MAX 16384 /* one line, escaped; a longer one is dropped and counted */

struct ym_log {
    struct ym_loop *loop;  /* not owned; NULL: every line is written at once */
    struct ym_wall clock;  /* used without a loop */
    struct ym_defer flush; /* end-of-turn write */
    struct ym_buf lines;   /* gathered in this turn */
    uint64_t dropped;
    enum ym_log_level level;
    int fd;
};

static void on_flush(void *arg)
{
    ym_log_flush(arg);
}

struct ym_log *ym_log_new(struct ym_loop *loop, int fd, enum ym_log_level level)
{
    struct ym_log *log = calloc(1, sizeof(*log));

    if (log == NULL)
        return NULL;
    log->loop = loop;
    log->fd = fd;
    log->level = level;
    ym_clock_init(&log->clock, 0);
    ym_defer_init(&log->flush, on_flush, log);
    ym_buf_init(&log->lines, YM_LOG_BYTES_MAX + LINE_BYTES_MAX);
    return log;
}

void ym_log_free(struct ym_log *log)
{
    if (log == NULL)
        return;
    ym_log_flush(log);
    if (log->loop != NULL)
        ym_loop_undefer(log->loop, &log->flush);
    ym_buf_release(&log->lines);
    free(log);
}

/* Write some of what is left, without waiting; 0 when the descriptor takes nothing now. The
 * descriptor is shared with others and stays as they set it, so it may be one that waits: then a
 * pipe that is ready takes PIPE_BUF bytes at least. */
static size_t write_some(const struct ym_log *log, size_t done)
{
    struct pollfd ready = { .fd = log->fd, .events = POLLOUT };
    const size_t left = log->lines.n - done;
    ssize_t n;

    if (poll(&ready, 1, 0) != 1 || (ready.revents & POLLOUT) == 0)
        return 0;
    do
        n = write(log->fd, log->lines.at + done, left < PIPE_BUF ? left : PIPE_BUF);
    while (n < 0 && errno == EINTR);
    return n > 0 ? (size_t)n : 0;
}

void ym_log_flush(struct ym_log *log)
{
    size_t done = 0;
    size_t n;

    do {
        n = log->lines.n > done ? write_some(log, done) : 0;
        done += n;
    } while (n > 0);
    for (size_t i = done; i < log->lines.n; i++)
        log->dropped += log->lines.at[i] == '\n';
    ym_buf_clear(&log->lines);
}

uint64_t ym_log_dropped(const struct ym_log *log)
{
    return log->dropped;
}

static void put_string(struct ym_buf *b, struct ym_span text)
{
    static const char cut[] = "\xe2\x80\xa6";     /* U+2026, the ellipsis */
    static const char unknown[] = "\xef\xbf\xbd"; /* U+FFFD */
    const unsigned char *s = (const unsigned char *)text.at;
    const size_t n = text.n;
    size_t i = 0;

    ym_buf_putc(b, '"');
    while (i < n) {
        const size_t len = ym_utf8_first((struct ym_span){ text.at + i, n - i });

        if (i + (len > 0 ? len : 1) > YM_LOG_TEXT_MAX) {
            ym_buf_puts(b, cut);
            break;
        }
        if (len == 0)
            ym_buf_puts(b, unknown);
        else if (s[i] < 0x20 || s[i] == 0x7f)
            ym_buf_printf(b, "\\u%04x", s[i]);
        else if (s[i] == '"' || s[i] == '\\')
            ym_buf_printf(b, "\\%c", s[i]);
        else
            ym_buf_add(b, (struct ym_span){ text.at + i, len });
        i += len > 0 ? len : 1;
    }
    ym_buf_putc(b, '"');
}

static void put_field(struct ym_buf *b, const struct ym_log_field *f)
{
    ym_buf_printf(b, ",\"%s\":", f->key);
    switch (f->kind) {
    case YM_LOG_TEXT:
        put_string(b, f->text);
        break;
    case YM_LOG_INT:
        ym_buf_printf(b, "%" PRId64, f->number);
        break;
    case YM_LOG_ID:
        ym_buf_printf(b, "\"%" PRIu64 "\"", f->id);
        break;
    }
}

static ym_usec now_of(struct ym_log *log)
{
    if (log->loop != NULL)
        return ym_clock_now(ym_loop_clock(log->loop));
    ym_clock_tick(&log->clock);
    return ym_clock_now(&log->clock);
}

void ym_log_write(struct ym_log *log, enum ym_log_level level, const char *msg,
                  const struct ym_log_field *fields, size_t n)
{
    static const char *const names[] = {
#define X(name, text) text,
        YM_LOG_LEVELS(X)
#undef X
    };
    char ts[YM_USEC_TEXT_MAX];
    struct ym_buf line;

    if (log == NULL || level < log->level)
        return;
    assert(level < YM_LOG_LEVEL_COUNT);
    ym_buf_init(&line, LINE_BYTES_MAX);
    ym_usec_print(now_of(log), ts);
    ym_buf_printf(&line, "{\"ts\":\"%s\",\"level\":\"%s\",\"msg\":", ts, names[level]);
    put_string(&line, ym_span_of(msg));
    for (size_t i = 0; i < n; i++)
        put_field(&line, &fields[i]);
    ym_buf_puts(&line, "}\n");
    if (ym_buf_ok(&line))
        ym_buf_add(&log->lines, ym_buf_span(&line));
    if (!ym_buf_ok(&line) || !ym_buf_ok(&log->lines))
        log->dropped++;
    ym_buf_release(&line);
    if (log->loop == NULL || log->lines.n >= YM_LOG_BYTES_MAX)
        ym_log_flush(log);
    else
        ym_loop_defer(log->loop, &log->flush);
}
