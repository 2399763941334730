/* SPDX-License-Identifier: Apache-2.0 */
/* The second phase of a run: the parties of one bucket are weighed, and their profiles stored with
 * the note that the bucket is done, in one transaction. */
#ifndef YM_CLI_CREDIT_WEIGH_H
#define YM_CLI_CREDIT_WEIGH_H

#include <stdbool.h>
#include <stdint.h>

#include "app/credit.h"
#include "base/arena.h"
#include "base/buf.h"
#include "compact/compact.h"
#include "credit_party.h"
#include "credit_source.h"
#include "pg/credit.h"

#define CREDIT_PAGE_BYTES_MAX  (64u << 20)  /* items and sealed numbers of a page of seats */
#define CREDIT_STORE_ROWS      200          /* profiles that are stored at once */
#define CREDIT_STORE_BYTES_MAX (128u << 20) /* of them */

struct credit_flags;  /* objections of the parties of a bucket */
struct credit_barred; /* those of whom none is drawn */
struct credit_page;   /* seats of a page */
struct credit_store;  /* profiles that wait to be stored */
struct credit_diff;   /* the profiles of the month before, read side by side */

struct credit_weigher {
    struct ym_conn *conn;    /* writes; not owned */
    struct ym_conn *reading; /* reads histories and profiles; not owned */
    struct ym_conn *ahead; /* reads each page of seats while the one before is weighed; likewise */
    struct credit_maker *maker; /* not owned */
    struct credit_ground ground;
    struct app_credit_run run;    /* the one that is drawn */
    struct app_credit_run before; /* the approved one before it; state NONE: there is none */
    bool stores;                  /* false: nothing is written */

    /* Of the bucket in turn; owned. */
    uint32_t bucket;
    int64_t tally[APP_CREDIT_N_COUNT];
    struct credit_party *party;
    bool has_party; /* one is begun */
    struct credit_flags *flags;
    struct credit_barred *barred;
    struct credit_page *page;
    struct credit_store *store;
    struct credit_diff *diff;
    struct ym_buf bytes;              /* of the profile in turn */
    struct ym_compact *compact;       /* what makes profiles small */
    struct ym_buf small;              /* the profile in turn, made small */
    struct ym_arena arena;            /* of one party */
    struct pg_credit_sending sending; /* profiles that are on their way over conn */
    struct pg_credit_reading pages;   /* where the reading of seats is */
    bool is_asked;                    /* the next page was asked for */
    struct ym_error *reterr;
};

/* Fill in what is not owned first. UNAVAILABLE: no memory. Release it in any case. */
__attribute__((warn_unused_result)) enum ym_err credit_weigher_init(struct credit_weigher *w,
                                                                    struct ym_error *reterr);
void credit_weigher_release(struct credit_weigher *w); /* legal on a zeroed one */

/* Weigh the parties of a bucket; what was counted is in w->tally. Without stores it ends no
 * transaction and writes nothing. next: the bucket that the caller will name then, which is read
 * ahead, or YM_BUCKETS. */
__attribute__((warn_unused_result)) enum ym_err
credit_weigh(struct credit_weigher *w, uint32_t bucket, uint32_t next, struct ym_error *reterr);

/* ---- Its parts ---- */

/* Objections as they were at a time, by party and dispute. */
__attribute__((warn_unused_result)) struct credit_flags *credit_flags_new(void);
void credit_flags_free(struct credit_flags *f); /* NULL is legal */
__attribute__((warn_unused_result)) enum ym_err credit_flags_read(struct credit_flags *f,
                                                                  struct ym_conn *c,
                                                                  uint32_t bucket, ym_usec at,
                                                                  struct ym_error *reterr);
/* Those to items of one dispute; *ret lies in f. */
size_t credit_flags_of(const struct credit_flags *f,
                       const unsigned char party[APP_CREDIT_PARTY_LEN], struct ym_id dispute,
                       const struct ym_credit_flag **ret);

/* Parties of whom no profile is drawn. */
__attribute__((warn_unused_result)) struct credit_barred *credit_barred_new(void);
void credit_barred_free(struct credit_barred *b); /* NULL is legal */
__attribute__((warn_unused_result)) enum ym_err credit_barred_read(struct credit_barred *b,
                                                                   struct ym_conn *c,
                                                                   uint32_t bucket, ym_day month,
                                                                   struct ym_error *reterr);
bool credit_is_barred(const struct credit_barred *b,
                      const unsigned char party[APP_CREDIT_PARTY_LEN]);

/* Profiles of the month before, in step with those that are drawn. */
__attribute__((warn_unused_result)) struct credit_diff *credit_diff_new(void);
void credit_diff_free(struct credit_diff *d); /* NULL is legal */
/* Begin a bucket. before->state NONE: there was no month before. */
void credit_diff_begin(struct credit_diff *d, struct credit_weigher *w);
/* The next profile that was drawn, parties ascending, is compared; NULL: that was the last. */
__attribute__((warn_unused_result)) enum ym_err credit_diff_take(struct credit_diff *d,
                                                                 const unsigned char *party,
                                                                 const struct json_profile *now,
                                                                 struct ym_error *reterr);

#endif
