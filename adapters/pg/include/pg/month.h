/* SPDX-License-Identifier: Apache-2.0 */
/* Months (app/month.h) on PostgreSQL: over a blocking connection for the job that draws them, and
 * as the port over a link of its own for who shows them. */
#ifndef YM_PG_MONTH_H
#define YM_PG_MONTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/month.h"
#include "base/error.h"
#include "loop/loop.h"
#include "pg/conn.h"
#include "pg/history.h"
#include "pg/job.h"
#include "yima/fact.h"

#define PG_MONTH_PAGE     2000          /* disputes looked at for one slice */
#define PG_MONTH_TEXT_MAX (4 * 200 + 1) /* a reason or a name, and its NUL */

/* ---- The revisions ---- */

/* A revision as stored, with its texts. */
struct pg_month {
    struct app_month m; /* reason and by point to the texts below: a copy needs its own */
    unsigned char procedures[32], calendar[32]; /* digests of what it was drawn by */
    bool has_previous;
    int16_t seal; /* by which form it is sealed, once it is frozen (cli/report_seal.h) */
    char reason[PG_MONTH_TEXT_MAX], by[PG_MONTH_TEXT_MAX];
};

/* The newest revision of a month, or the one of this number (revision >= 1), in this state or
 * beyond. NOT_FOUND: there is none. */
__attribute__((warn_unused_result)) enum ym_err
pg_month_read(struct ym_conn *c, ym_day month, int revision, enum app_month_state at_least,
              struct pg_month *ret, struct ym_error *reterr);

/* Begin a revision. CONFLICT: the job is not ours any more, or it is there. */
__attribute__((warn_unused_result)) enum ym_err pg_month_begin(struct ym_conn *c,
                                                               const struct pg_job *job,
                                                               const struct pg_month *m,
                                                               struct ym_error *reterr);

/* Give up a revision that is being drawn, with its slices. */
__attribute__((warn_unused_result)) enum ym_err
pg_month_drop(struct ym_conn *c, ym_day month, int16_t revision, struct ym_error *reterr);

/* ---- Slices ---- */

/* The disputes of a page that can have to do with a month, and how far it looked. */
struct pg_month_page {
    size_t n;                             /* in all */
    struct pg_history all[PG_MONTH_PAGE]; /* ascending */
    int64_t looked;                       /* disputes looked at; 0: there are no more */
    struct ym_id last;                    /* of them */
};

/* What was answered after the return visits of one dispute. */
struct pg_month_answers {
    struct ym_id id;
    int64_t n, sum; /* answers, and their scores added up */
};

/* All that was answered from one instant to before another, ascending by id: *ret_n of them, the
 * caller's to free(). */
__attribute__((warn_unused_result)) enum ym_err
pg_month_answers_read(struct ym_conn *c, ym_usec from, ym_usec until, struct pg_month_answers **ret,
                      size_t *ret_n, struct ym_error *reterr);

/* Which page, and of which month. */
struct pg_month_wish {
    struct ym_id from, until;               /* ids: until is not in it */
    int64_t max;                            /* disputes looked at, 1..PG_MONTH_PAGE */
    ym_usec since;                          /* what changed since can matter */
    ym_day due_from, due_until;             /* so can what fell due from then to before then */
    const struct pg_month_answers *answers; /* nanswers of them: they come in any case */
    size_t nanswers;
};

__attribute__((warn_unused_result)) enum ym_err pg_month_page_read(struct ym_conn *c,
                                                                   const struct pg_month_wish *w,
                                                                   struct pg_month_page *ret,
                                                                   struct ym_error *reterr);

/* Disputes, and how far back earlier ones are looked for. */
struct pg_month_asked {
    const struct ym_id *ids; /* n of them, ascending */
    size_t n;
    struct ym_id since; /* earlier disputes have ids from here on */
};

/* For each of these disputes that has any: the registrations of earlier ones between the same two
 * identities, whichever of them claimed. */
typedef void pg_month_repeat_fn(void *arg, struct ym_id id, ym_usec at, struct ym_span payload);
__attribute__((warn_unused_result)) enum ym_err pg_month_repeats(struct ym_conn *c,
                                                                 const struct pg_month_asked *asked,
                                                                 pg_month_repeat_fn *fn, void *arg,
                                                                 struct ym_error *reterr);

struct pg_month_slice {
    int32_t number; /* from 0 */
    struct ym_id until;
    int64_t disputes, events;
    int32_t nfacts;
    struct ym_span facts;
    unsigned char sha256[32];
};

/* Store a slice and hold on to the job, in one transaction. CONFLICT: the job is not ours. */
__attribute__((warn_unused_result)) enum ym_err
pg_month_slice_put(struct ym_conn *c, const struct pg_job *job, ym_day month, int16_t revision,
                   const struct pg_month_slice *slice, struct ym_error *reterr);

