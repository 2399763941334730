/* SPDX-License-Identifier: Apache-2.0 */
/* Credit on PostgreSQL: the port of app/credit.h over a link of its own, and for subcommands what
 * draws, decides and proves runs over a plain connection.
 *
 * A run is drawn in two phases. First the items of every dispute that has changed are made anew, in
 * the order of ids (pg_credit_stale(), pg_credit_source_put()); then the parties of one bucket
 * after the other are weighed, each bucket in a transaction of its own that also notes that it is
 * done, so that a run that was killed goes on with the next bucket. */
#ifndef YM_PG_CREDIT_H
#define YM_PG_CREDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/credit.h"
#include "app/credit_access.h"
#include "app/query.h"
#include "base/error.h"
#include "loop/loop.h"
#include "pg/conn.h"
#include "yima/credit.h"
#include "yima/id.h"

/* ---- The port ---- */

struct pg_credits; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_credits *pg_credits_open(struct ym_loop *loop,
                                                                       const char *conninfo,
                                                                       bool is_unprepared,
                                                                       struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_credits_close(struct pg_credits *s, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as s. */
struct app_credits *pg_credits_port(struct pg_credits *s);

/* ---- Runs ---- */

typedef void pg_credit_run_fn(void *arg, const struct app_credit_run *r);
typedef void pg_credit_row_fn(void *arg, const struct app_credit_row *row);

/* Take the lock of who draws and decides; it ends with the connection. CONFLICT: somebody has it.
 */
__attribute__((warn_unused_result)) enum ym_err pg_credit_lock(struct ym_conn *c,
                                                               struct ym_error *reterr);

/* Each run, newest first: of one month, or of all before one (YM_DAY_NONE: from the newest), at
 * most APP_CREDIT_RUNS_PAGE. What a run points to dies when fn returns. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_runs(struct ym_conn *c, ym_day month,
                                                               ym_day before, pg_credit_run_fn *fn,
                                                               void *arg, struct ym_error *reterr);

/* Begin a run: month, run, formula, hashes, runner and begun_at count. CONFLICT: one is there. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_begin(struct ym_conn *c,
                                                                const struct app_credit_run *r,
                                                                struct ym_span formula_json,
                                                                struct ym_error *reterr);

/* It is drawn: digest, hash, counts and drawn_at count. CONFLICT: it is not being drawn. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_drawn(struct ym_conn *c, const struct app_credit_run *r, struct ym_error *reterr);

/* Approve or withdraw; REFUSED with the bar when something stands against it. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_decide(struct ym_conn *c,
                                                                 const struct app_credit_verdict *v,
                                                                 enum app_credit_bar *ret_bar,
                                                                 struct ym_error *reterr);

/* Delete the profiles of which an item is past its time now, whose hashes stay; then, bucket after
 * bucket, what withdrawn runs left, and what is left of approved months no item of which can be in
 * its time. *ret_n: profiles that were deleted. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_sweep(struct ym_conn *c, ym_usec now, int64_t *ret_n, struct ym_error *reterr);

/* Each run with a profile that was drawn before it was kept how old its oldest item is: month, run
 * and state. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_unmeasured(struct ym_conn *c, pg_credit_run_fn *fn, void *arg, struct ym_error *reterr);

/* Keep how old it is: month, run, party and oldest count. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_measure(struct ym_conn *c, const struct app_credit_row *row, struct ym_error *reterr);

/* The hashes of all profiles of a run, deleted ones included, ascending, in a snapshot of its own.
 */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_digest(struct ym_conn *c, ym_day month, int16_t run,
                 void (*fn)(void *arg, struct ym_span sha256), void *arg, struct ym_error *reterr);

/* What rows of a month tell against it. */
enum pg_credit_flaw {
    PG_CREDIT_LOST = 1, /* parts of a run that is not there */
    PG_CREDIT_FORMULA   /* the formula is not the one whose hash is kept */
};

/* Each such month, in order. */
typedef void pg_credit_flaw_fn(void *arg, ym_day month, enum pg_credit_flaw flaw);
__attribute__((warn_unused_result)) enum ym_err
pg_credit_flaws(struct ym_conn *c, pg_credit_flaw_fn *fn, void *arg, struct ym_error *reterr);

/* ---- The first phase ---- */

#define PG_CREDIT_CHUNK 400 /* disputes whose items are made at once */

struct pg_credit_stale {
    struct ym_id id;
    uint32_t version;
    unsigned char head[32];
};

struct pg_credit_stales {
    size_t n;
    struct pg_credit_stale at[PG_CREDIT_CHUNK]; /* ascending by id */
};

#define PG_CREDIT_PROOF_LEN 33 /* bytes of the proof of a source; the first one numbers its key */
#define PG_CREDIT_KEYS_LEN  32 /* bytes: a bit for each number of a key */

/* What the sources of a run must be like. */
struct pg_credit_wish {
    int16_t edition;                        /* of the rules by which items are read */
    ym_day since;                           /* items of days before it are of no use */
    unsigned char keys[PG_CREDIT_KEYS_LEN]; /* those that there are: bit number % 8, the lowest
                                               being 0, of byte number / 8 */
};

/* The first dispute at or behind an id; *ret.v == 0: there is none. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_first(struct ym_conn *c, struct ym_id from, struct ym_id *ret, struct ym_error *reterr);

/* The next disputes behind `after` and before `until` whose items are to be made anew; at most
 * PG_CREDIT_CHUNK. A chunk that is not full is the last. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_stale(struct ym_conn *c, const struct pg_credit_wish *wish, struct ym_id after,
                struct ym_id until, struct pg_credit_stales *ret, struct ym_error *reterr);

/* Rows on their way to be stored: sent over a connection, and not heard of yet. Nothing else may be
 * asked over it meanwhile. */
struct pg_credit_sending {
    struct ym_conn *conn; /* given; not owned */
    bool is_sent;
};

/* Wait until what was sent is stored, and tell how that went; nothing may have been sent. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_settle(struct pg_credit_sending *to,
                                                                 struct ym_error *reterr);

/* The items of one dispute. */
struct pg_credit_source {
    struct ym_id id;
    uint32_t version;
    int16_t edition;
    ym_day since;
    ym_day oldest;          /* YM_DAY_NONE: there is none */
    unsigned char head[32]; /* of the dispute at that version */
    unsigned char proof[PG_CREDIT_PROOF_LEN];
    struct ym_span items;
};

/* Keep them, in one transaction: settles what was sent before, then sends these. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_source_put(struct pg_credit_sending *to, const struct pg_credit_source *rows, size_t n,
                     struct ym_error *reterr);

/* Is there any row with a proof? */
__attribute__((warn_unused_result)) enum ym_err pg_credit_has_proofs(struct ym_conn *c, bool *ret,
                                                                     struct ym_error *reterr);

/* ---- The second phase ---- */

/* Seats that are read at once: credit_seats_next.sql says it too. The fewer, the sooner the server
 * turns to somebody else's command. */
#define PG_CREDIT_SEATS 200

/* One seat of a party whose hash lies in the bucket. */
struct pg_credit_seat {
    unsigned char party[APP_CREDIT_PARTY_LEN];
    struct ym_id dispute;
    uint8_t seat, side, kind;       /* enums */
    struct ym_span identity;        /* sealed; n == 0: none */
    bool is_fresh;                  /* there is a source as it is wished, of that version if the
                                       dispute was read; nothing of it is proved */
    bool is_read;                   /* the dispute was read: always if it is not fresh */
    uint32_t version;               /* of the dispute now, if it was read */
    unsigned char head[32];         /* likewise */
    struct pg_credit_source source; /* if it is fresh, else zeroed */
    uint32_t protection;            /* set of enum app_protection_kind that were set last */
    bool lifts_report;              /* protection was lifted by who knew of the report to the
                                       police */
};

/* The buckets in which there is something to weigh: parties now, or profiles of the run before
 * (state NONE: there is none). ret: YM_BUCKETS of them. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_buckets(struct ym_conn *c, const struct app_credit_run *before, bool ret[],
                  struct ym_error *reterr);

typedef void pg_credit_seat_fn(void *arg, const struct pg_credit_seat *seat);

/* Reading the seats of a bucket, page by page, as of one snapshot; zeroed but for what the caller
 * gives. */
struct pg_credit_reading {
    struct pg_credit_wish wish; /* given */
    ym_usec at;                 /* given: protection is that of this time */
    bool is_current;       /* given: all sources have just been made. Disputes of which there is
                              one as wished are not read: what they say since counts in the
                              next run */
    uint32_t bucket;       /* given */
    pg_credit_seat_fn *fn; /* given; what it is handed dies when it returns */
    void *arg;
    size_t n;     /* seats of the page; fewer than PG_CREDIT_SEATS: it was the last */
    bool is_open; /* a page was asked for */
};

/* Ask for the next page, which the server reads while the caller does something else. From the
 * first page to the last one the connection is in a transaction of this reading's; after an error
 * it is to be closed. Nothing else may be asked over it meanwhile. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_seats_ask(struct ym_conn *c, struct pg_credit_reading *r, struct ym_error *reterr);

/* Take the page that was asked for, by party, dispute and seat. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_seats(struct ym_conn *c, struct pg_credit_reading *r, struct ym_error *reterr);

/* Objections of the parties of a bucket that were open or upheld at that time, by party, dispute
 * and event, the newest of an item last. TOO_LARGE: there are more than fit. */
typedef void pg_credit_flag_fn(void *arg, const unsigned char party[APP_CREDIT_PARTY_LEN],
                               struct ym_id dispute, const struct ym_credit_flag *flag);
__attribute__((warn_unused_result)) enum ym_err pg_credit_flags(struct ym_conn *c, uint32_t bucket,
                                                                ym_usec at, pg_credit_flag_fn *fn,
                                                                void *arg, struct ym_error *reterr);

#define PG_CREDIT_PROFILES 400 /* profiles that are read at once */

/* Profiles of one bucket of a run, page by page. */
struct pg_credit_browsing {
    const struct app_credit_run *run;          /* given */
    uint32_t bucket;                           /* given */
    unsigned char after[APP_CREDIT_PARTY_LEN]; /* behind this party; zeroed: from the first */
    pg_credit_row_fn *fn;                      /* given */
    void *arg;
    size_t n; /* profiles of the page; fewer than PG_CREDIT_PROFILES: it was the last */
};

/* The next page, by party; `after` is moved behind it. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_profiles(struct ym_conn *c, struct pg_credit_browsing *b, struct ym_error *reterr);

/* Store profiles of one bucket of a run, within the transaction that pg_credit_slice() ends:
 * settles what was sent before, then sends these. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_profiles_put(struct pg_credit_sending *to, const struct app_credit_run *r,
                       uint32_t bucket, const struct app_credit_row *rows, size_t n,
                       struct ym_error *reterr);

/* Note that a bucket is done. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_slice(struct ym_conn *c, const struct app_credit_run *r, uint32_t bucket,
                const int64_t tally[APP_CREDIT_N_COUNT], struct ym_error *reterr);

/* Each bucket that is done. */
typedef void pg_credit_slice_fn(void *arg, uint32_t bucket,
                                const int64_t tally[APP_CREDIT_N_COUNT]);
__attribute__((warn_unused_result)) enum ym_err pg_credit_slices(struct ym_conn *c,
                                                                 const struct app_credit_run *r,
                                                                 pg_credit_slice_fn *fn, void *arg,
                                                                 struct ym_error *reterr);

/* ---- One profile ---- */

/* Whose a seat is. NOT_FOUND: there is no such seat, or it has no identity number. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_party(struct ym_conn *c, struct ym_id dispute, uint8_t seat,
                unsigned char ret[APP_CREDIT_PARTY_LEN], struct ym_error *reterr);

/* The approved profile of that month, or the newest (YM_DAY_NONE). NOT_FOUND: there is none. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_read(struct ym_conn *c, const unsigned char party[APP_CREDIT_PARTY_LEN], ym_day month,
               pg_credit_row_fn *fn, void *arg, struct ym_error *reterr);

/* ---- Parties of whom no profile is drawn ---- */

/* What was deleted. */
struct pg_credit_forgotten {
    int64_t profiles, statements, objections, certificates;
};

/* Bar the party, in place of what was decided of it before, and delete what is kept for its
 * profiles, in one transaction: the profiles of all months, whose hashes stay, so that the digests
 * of the runs can still be computed; its own words, its objections, and its certificates with what
 * was sealed. The log of who looked stays. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_forget(struct ym_conn *c,
                                                                 const struct app_barred *b,
                                                                 struct pg_credit_forgotten *ret,
                                                                 struct ym_error *reterr);

/* Draw it again: party, at and login count. NOT_FOUND: it is not barred. */
__attribute__((warn_unused_result)) enum ym_err
pg_barred_lift(struct ym_conn *c, const struct app_barred *b, struct ym_error *reterr);

/* Each that was not lifted. What it points to dies when fn returns. */
typedef void pg_barred_fn(void *arg, const struct app_barred *b);
__attribute__((warn_unused_result)) enum ym_err pg_barred(struct ym_conn *c, pg_barred_fn *fn,
                                                          void *arg, struct ym_error *reterr);

/* The parties of one bucket of whom no profile of that month is drawn, ascending. TOO_LARGE: there
 * are more than fit. */
typedef void pg_credit_barred_fn(void *arg, const unsigned char party[APP_CREDIT_PARTY_LEN]);
__attribute__((warn_unused_result)) enum ym_err pg_credit_barred(struct ym_conn *c, uint32_t bucket,
                                                                 ym_day month,
                                                                 pg_credit_barred_fn *fn, void *arg,
                                                                 struct ym_error *reterr);

/* ---- Protection ---- */

/* Of which kinds the dispute is protected now (app_protection_of()): by what d
 * knows of a report to the police or, where it does not, by the events. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_protection(struct ym_conn *c,
                                                                     const struct ym_dispute *d,
                                                                     uint32_t *ret,
                                                                     struct ym_error *reterr);

/* Is one of these disputes protected now? n <= APP_PROTECTED_MAX. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_any_protected(struct ym_conn *c,
                                                                        const struct ym_id *ids,
                                                                        size_t n, bool *ret,
                                                                        struct ym_error *reterr);

/* How many objections are open past the last day of their answer. */
__attribute__((warn_unused_result)) enum ym_err
pg_objections_overdue(struct ym_conn *c, ym_day today, int64_t *ret, struct ym_error *reterr);

/* ---- A second server for reading ---- */

/* Does `reading` show everything that is committed on `c` by now? A server that is no replica of
 * another does. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_is_current(struct ym_conn *c,
                                                                     struct ym_conn *reading,
                                                                     bool *ret,
                                                                     struct ym_error *reterr);

#endif
