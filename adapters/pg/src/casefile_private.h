/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the case file: casefile.c lives and opens, casefile_code.c, _note.c and
 * _appointment.c ask, casefile_log.c logs reads. */
#ifndef YM_PG_CASEFILE_PRIVATE_H
#define YM_PG_CASEFILE_PRIVATE_H

#include "asker.h"
#include "pg/casefile.h"

/* A read that waits to be logged. */
struct pg_read_row {
    struct app_access row;
    app_logged_fn *done;
    void *arg;
};

#define PG_LOG_COLUMNS 11 /* of access_insert.sql */

/* The log of reads: a ring of what waits, and one statement on its way. */
struct pg_read_log {
    struct pg_read_row *rows; /* PG_CASEFILE_READS of them */
    size_t first, n;          /* the oldest, and how many wait or are on their way */
    size_t sent;              /* of those from first on: on their way; 0: nothing is */
    struct ym_pg_unit unit;
    struct ym_statement statement;
    struct ym_param params[PG_LOG_COLUMNS];
    struct ym_column columns[PG_LOG_COLUMNS];
    uint64_t logged, batches;
};

struct pg_casefile {
    struct app_casefile port; /* must be first */
    struct pg_asker asker;
    struct pg_read_log log;
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_code codes[YM_SEATS_MAX];
        struct app_code_issue issues[APP_CODE_ISSUES_MAX];
        struct app_note notes[APP_NOTE_PAGE_MAX];
        struct app_appointment appointments[APP_APPOINTMENTS_MAX];
        struct app_access readers[APP_READERS_PAGE_MAX];
    } answer;
};

static inline struct pg_casefile *pg_casefile_of(struct app_casefile *port)
{
    return (struct pg_casefile *)port;
}

/* The case file to which a question belongs. */
static inline struct pg_casefile *pg_casefile_asked(struct pg_question *q)
{
    return (struct pg_casefile *)(void *)((char *)q->asker - offsetof(struct pg_casefile, asker));
}

/* Bucket and id, the first two parameters of every statement here. */
void pg_give_dispute(struct pg_question *q, struct ym_id dispute);

/* NULL where v is none. */
ym_usec pg_usec_or_none(const struct ym_rows *rows, int row, int column);
struct ym_span pg_span_or_none(const struct ym_rows *rows, int row, int column);

/* ---- The port's operations, by file ---- */

void pg_casefile_codes(struct app_casefile *f, struct ym_id dispute, app_codes_fn *done, void *arg);
void pg_casefile_issue(struct app_casefile *f, struct ym_id dispute, const struct app_code *code,
                       int64_t body, app_logged_fn *done, void *arg);
void pg_casefile_issues(struct app_casefile *f, struct ym_id dispute, uint8_t seat,
                        app_issues_fn *done, void *arg);
void pg_casefile_try(struct app_casefile *f, const struct app_trial *trial, app_tried_fn *done,
                     void *arg);
void pg_casefile_add_note(struct app_casefile *f, struct ym_id dispute, const struct app_note *note,
                          const struct ym_request_key *key, app_notes_fn *done, void *arg);
void pg_casefile_notes(struct app_casefile *f, struct ym_id dispute, struct app_file_sight sight,
                       int64_t after, app_notes_fn *done, void *arg);
void pg_casefile_put_appointment(struct app_casefile *f, struct ym_id dispute,
                                 const struct app_appointment *row,
                                 const struct ym_request_key *key, app_appointments_fn *done,
                                 void *arg);
void pg_casefile_appointments(struct app_casefile *f, struct ym_id dispute, uint8_t seat,
                              int64_t id, app_appointments_fn *done, void *arg);
void pg_casefile_log(struct app_casefile *f, const struct app_access *row, app_logged_fn *done,
                     void *arg);
void pg_casefile_readers(struct app_casefile *f, struct ym_id dispute, int64_t before,
                         unsigned limit, app_readers_fn *done, void *arg);

/* casefile_log.c */
__attribute__((warn_unused_result)) bool pg_read_log_init(struct pg_read_log *log);
void pg_read_log_release(struct pg_read_log *log);

#endif
