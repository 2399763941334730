/* SPDX-License-Identifier: Apache-2.0 */
/* The read side as a port: what pages, programs and subcommands ask.
 *
 * Answers are as fresh as the last commit but may be older than the next one: nothing here decides.
 * Every call ends in exactly one callback, never before the call returns; err is OK, NOT_FOUND,
 * UNAVAILABLE, BUSY or INTERNAL, and the answer is NULL unless OK. What an answer points to dies
 * when the callback returns. */
#ifndef YM_APP_QUERY_H
#define YM_APP_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "yima/dispute.h"
#include "yima/intake.h"
#include "yima/token.h"

#define APP_PAGE_MAX         200  /* rows of one page */
#define APP_LIST_LOOKS       1000 /* disputes that are looked at for one page of a list, at most */
#define APP_FILTER_TERMS_MAX 64   /* search terms of one question */
#define APP_DUPLICATES_MAX   20   /* possible duplicates shown */
#define APP_ANY              255  /* no wish, in struct app_filter */

/* ---- One dispute ---- */

struct app_named {
    int64_t id;           /* 0: none */
    struct ym_span name;  /* n == 0: not among the reference data */
    struct ym_span phone; /* n == 0: none */
};

struct app_view {
    struct ym_dispute dispute; /* head included */
    uint8_t colour, stage;     /* enums */
    bool is_open;
    ym_usec due_at; /* YM_USEC_NONE: no clock runs */
    ym_usec updated_at;
    ym_usec received_at;
    struct ym_span title, description;
    struct ym_span external_ref; /* n == 0: none */
    int64_t amount_fen;          /* -1: none named */
    struct app_named body, mediator, court;
    struct ym_span region_name; /* n == 0: not among the reference data */
    struct ym_token token;      /* the code in force; text[0] == 0: none */
    uint8_t nparties;
    struct ym_party parties[YM_SEATS_MAX]; /* by seat; sealed fields as stored */
};

typedef void app_view_fn(void *arg, enum ym_err err, const struct app_view *view);

/* ---- Its events ---- */

struct app_event {
    uint32_t seq;
    ym_usec at;
    uint16_t rule;
    uint8_t kind;           /* enum ym_cmd */
    unsigned char hash[32]; /* SHA-256(hash of the event before || payload) */
    struct ym_span payload; /* canonical bytes */
};

struct app_event_page {
    size_t n;
    struct app_event at[APP_PAGE_MAX]; /* ascending by seq */
};

/* Up to limit (1..APP_PAGE_MAX) events after seq `after`. An empty page for an unknown dispute. */
typedef void app_events_fn(void *arg, enum ym_err err, const struct app_event_page *page);

/* ---- A scan ---- */

struct app_scan {
    struct ym_dispute dispute; /* head included; no words, no parties */
    uint8_t colour, stage;
    bool is_open;
    bool is_revoked; /* the code is no longer in force: show nothing else */
    ym_usec due_at;  /* YM_USEC_NONE: no clock runs */
    struct app_named body, court;
};

/* NOT_FOUND for a token that was never issued. */
typedef void app_scan_fn(void *arg, enum ym_err err, const struct app_scan *scan);

/* ---- Lists ---- */

/* What the asker may see at all. */
#define APP_SCOPES(X)                                                                              \
    X(NOTHING)  /* no list */                                                                      \
    X(ALL)      /* administrators and jobs */                                                      \
    X(REGION)   /* a subtree: from lo to hi, see ym_region_range() */                              \
    X(BODY)     /* lo owns the dispute */                                                          \
    X(MEDIATOR) /* lo is assigned */                                                               \
    X(COURT)    /* lo is the court */                                                              \
    X(DISPUTE)  /* lo itself: a party's or agent's token */

enum app_scope_kind {
#define X(name) APP_SCOPE_##name,
    APP_SCOPES(X)
#undef X
};

struct app_scope {
    enum app_scope_kind kind;
    int64_t lo, hi; /* hi counts for REGION only */
};

