/* SPDX-License-Identifier: Apache-2.0 */
/* The log: one JSON object a line, `{"ts":…,"level":…,"msg":…}` and the fields given.
 *
 * Only the composition root and its subcommands log; libraries report through return values and
 * callbacks. No field may hold a name, a phone number, an address or a token. Lines are gathered
 * and written once a turn; past YM_LOG_BYTES_MAX in one turn they are written at once. What a full
 * pipe does not take is kept, up to the same limit, and tried again; further lines are dropped and
 * counted, and a line says how many as soon as there is room: logging never stops work. */
#ifndef YM_LOOP_LOG_H
#define YM_LOOP_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/loop.h"
#include "yima/span.h"

#define YM_LOG_BYTES_MAX                                                                           \
    65536 /* bytes gathered before they are written early; kept while that fails */
#define YM_LOG_TEXT_MAX                                                                            \
    1024 /* bytes of one text value; the rest is cut and replaced by an ellipsis */

#define YM_LOG_LEVELS(X) /* name, text */                                                          \
    X(DEBUG, "debug")                                                                              \
    X(INFO, "info")                                                                                \
    X(WARN, "warn")                                                                                \
    X(ERROR, "error")

enum ym_log_level {
#define X(name, text) YM_LOG_##name,
    YM_LOG_LEVELS(X)
#undef X
        YM_LOG_LEVEL_COUNT
};

#define YM_LOG_KINDS(X) /* how a value is written */                                               \
    X(TEXT)             /* a JSON string */                                                        \
    X(INT)              /* a JSON number */                                                        \
    X(ID)               /* 64 bits as a decimal JSON string, since JSON numbers are doubles */

enum ym_log_kind {
#define X(name) YM_LOG_##name,
    YM_LOG_KINDS(X)
#undef X
};

struct ym_log_field {
    const char *key;       /* a literal of [a-z0-9_] */
    enum ym_log_kind kind; /* which of the values below counts */
    struct ym_span text;   /* TEXT; need not be valid UTF-8 */
    int64_t number;        /* INT */
    uint64_t id;           /* ID */
};

enum ym_log_format {
    YM_LOG_AS_JSON, /* one object a line */
    YM_LOG_AS_TEXT, /* for people at a terminal */
};

struct ym_log; /* owned by the composition root */

/* A log that writes lines of at least the given level to the descriptor fd (2: stderr), which it
 * does not own. loop may be NULL: then each line is written at once with the machine's time.
 * NULL when the heap is empty. */
__attribute__((warn_unused_result)) struct ym_log *ym_log_new(struct ym_loop *loop, int fd,
                                                              enum ym_log_level level);

/* The level named so ("debug", "info", "warn", "error"). False for any other text. */
bool ym_log_level_of(const char *text, enum ym_log_level *ret);

void ym_log_set_level(struct ym_log *log, enum ym_log_level level);    /* from the next line on */
void ym_log_set_format(struct ym_log *log, enum ym_log_format format); /* at first it is JSON */

void ym_log_free(struct ym_log *log);  /* flush and free; NULL is legal */
void ym_log_flush(struct ym_log *log); /* write what is gathered, now */

/* Lines lost since the start because the descriptor did not take them. */
uint64_t ym_log_dropped(const struct ym_log *log);

/* One line. log == NULL is legal and does nothing. */
void ym_log_write(struct ym_log *log, enum ym_log_level level, const char *msg,
                  const struct ym_log_field *fields, size_t n);

/* Fields, for use with ym_log():  ym_log(log, INFO, "link up", ym_log_int("host", 2)); */
static inline struct ym_log_field ym_log_text(const char *key, const char *text)
{
    return (struct ym_log_field){ .key = key,
                                  .kind = YM_LOG_TEXT,
                                  .text = ym_span_of(text != NULL ? text : "") };
}

static inline struct ym_log_field ym_log_span(const char *key, struct ym_span text)
{
    return (struct ym_log_field){ .key = key, .kind = YM_LOG_TEXT, .text = text };
}

static inline struct ym_log_field ym_log_int(const char *key, int64_t number)
{
    return (struct ym_log_field){ .key = key, .kind = YM_LOG_INT, .number = number };
}

static inline struct ym_log_field ym_log_id(const char *key, uint64_t id)
{
    return (struct ym_log_field){ .key = key, .kind = YM_LOG_ID, .id = id };
}

/* One line with fields: ym_log(log, WARN, "link down", ym_log_text("why", text)). */
#define ym_log(log, level, msg, ...)                                                               \
    ym_log_write((log), YM_LOG_##level, (msg), (struct ym_log_field[]){ __VA_ARGS__ },             \
                 sizeof((struct ym_log_field[]){ __VA_ARGS__ }) / sizeof(struct ym_log_field))

#endif