/* How far a revision is drawn. */
struct pg_month_place {
    int32_t slices;     /* so many */
    struct ym_id until; /* of the last one; v == 0: there is none */
    int64_t disputes, events, facts;
};
__attribute__((warn_unused_result)) enum ym_err pg_month_place(struct ym_conn *c, ym_day month,
                                                               int16_t revision,
                                                               struct pg_month_place *ret,
                                                               struct ym_error *reterr);

/* One slice of a revision; NOT_FOUND: there is none of this number. */
typedef void pg_month_slice_fn(void *arg, struct ym_span facts, const unsigned char sha256[32]);
struct pg_month_at {
    ym_day month;
    int16_t revision;
    int32_t slice;
};
__attribute__((warn_unused_result)) enum ym_err
pg_month_slice_read(struct ym_conn *c, const struct pg_month_at *at, pg_month_slice_fn *fn,
                    void *arg, struct ym_error *reterr);

/* ---- Reports ---- */

/* Reports on their way into the database, all in the transaction that freezes them. */
struct pg_month_put {
    uint8_t scope; /* enum app_month_scope */
    int64_t of;
    struct ym_span bytes;
    unsigned char sha256[32];
};

/* Begin the transaction that freezes, once nobody else is in one, whichever month it is of, and
 * fill in m's previous and has_previous: the digest of what was frozen last, if anything was. On an
 * error there is no transaction. */
__attribute__((warn_unused_result)) enum ym_err
pg_month_freeze_begin(struct ym_conn *c, struct pg_month *m, struct ym_error *reterr);

/* Store the reports and freeze the revision with m's sha256, previous, frozen_at, disputes, events
 * and facts, and end the transaction, whatever came of it. Pre: pg_month_freeze_begin() on m.
 * CONFLICT: the job is not ours, or it was frozen already. */
__attribute__((warn_unused_result)) enum ym_err
pg_month_freeze(struct ym_conn *c, const struct pg_job *job, const struct pg_month *m,
                const struct pg_month_put *reports, size_t n, struct ym_error *reterr);

/* One frozen report. NOT_FOUND as in app/month.h. */
typedef void pg_month_report_fn(void *arg, const struct pg_month *m, struct ym_span bytes,
                                const unsigned char sha256[32]);
__attribute__((warn_unused_result)) enum ym_err
pg_month_report_read(struct ym_conn *c, const struct app_month_wish *wish, pg_month_report_fn *fn,
                     void *arg, struct ym_error *reterr);

/* Every frozen revision, in the order in which they were frozen; m and its texts last for the call.
 */
typedef void pg_month_frozen_fn(void *arg, const struct pg_month *m);
__attribute__((warn_unused_result)) enum ym_err
pg_month_frozen(struct ym_conn *c, pg_month_frozen_fn *fn, void *arg, struct ym_error *reterr);

/* Each revision of which facts or reports are there, and not it itself, in order. */
typedef void pg_month_lost_fn(void *arg, ym_day month, int16_t revision);
__attribute__((warn_unused_result)) enum ym_err
pg_month_lost(struct ym_conn *c, pg_month_lost_fn *fn, void *arg, struct ym_error *reterr);

/* One report of a revision, ascending by scope and of: what is stored as its digest, and what the
 * digest of its bytes is, made in the database. */
struct pg_month_hash {
    uint8_t scope; /* enum app_month_scope */
    int64_t of;
    struct ym_span stored, is;
};
typedef void pg_month_hash_fn(void *arg, const struct pg_month_hash *h);
__attribute__((warn_unused_result)) enum ym_err pg_month_hashes(struct ym_conn *c, ym_day month,
                                                                int16_t revision,
                                                                pg_month_hash_fn *fn, void *arg,
                                                                struct ym_error *reterr);

/* ---- Population ---- */

struct pg_population {
    int64_t region; /* padded code */
    int16_t year;
    int64_t residents, floating;
    struct ym_span source;
};

/* Insert what is new, update what differs; *ret_changed counts both. */
__attribute__((warn_unused_result)) enum ym_err pg_population_put(struct ym_conn *c,
                                                                  const struct pg_population *rows,
                                                                  size_t n, int64_t *ret_changed,
                                                                  struct ym_error *reterr);

/* The newest row of each region that tells of the years first to last, ascending by region. */
typedef void pg_population_fn(void *arg, const struct pg_population *row);
__attribute__((warn_unused_result)) enum ym_err pg_population_each(struct ym_conn *c, int16_t first,
                                                                   int16_t last,
                                                                   pg_population_fn *fn, void *arg,
                                                                   struct ym_error *reterr);

/* ---- The port ---- */

struct pg_months; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_months *pg_months_open(struct ym_loop *loop,
                                                                     const char *conninfo,
                                                                     bool is_unprepared,
                                                                     struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_months_close(struct pg_months *m, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as m. */
struct app_months *pg_months_port(struct pg_months *m);

#endif