struct app_filter {
    struct app_scope scope;
    uint8_t colour, stage, type;   /* APP_ANY: any */
    uint8_t is_open;               /* 0, 1 or APP_ANY */
    bool is_overdue;               /* only those whose due_at has passed at now */
    ym_usec now;                   /* counts with is_overdue */
    int64_t region_lo, region_hi;  /* both 0: any */
    int64_t body, mediator, court; /* 0: any */
    size_t nterms;                 /* at most APP_FILTER_TERMS_MAX; 0: any */
    const struct ym_span *terms;   /* bigrams as in struct ym_intake; all must occur */
    struct ym_span external_ref;   /* number in another system; n == 0: any */
    uint8_t channel;               /* enum ym_channel that gave external_ref; APP_ANY: any */
    struct ym_id before; /* only older ones than this: the cursor; v == 0: from the newest */
    unsigned limit;      /* 1..APP_PAGE_MAX */
    unsigned looks;      /* 1..APP_LIST_LOOKS disputes may be looked at; 0: APP_LIST_LOOKS */
};

struct app_list_row {
    struct ym_id id;
    uint32_t version;
    uint8_t colour, stage, type;
    bool is_open;
    int64_t region;
    ym_usec due_at; /* YM_USEC_NONE: no clock runs */
    ym_usec received_at;
    ym_usec updated_at;
    struct ym_span title;
    struct app_named body, mediator, court;
};

/* A page is full, or it ends where as many disputes were looked at as may be: it may hold few rows
 * or none, and yet there are more. Who wants all goes on until next.v is 0. */
struct app_list {
    size_t n;
    bool has_more;     /* there may be more */
    struct ym_id next; /* ask again with before = next; v == 0: there is no more */
    struct app_list_row at[APP_PAGE_MAX];
};

/* Newest first. *filter and what it points to are read before the call returns. */
typedef void app_list_fn(void *arg, enum ym_err err, const struct app_list *list);

/* ---- Figures: app/board.h and app/radar.h say what they hold ---- */

struct app_board_question;
struct app_board;
typedef void app_board_fn(void *arg, enum ym_err err, const struct app_board *board);

struct app_work_question; /* app/work.h */
struct app_radar_question;
struct app_radar;
/* The callback may change *radar, which dies with it. */
typedef void app_radar_fn(void *arg, enum ym_err err, struct app_radar *radar);

/* ---- The port ---- */

struct app_reader; /* whatever implements it; it begins with its ops */

struct app_reader_ops {
    void (*dispute)(struct app_reader *r, struct ym_id id, app_view_fn *done, void *arg);
    /* Up to limit (1..APP_PAGE_MAX) events after seq `after`; an empty page when unknown. */
    void (*events)(struct app_reader *r, struct ym_id id, uint32_t after, unsigned limit,
                   app_events_fn *done, void *arg);
    /* NOT_FOUND for a token that was never issued. */
    void (*scan)(struct app_reader *r, const struct ym_token *token, app_scan_fn *done, void *arg);
    /* Newest first. *filter and what it points to are read before the call returns. */
    void (*list)(struct app_reader *r, const struct app_filter *filter, app_list_fn *done,
                 void *arg);
    /* Disputes of this type that share a party with one of these identity hashes (n of them, at
     * most YM_SEATS_MAX), newest first, at most APP_DUPLICATES_MAX. */
    void (*duplicates)(struct app_reader *r, const unsigned char (*hashes)[32], size_t n,
                       uint8_t type, app_list_fn *done, void *arg);
    /* The figures of a cut. *q is read before the call returns. */
    void (*board)(struct app_reader *r, const struct app_board_question *q, app_board_fn *done,
                  void *arg);
    /* Open disputes whose deadline passes by a horizon, the earliest first. Likewise. */
    void (*radar)(struct app_reader *r, const struct app_radar_question *q, app_radar_fn *done,
                  void *arg);
    /* A worklist, oldest first: next is what comes after. *q is read before the call returns. */
    void (*work)(struct app_reader *r, const struct app_work_question *q, app_list_fn *done,
                 void *arg);
};

struct app_reader {
    const struct app_reader_ops *ops;
};

#endif
