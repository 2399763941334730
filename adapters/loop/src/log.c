/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "loop/log.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "yima/utf8.h"

#define LINE_BYTES_MAX 16384 /* one line, escaped; a longer one is dropped and counted */
#define DIGITS_MAX     24    /* of a 64-bit number with its sign */
#define RETRY_MS       100   /* a descriptor that took nothing is tried again */

struct ym_log {
    struct ym_loop *loop;   /* not owned; NULL: every line is written at once */
    struct ym_wall clock;   /* used without a loop */
    struct ym_defer flush;  /* end-of-turn write */
    struct ym_timer *retry; /* for what the descriptor did not take; NULL without a loop */
    struct ym_buf lines;    /* gathered, and what could not be written yet */
    uint64_t dropped;
    uint64_t told; /* of those: reported by a line of their own */
    enum ym_log_level level;
    enum ym_log_format format;
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
    ym_buf_init(&log->lines, YM_LOG_BYTES_MAX + 2 * LINE_BYTES_MAX);
    if (loop == NULL)
        return log;
    log->retry = ym_timer_new(loop, on_flush, log);
    if (log->retry == NULL) {
        free(log);
        return NULL;
    }
    ym_timer_unref(log->retry);
    return log;
}

void ym_log_free(struct ym_log *log)
{
    if (log == NULL)
        return;
    ym_log_flush(log);
    if (log->loop != NULL)
        ym_loop_undefer(log->loop, &log->flush);
    ym_timer_free(log->retry);
    ym_buf_release(&log->lines);
    free(log);
}

void ym_log_set_level(struct ym_log *log, enum ym_log_level level)
{
    assert(level < YM_LOG_LEVEL_COUNT);
    log->level = level;
}

void ym_log_set_format(struct ym_log *log, enum ym_log_format format)
{
    log->format = format;
}

static const char *const level_names[] = {
#define X(name, text) text,
    YM_LOG_LEVELS(X)
#undef X
};

bool ym_log_level_of(const char *text, enum ym_log_level *ret)
{
    for (int i = 0; i < YM_LOG_LEVEL_COUNT; i++) {
        if (strcmp(text, level_names[i]) == 0) {
            *ret = (enum ym_log_level)i;
            return true;
        }
    }
    return false;
}

/* ---- Writing ---- */

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

/* Write what the descriptor takes and keep the rest, from within a line if need be. */
static void write_lines(struct ym_log *log)
{
    struct ym_buf *b = &log->lines;
    size_t done = 0;
    size_t n;

    do {
        n = b->n > done ? write_some(log, done) : 0;
        done += n;
    } while (n > 0);
    if (done == 0)
        return;
    memmove(b->at, b->at + done, b->n - done);
    b->n -= done;
    b->at[b->n] = '\0';
}

static void put_line(struct ym_log *log, enum ym_log_level level, const char *msg,
                     const struct ym_log_field *fields, size_t n);

/* What was lost is told as soon as there is room. */
static void tell_drops(struct ym_log *log)
{
    const uint64_t n = log->dropped - log->told;
    const struct ym_log_field field = ym_log_int("lines", (int64_t)n);

    if (n == 0 || log->lines.n >= YM_LOG_BYTES_MAX)
        return;
    log->told = log->dropped;
    put_line(log, YM_LOG_WARN, "log lines were dropped", &field, 1);
}

void ym_log_flush(struct ym_log *log)
{
    write_lines(log);
    if (log->dropped != log->told) {
        tell_drops(log);
        write_lines(log);
    }
    if (log->lines.n > 0 && log->retry != NULL)
        ym_timer_start(log->retry, RETRY_MS, 0);
}

uint64_t ym_log_dropped(const struct ym_log *log)
{
    return log->dropped;
}

/* ---- One line ---- */

/* Bytes of the character at text, 0 when it must be written in another way. */
static size_t plain_bytes(struct ym_span text)
{
    const unsigned char c = (unsigned char)text.at[0];

    if (c < 0x20 || c == 0x7f || c == '"' || c == '\\')
        return 0;
    return c < 0x80 ? 1 : ym_utf8_first(text);
}

static void put_escape(struct ym_buf *b, unsigned char c)
{
    static const char unknown[] = "\xef\xbf\xbd"; /* U+FFFD */

    if (c == '"' || c == '\\') {
        ym_buf_putc(b, '\\');
        ym_buf_putc(b, (char)c);
    } else if (c < 0x80) {
        ym_buf_printf(b, "\\u%04x", c);
    } else {
        ym_buf_puts(b, unknown);
    }
}

