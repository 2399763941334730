/* SPDX-License-Identifier: Apache-2.0 */
/* The read side: single statements on links of their own, so that no list ever waits in front of a
 * command. Answers are as fresh as the last commit but may be older than the next one: nothing here
 * decides.
 *
 * Every call ends in exactly one callback, never before the call returns. What an answer points to
 * dies when the callback returns. */
#ifndef YM_PG_READER_H
#define YM_PG_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "loop/loop.h"
#include "pg/reference.h"
#include "yima/dispute.h"
#include "yima/intake.h"
#include "yima/token.h"

#define PG_READER_LINKS     1 /* by default */
#define PG_READER_LINKS_MAX 4
#define PG_READER_CALLS     256 /* reads unanswered; one more is YM_E_BUSY */
#define PG_PAGE_MAX         200 /* rows of one page */
#define PG_FILTER_TERMS_MAX 64  /* search terms of one question */
#define PG_DUPLICATES_MAX   20  /* possible duplicates shown */
#define PG_ANY              255 /* no wish, in struct pg_filter */

struct pg_reader; /* owned by the composition root; one loop, one thread */

__attribute__((warn_unused_result)) struct pg_reader *
pg_reader_open(struct ym_loop *loop, const char *conninfo, unsigned links, bool is_unprepared,
               struct ym_error *reterr);

/* What is under way is answered, then links close and on_closed (may be NULL) is called. */
void pg_reader_close(struct pg_reader *r, void (*on_closed)(void *arg), void *arg);

/* Links that are UP now: 0 means that the program is not ready. */
unsigned pg_reader_links_up(const struct pg_reader *r);

/* All callbacks: err is OK, NOT_FOUND, UNAVAILABLE, BUSY or INTERNAL; the answer is NULL unless OK.
 */

/* ---- One dispute ---- */

struct pg_named {
    int64_t id;           /* 0: none */
    struct ym_span name;  /* n == 0: not among the reference data */
    struct ym_span phone; /* n == 0: none */
};

struct pg_view {
    struct ym_dispute dispute; /* head included */
    uint8_t colour, stage;     /* enums */
    bool is_open;
    ym_usec due_at; /* YM_USEC_NONE: no clock runs */
    ym_usec updated_at;
    ym_usec received_at;
    struct ym_span title, description;
    struct ym_span external_ref; /* n == 0: none */
    int64_t amount_fen;          /* -1: none named */
    struct pg_named body, mediator, court;
    struct ym_span region_name; /* n == 0: not among the reference data */
    struct ym_token token;      /* the code in force; text[0] == 0: none */
    uint8_t nparties;
    struct ym_party parties[YM_SEATS_MAX]; /* by seat; sealed fields as stored */
};

typedef void pg_view_fn(void *arg, enum ym_err err, const struct pg_view *view);
void pg_read_dispute(struct pg_reader *r, struct ym_id id, pg_view_fn *done, void *arg);

/* The dispute with this number in another system, the newest if there are several. */
void pg_read_external(struct pg_reader *r, struct ym_span external_ref, pg_view_fn *done,
                      void *arg);

/* ---- Its events ---- */

struct pg_event {
    uint32_t seq;
    ym_usec at;
    uint16_t rule;
    uint8_t kind;           /* enum ym_cmd */
    unsigned char hash[32]; /* SHA-256(hash of the event before || payload) */
    struct ym_span payload; /* canonical bytes */
};

struct pg_event_page {
    size_t n;
    struct pg_event at[PG_PAGE_MAX]; /* ascending by seq */
};

/* Up to limit (1..PG_PAGE_MAX) events after seq `after`. An empty page for an unknown dispute. */
typedef void pg_events_fn(void *arg, enum ym_err err, const struct pg_event_page *page);
void pg_read_events(struct pg_reader *r, struct ym_id id, uint32_t after, unsigned limit,
                    pg_events_fn *done, void *arg);

/* ---- A scan ---- */

struct pg_scan {
    struct ym_dispute dispute; /* head included; no words, no parties */
    uint8_t colour, stage;
    bool is_open;
    bool is_revoked; /* the code is no longer in force: show nothing else */
    ym_usec due_at;  /* YM_USEC_NONE: no clock runs */
    struct pg_named body, court;
};

