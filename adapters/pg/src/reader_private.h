/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the reader: questions.c asks, reader.c carries, answers.c turns rows into answers.
 */
#ifndef YM_PG_READER_PRIVATE_H
#define YM_PG_READER_PRIVATE_H

#include "app/radar.h"
#include "pg/bin.h"
#include "pg/link.h"
#include "pg/reader.h"
#include "pg/rows.h"
#include "sql.h"

#define PG_READ_PARAMS_MAX 24    /* of a list */
#define PG_READ_TEXT_MAX   256   /* bytes of one text parameter */
#define PG_READ_ARRAY_MAX  65536 /* bytes of one array parameter */
#define PG_READER_POOL     ((size_t)PG_READER_CALLS + PG_READER_LISTS + PG_READER_REFUSALS)

struct pg_read;
struct pg_figures; /* board.c: a board under construction */

/* Turn the rows of statement i into an answer and give it; or leave the read unanswered, which then
 * ends in NOT_FOUND. */
typedef void pg_answer_fn(struct pg_read *read, size_t i, const struct ym_rows *rows);

#define PG_REGISTRY_STATEMENTS 4 /* revision, bodies, staff, regions */

enum pg_lane {
    PG_LANE_QUICK, /* by key: who asks, a code, a dispute; the first link, which is theirs alone */
    PG_LANE_LIST,  /* may take long: the other links, with a limit on the time */
    PG_LANE_BULK,  /* reference data as a whole: likewise, without that limit */
};

struct pg_reader_link {
    struct pg_reader *reader;
    struct ym_link *link;
    bool is_up;
    size_t under_way; /* reads sent over it or waiting in it */
};

/* One question. */
struct pg_read {
    struct pg_reader *reader;
    struct pg_read *next; /* in the pool, or among those to be told an error soon */
    enum pg_lane lane;
    struct pg_reader_link *link; /* over which it went; NULL: it did not */
    bool is_refusal, is_answered;
    enum ym_err refusal;
    pg_answer_fn *answer;
    pg_answer_fn *fail; /* give the caller read->refusal and no answer */
    union {
        app_view_fn *view;
        app_events_fn *events;
        app_scan_fn *scan;
        app_list_fn *list;
        app_board_fn *board;
        app_radar_fn *radar;
        pg_token_fn *token;
        pg_session_read_fn *session;
        pg_revision_fn *revision;
        pg_registry_fn *registry;
    } done;
    void *arg;
    struct ym_id id;              /* what was asked for, where an answer repeats it */
    unsigned limit;               /* rows wanted */
    struct pg_registry *registry; /* under construction */
    struct pg_figures *figures;   /* likewise: the board; NULL: not asked for */
    size_t nparams;
    struct ym_param params[PG_READ_PARAMS_MAX];
    struct ym_scalar rooms[PG_READ_PARAMS_MAX];
    char text[PG_READ_TEXT_MAX];
    struct ym_column array;
    struct ym_statement fallback; /* to ask when the first one brought no row; sql NULL: none */
    struct ym_statement statements[1 + PG_REGISTRY_STATEMENTS]; /* [0] limits the time of a list */
    struct ym_pg_unit unit;
};

struct pg_reader {
    struct app_reader port; /* must be first */
    struct ym_loop *loop;
    struct ym_defer turn;
    unsigned nlinks, up, closed;
    struct pg_reader_link links[PG_READER_LINKS_MAX];
    bool is_closing;
    size_t asking, listing, refusing;      /* quick ones, the others, and those to be told BUSY */
    struct pg_read *pool, *free;           /* free: those that were in use before */
    size_t used;                           /* that ever were, from the first on */
    struct pg_read *failed, **failed_last; /* to be told an error in the next turn */
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_view view;
        struct app_event_page events;
        struct app_scan scan;
        struct app_list list;
        struct app_radar radar;
    } answer;
};

/* reader.c: a question is taken, its parameters and statements (from [1] on) are filled in, and it
 * is sent or failed, once. */
struct pg_read *pg_read_take(struct pg_reader *r, enum pg_lane lane, pg_answer_fn *answer,
                             pg_answer_fn *fail, void *arg);
void pg_read_send_all(struct pg_read *read, size_t n);    /* n statements that are filled in */
void pg_read_send(struct pg_read *read, enum pg_sql sql); /* one, with the parameters */
void pg_read_fail(struct pg_read *read, enum ym_err err); /* told at the end of the turn */

/* question_params.c: append one parameter to a question that was taken; past PG_READ_PARAMS_MAX is
 * a bug. A wish is NULL when there is none; of a small vocabulary none is APP_ANY. */
void pg_put(struct pg_read *read, struct ym_param p); /* made elsewhere; what it points at stays */
void pg_put_bool(struct pg_read *read, bool v);
void pg_put_i16(struct pg_read *read, int16_t v);
void pg_put_i32(struct pg_read *read, int32_t v);
void pg_put_i64(struct pg_read *read, int64_t v);
void pg_put_usec(struct pg_read *read, ym_usec v);
void pg_wish_i16(struct pg_read *read, uint8_t v);
void pg_wish_i64(struct pg_read *read, bool is_wished, int64_t v);
void pg_wish_usec(struct pg_read *read, bool is_wished, ym_usec v);
/* Region from and to, body, mediator, court, dispute: six parameters, all NULL for ALL. */
void pg_put_scope(struct pg_read *read, const struct app_scope *s);

/* questions.c */
const struct app_reader_ops *pg_reader_ops(void);

/* works.c */
void pg_read_work(struct app_reader *port, const struct app_work_question *q, app_list_fn *done,
                  void *arg);

/* answers.c */
pg_answer_fn pg_answer_view, pg_answer_events, pg_answer_scan, pg_answer_list, pg_answer_page,
    pg_answer_token, pg_answer_revision, pg_answer_registry;
pg_answer_fn pg_fail_view, pg_fail_events, pg_fail_scan, pg_fail_list, pg_fail_token,
    pg_fail_revision, pg_fail_registry;

/* Id, name and phone in three neighbouring columns. */
struct app_named pg_take_named(const struct ym_rows *rows, int row, int column);
/* The aggregate from its packed state and head. False when it cannot be read. */
bool pg_take_dispute(const struct ym_rows *rows, int row, int state, int head,
                     struct ym_dispute *ret);

/* board.c, radar.c */
void pg_figures_free(struct pg_figures *f); /* NULL is legal */
void pg_read_board(struct app_reader *port, const struct app_board_question *q, app_board_fn *done,
                   void *arg);
void pg_read_radar(struct app_reader *port, const struct app_radar_question *q, app_radar_fn *done,
                   void *arg);

/* account_rows.c, reference.c, registry.c */
void pg_take_session(const struct ym_rows *rows, int row, struct app_session *ret);
void pg_token_take(const struct ym_rows *rows, int row, struct pg_token *ret);
struct pg_registry *pg_registry_new(void); /* NULL: the heap is empty */
bool pg_registry_take(struct pg_registry *r, size_t i, const struct ym_rows *rows);
/* Revision, bodies, staff, regions. */
void pg_registry_statements(struct ym_statement statements[PG_REGISTRY_STATEMENTS]);

#endif