static void put_string(struct ym_buf *b, struct ym_span text)
{
    static const char cut[] = "\xe2\x80\xa6"; /* U+2026, the ellipsis */
    size_t from = 0;                          /* what lies between here and i is written as it is */
    size_t i = 0;

    ym_buf_putc(b, '"');
    while (i < text.n) {
        const size_t plain = plain_bytes((struct ym_span){ text.at + i, text.n - i });
        const size_t len = plain > 0 ? plain : 1;

        if (i + len > YM_LOG_TEXT_MAX)
            break;
        if (plain == 0) {
            ym_buf_add(b, (struct ym_span){ text.at + from, i - from });
            put_escape(b, (unsigned char)text.at[i]);
            from = i + 1;
        }
        i += len;
    }
    ym_buf_add(b, (struct ym_span){ text.at + from, i - from });
    if (i < text.n)
        ym_buf_puts(b, cut);
    ym_buf_putc(b, '"');
}

static void put_digits(struct ym_buf *b, uint64_t v, bool is_negative)
{
    char text[DIGITS_MAX];
    size_t at = sizeof(text);

    do {
        text[--at] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    if (is_negative)
        text[--at] = '-';
    ym_buf_add(b, (struct ym_span){ text + at, sizeof(text) - at });
}

static void put_field(struct ym_buf *b, const struct ym_log_field *f)
{
    switch (f->kind) {
    case YM_LOG_TEXT:
        put_string(b, f->text);
        break;
    case YM_LOG_INT:
        put_digits(b, f->number < 0 ? 0 - (uint64_t)f->number : (uint64_t)f->number, f->number < 0);
        break;
    case YM_LOG_ID:
        ym_buf_putc(b, '"');
        put_digits(b, f->id, false);
        ym_buf_putc(b, '"');
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

/* `2026-08-01T…Z warn  the message key="value"`, for people at a terminal. */
static void put_text(struct ym_log *log, enum ym_log_level level, const char *msg,
                     const struct ym_log_field *fields, size_t n)
{
    struct ym_buf *b = &log->lines;
    char ts[YM_USEC_TEXT_MAX];

    ym_usec_print(now_of(log), ts);
    ym_buf_printf(b, "%s %-5s %s", ts, level_names[level], msg);
    for (size_t i = 0; i < n; i++) {
        ym_buf_putc(b, ' ');
        ym_buf_puts(b, fields[i].key);
        ym_buf_putc(b, '=');
        put_field(b, &fields[i]);
    }
    ym_buf_putc(b, '\n');
}

static void put_json(struct ym_log *log, enum ym_log_level level, const char *msg,
                     const struct ym_log_field *fields, size_t n)
{
    struct ym_buf *b = &log->lines;
    char ts[YM_USEC_TEXT_MAX];

    ym_usec_print(now_of(log), ts);
    ym_buf_puts(b, "{\"ts\":\"");
    ym_buf_puts(b, ts);
    ym_buf_puts(b, "\",\"level\":\"");
    ym_buf_puts(b, level_names[level]);
    ym_buf_puts(b, "\",\"msg\":");
    put_string(b, ym_span_of(msg));
    for (size_t i = 0; i < n; i++) {
        ym_buf_puts(b, ",\"");
        ym_buf_puts(b, fields[i].key);
        ym_buf_puts(b, "\":");
        put_field(b, &fields[i]);
    }
    ym_buf_puts(b, "}\n");
}

/* Behind the other lines. One that is too long, or for which the heap has no room, is taken back
 * and counted. */
static void put_line(struct ym_log *log, enum ym_log_level level, const char *msg,
                     const struct ym_log_field *fields, size_t n)
{
    struct ym_buf *b = &log->lines;
    const size_t began = b->n;

    if (log->format == YM_LOG_AS_TEXT)
        put_text(log, level, msg, fields, n);
    else
        put_json(log, level, msg, fields, n);
    if (ym_buf_ok(b) && b->n - began <= LINE_BYTES_MAX)
        return;
    log->dropped++;
    b->failed = false;
    b->n = began;
    if (b->at != NULL)
        b->at[began] = '\0';
}

void ym_log_write(struct ym_log *log, enum ym_log_level level, const char *msg,
                  const struct ym_log_field *fields, size_t n)
{
    if (log == NULL || level < log->level)
        return;
    assert(level < YM_LOG_LEVEL_COUNT);
    if (log->lines.n >= YM_LOG_BYTES_MAX) { /* the descriptor takes nothing */
        log->dropped++;
        return;
    }
    put_line(log, level, msg, fields, n);
    if (log->loop == NULL || log->lines.n >= YM_LOG_BYTES_MAX)
        ym_log_flush(log);
    else
        ym_loop_defer(log->loop, &log->flush);
}