/* NOT_FOUND for a token that was never issued. */
typedef void pg_scan_fn(void *arg, enum ym_err err, const struct pg_scan *scan);
void pg_read_scan(struct pg_reader *r, const struct ym_token *token, pg_scan_fn *done, void *arg);

/* ---- Lists ---- */

/* What the asker may see at all. */
#define PG_SCOPES(X)                                                                               \
    X(NOTHING)  /* no list */                                                                      \
    X(ALL)      /* administrators and jobs */                                                      \
    X(REGION)   /* a subtree: from lo to hi, see ym_region_range() */                              \
    X(BODY)     /* lo owns the dispute */                                                          \
    X(MEDIATOR) /* lo is assigned */                                                               \
    X(COURT)    /* lo is the court */                                                              \
    X(DISPUTE)  /* lo itself: a party's or agent's token */

enum pg_scope_kind {
#define X(name) PG_SCOPE_##name,
    PG_SCOPES(X)
#undef X
};

struct pg_scope {
    enum pg_scope_kind kind;
    int64_t lo, hi; /* hi counts for REGION only */
};

struct pg_filter {
    struct pg_scope scope;
    uint8_t colour, stage, type;   /* PG_ANY: any */
    uint8_t is_open;               /* 0, 1 or PG_ANY */
    bool is_overdue;               /* only those whose due_at has passed at now */
    ym_usec now;                   /* counts with is_overdue */
    int64_t region_lo, region_hi;  /* both 0: any */
    int64_t body, mediator, court; /* 0: any */
    size_t nterms;                 /* at most PG_FILTER_TERMS_MAX; 0: any */
    const struct ym_span *terms;   /* bigrams as in struct ym_intake; all must occur */
    struct ym_id before; /* only older ones than this: the cursor; v == 0: from the newest */
    unsigned limit;      /* 1..PG_PAGE_MAX */
};

struct pg_list_row {
    struct ym_id id;
    uint32_t version;
    uint8_t colour, stage, type;
    bool is_open;
    int64_t region;
    ym_usec due_at; /* YM_USEC_NONE: no clock runs */
    ym_usec received_at;
    ym_usec updated_at;
    struct ym_span title;
    struct pg_named body, mediator, court;
};

struct pg_list {
    size_t n;
    bool has_more; /* ask again with before = the last row's id */
    struct pg_list_row at[PG_PAGE_MAX];
};

/* Newest first. *filter and what it points to are read before the call returns. */
typedef void pg_list_fn(void *arg, enum ym_err err, const struct pg_list *list);
void pg_read_list(struct pg_reader *r, const struct pg_filter *filter, pg_list_fn *done, void *arg);

/* Disputes of this type that share a party with one of these identity hashes (n of them, at most
 * YM_SEATS_MAX, 32 bytes each), newest first, at most PG_DUPLICATES_MAX. */
void pg_read_duplicates(struct pg_reader *r, const unsigned char (*hashes)[32], size_t n,
                        uint8_t type, pg_list_fn *done, void *arg);

struct pg_counts {
    int64_t open[YM_COLOUR_COUNT];   /* open disputes by colour */
    int64_t closed[YM_COLOUR_COUNT]; /* the others by colour */
    int64_t overdue;                 /* open ones whose due_at has passed */
};

typedef void pg_counts_fn(void *arg, enum ym_err err, const struct pg_counts *counts);
void pg_read_counts(struct pg_reader *r, const struct pg_scope *scope, ym_usec now,
                    pg_counts_fn *done, void *arg);

/* ---- Reference data, without blocking ---- */

/* The row of a bearer token by its public id; NOT_FOUND for an unknown one. Whether it matches, has
 * expired or was revoked is for the caller to judge. */
typedef void pg_token_fn(void *arg, enum ym_err err, const struct pg_token *token);
void pg_read_token(struct pg_reader *r, struct ym_span token_id, pg_token_fn *done, void *arg);

/* The revision of the reference data: load the registry again when it has grown. */
typedef void pg_revision_fn(void *arg, enum ym_err err, int64_t revision);
void pg_read_revision(struct pg_reader *r, pg_revision_fn *done, void *arg);

/* A new registry, which the callback owns: free the old one, keep this one. */
typedef void pg_registry_fn(void *arg, enum ym_err err, struct pg_registry *registry);
void pg_read_registry(struct pg_reader *r, pg_registry_fn *done, void *arg);

#endif
