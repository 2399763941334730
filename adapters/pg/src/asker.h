/* SPDX-License-Identifier: Apache-2.0 */
/* Questions over one link: a pool of them, their parameters, and exactly one answer each, never
 * before the call that asked has returned.
 *
 *   begin -> statement, parameters ... -> send -> rows (for each statement) -> end
 *
 * A read answers in rows, where the spans live. A write keeps what it needs and answers, or asks on
 * with the same question, in end: what a transaction returned is not committed before. */
#ifndef YM_PG_ASKER_H
#define YM_PG_ASKER_H

#include "base/error.h"
#include "loop/loop.h"
#include "pg/bin.h"
#include "pg/link.h"
#include "pg/rows.h"
#include "sql.h"
#include "yima/id.h"

#define PG_ASKER_ASKS     64    /* questions under way; one more is BUSY */
#define PG_ASKER_REFUSALS 4096  /* refusals that wait for the turn's end; more is a bug */
#define PG_ASKER_PARAMS   32    /* parameters of one question */
#define PG_ASKER_TEXT     24576 /* bytes of texts of one question */

struct pg_asker;
struct pg_question;

/* A callback of any type, cast back by who knows it. */
typedef void pg_done_fn(void);
#define PG_DONE(done) ((pg_done_fn *)(done))

/* The rows of the statement. */
typedef void pg_question_rows_fn(struct pg_question *q, const struct ym_rows *rows);
/* It has ended, and nobody has answered: answer, or ask on. OK when it is committed. */
typedef void pg_question_end_fn(struct pg_question *q, enum ym_err err);

struct pg_question {
    struct pg_asker *asker;
    struct pg_question *next; /* in the pool */
    struct ym_pg_unit unit;
    pg_question_rows_fn *rows; /* NULL: they are of no interest */
    pg_question_end_fn *end;
    pg_done_fn *done; /* whom to answer, and with which arg */
    void *arg;
    bool is_answered, is_too_large;
    int64_t n;             /* free for rows: a count */
    unsigned limit;        /* likewise: of a list */
    struct ym_id dispute;  /* likewise: what it is about */
    int64_t staff;         /* likewise: who asks */
    uint8_t role;          /* likewise */
    ym_usec at;            /* likewise: an instant */
    const void *about;     /* likewise: what whoever asks keeps until the answer */
    unsigned char key[32]; /* likewise: digests to be compared */
    unsigned char print[32];
    struct ym_statement statement;
    size_t nparams, ntext;
    struct ym_param params[PG_ASKER_PARAMS];
    struct ym_scalar rooms[PG_ASKER_PARAMS];
    char text[PG_ASKER_TEXT];
};

struct pg_refused {
    pg_question_end_fn *end;
    pg_done_fn *done;
    void *arg;
    enum ym_err err;
};

/* Embedded in the adapter that asks. */
struct pg_asker {
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_defer turn;
    struct pg_question *pool, *free; /* PG_ASKER_ASKS of them */
    size_t asking;
    struct pg_refused *refused; /* PG_ASKER_REFUSALS of them */
    size_t nrefused;
    bool is_closing, is_link_closed;
    void (*on_closed)(void *arg); /* all is answered, freed and closed */
    void *closed_arg;
};

/* Open the link and make the pools; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) enum ym_err
pg_asker_open(struct pg_asker *a, struct ym_loop *loop, const char *conninfo, bool is_unprepared,
              struct ym_error *reterr);
/* Answer what is under way, close, free the pools (not a), then call on_closed. Call once. */
void pg_asker_close(struct pg_asker *a, void (*on_closed)(void *arg), void *arg);

/* Begin a question of one statement. NULL: it is refused, and end will be called with the error at
 * the end of the turn, on a question that holds asker, done and arg alone. */
struct pg_question *pg_ask_new(struct pg_asker *a, pg_question_rows_fn *rows,
                               pg_question_end_fn *end, pg_done_fn *done, void *arg);
/* Refuse without asking: end is called with err at the end of the turn, likewise. */
void pg_ask_refuse(struct pg_asker *a, pg_question_end_fn *end, pg_done_fn *done, void *arg,
                   enum ym_err err);
/* Ask on with the same question; done, arg and what is free for rows stay. */
void pg_ask_on(struct pg_question *q, pg_question_rows_fn *rows, pg_question_end_fn *end);

void pg_give_null(struct pg_question *q, enum ym_pg_type type);
void pg_give_bool(struct pg_question *q, bool v);
void pg_give_i16(struct pg_question *q, int16_t v);
void pg_give_i32(struct pg_question *q, int32_t v);
void pg_give_i64(struct pg_question *q, int64_t v);
void pg_give_usec(struct pg_question *q, ym_usec v);
void pg_give_date(struct pg_question *q, ym_day day);        /* YM_DAY_NONE: NULL */
void pg_give_text(struct pg_question *q, struct ym_span v);  /* copied */
void pg_give_bytes(struct pg_question *q, struct ym_span v); /* copied; n == 0: NULL */
void pg_give_kept(struct pg_question *q, struct ym_span v);  /* not copied: its owner keeps it until
                                                                 the answer; n == 0: NULL */

/* Send it: a READ, or a SINGLE that writes. */
void pg_ask_now(struct pg_question *q, enum pg_sql sql, enum ym_unit_kind kind);

#endif
