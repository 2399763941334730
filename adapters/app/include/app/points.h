/* SPDX-License-Identifier: Apache-2.0 */
/* Points and subsidies of mediators and volunteers (以案定补): what somebody might be credited
 * with, what somebody was credited with, and the dated rules (yima/points.h) that say for what.
 * Apart from the credit of parties: nothing here is about a party.
 *
 *   facts of a frozen month   ─┐                ┌─> confirmed by another person: an entry
 *                              ├─> a proposal ──┤
 *   a person, with a note     ─┘                └─> declined, with a reason
 *
 * The ledger is append-only: an entry is never changed or taken out, but reversed by another one.
 * A dispute is credited once in each group of rules, whoever mediated it and in whichever month,
 * until that is reversed (一案一补). A month that is amended proposes anew only what differs.
 *
 * The port's calls end in exactly one callback, never before the call returns; what is given to a
 * call is kept until the answer; what an answer points to dies when the callback returns. */
#ifndef YM_APP_POINTS_H
#define YM_APP_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/gate.h"
#include "base/error.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/points.h"
#include "yima/ports.h"
#include "yima/span.h"

#define APP_POINTS_PAGE_MAX   100  /* rows of one answer */
#define APP_POINTS_SUMS_MAX   2000 /* sums of one answer */
#define APP_POINTS_MONTHS_MAX 24   /* months of one question */
#define APP_POINTS_CHARS_MAX  500  /* note and reason each */
#define APP_POINTS_OPEN_MAX   100  /* proposals by persons that wait for one beneficiary */

/* ---- Words ---- */

/* clang-format off */

/* What a proposal comes to, told from the ledger. */
#define APP_POINTS_STATES(X) /* name, code, zh, en */ \
    X(OPEN,        "open",        "待确认",           "waits for confirmation") \
    X(DECLINED,    "declined",    "未通过",           "declined") \
    X(WITHDRAWN,   "withdrawn",   "月报修订后撤回",   "the amended month no longer bears it") \
    X(CONFIRMED,   "confirmed",   "已确认",           "confirmed") \
    X(UNSUPPORTED, "unsupported", "已确认，修订后不再成立", "confirmed, and the amended month no longer bears it") \
    X(TAKEN,       "taken",       "本案已计，须先冲销", "the dispute is credited otherwise: reverse that first")

/* clang-format on */

#define X(name, code, zh, en) APP_POINTS_IS_##name,
enum app_points_state { APP_POINTS_STATES(X) APP_POINTS_STATE_COUNT };
#undef X

const struct ym_word *app_points_state_word(unsigned state);

/* ---- Rows ---- */

/* What proposals and entries share. */
struct app_points_what {
    int64_t staff, body; /* whom it benefits; where */
    ym_day month, day;
    struct ym_id dispute; /* v == 0: none */
    uint16_t rule;
    uint8_t group;
    int32_t points;
    int64_t fen;
    struct ym_span rules; /* "id/version" of the table */
    struct ym_span words; /* code, zh, en and source of the rule: JSON */
};

struct app_proposal {
    int64_t id;
    struct app_points_what what;
    uint8_t state;    /* enum app_points_state */
    int16_t revision; /* of the month; -1: a person put it forward */
    int64_t entry;    /* that stands in its way or for it; 0: none */
    int64_t entry_staff;
    ym_usec made_at, decided_at;
    struct ym_span made_by, decided_by; /* public names */
    struct ym_span note, reason;        /* sealed; n == 0: none */
};

struct app_points_entry {
    int64_t id, proposal;
    struct app_points_what what;
    ym_usec at;
    int64_t by_staff;
    int64_t reversal_of; /* 0: none */
    int64_t reversed_by; /* 0: it stands */
    struct ym_span by;   /* public name */
    struct ym_span reason;
};

/* Of one staff member and month. */
struct app_points_sum {
    int64_t staff, body;
    ym_day month;
    int64_t points, fen, entries;
};

struct app_points_filter {
    int64_t staff;                /* 0: any */
    int64_t body;                 /* 0: any */
    int64_t region_lo, region_hi; /* of the body; both 0: any */
    ym_day from, until;           /* first days of months */
    bool is_open;                 /* proposals that wait, or need somebody's look */
    int64_t before;               /* older than this; 0: from the newest */
    unsigned limit;               /* 1..APP_POINTS_PAGE_MAX */
};

/* Bucket of a proposal and its entries: of its dispute, or of its beneficiary. */
uint32_t app_points_bucket(struct ym_id dispute, int64_t staff);

/* A row's address outside: its bucket and number. */
struct app_points_key {
    uint32_t bucket;
    int64_t id;
};

#define APP_POINTS_LABEL_MAX 96
/* Label under which words are sealed; field: "note", "reason", "reversal". */
struct ym_span app_points_label(int64_t id, const char *field, char room[APP_POINTS_LABEL_MAX]);

/* Whose points the caller may see at all: fills staff, body or region of the filter. False: no
 * one's. */
__attribute__((warn_unused_result)) bool app_points_scope(const struct app_caller *c,
                                                          struct app_points_filter *ret);

/* Does a row of this staff member and body lie in that scope? region: of the body. */
bool app_points_sees(const struct app_caller *c, int64_t staff, int64_t body, int64_t region);

/* May the caller confirm, decline or reverse what benefits this staff member? A manager of the body
 * and whoever watches over its region (supervisor, centre) may; nobody what benefits oneself. */
bool app_points_may_decide(const struct app_caller *c, int64_t staff, int64_t body, int64_t region);

/* ---- The port ---- */

typedef void app_proposals_fn(void *arg, enum ym_err err, const struct app_proposal *rows, size_t n,
                              bool has_more);
typedef void app_points_entries_fn(void *arg, enum ym_err err, const struct app_points_entry *rows,
                                   size_t n, bool has_more);
typedef void app_points_sums_fn(void *arg, enum ym_err err, const struct app_points_sum *rows,
                                size_t n, bool has_more);
/* document: the table's JSON; n == 0: none was imported for that day, the program's own holds. */
typedef void app_points_rules_fn(void *arg, enum ym_err err, struct ym_span document);

/* Who decides, and when. */
struct app_points_deciding {
    struct app_points_key key;
    int64_t id;      /* of the entry that is made; 0 for a decline */
    int64_t account; /* of the session; 0: a token */
    int64_t staff;   /* 0: none */
    ym_usec now;
    struct ym_span by;     /* public name */
    struct ym_span reason; /* sealed; n == 0: none */
};

struct app_points; /* begins with its ops */
struct app_points_ops {
    /* Newest first. */
    void (*proposals)(struct app_points *p, const struct app_points_filter *f,
                      app_proposals_fn *done, void *arg);
    void (*proposal)(struct app_points *p, struct app_points_key key, app_proposals_fn *done,
                     void *arg);
    /* Put forward by a person. The same request again gives the row that it made. CONFLICT: as many
     * wait for this beneficiary as may be. */
    void (*propose)(struct app_points *p, const struct app_proposal *row,
                    const struct ym_request_key *key, app_proposals_fn *done, void *arg);
    /* CONFLICT: it is not open, or the dispute is credited otherwise, or whoever confirms is whom
     * it benefits (by any grant of the account) or, by whichever credentials, put it forward. */
    void (*confirm)(struct app_points *p, const struct app_points_deciding *how,
                    app_points_entries_fn *done, void *arg);
    void (*decline)(struct app_points *p, const struct app_points_deciding *how,
                    app_proposals_fn *done, void *arg);
    void (*entries)(struct app_points *p, const struct app_points_filter *f,
                    app_points_entries_fn *done, void *arg);
    void (*entry)(struct app_points *p, struct app_points_key key, app_points_entries_fn *done,
                  void *arg);
    /* CONFLICT: it is reversed, or a reversal itself, or it benefits whoever reverses it. */
    void (*reverse)(struct app_points *p, const struct app_points_deciding *how,
                    app_points_entries_fn *done, void *arg);
    /* By staff and month. */
    void (*sums)(struct app_points *p, const struct app_points_filter *f, app_points_sums_fn *done,
                 void *arg);
    /* The table that was imported for this day; of several the one that begins last. */
    void (*rules)(struct app_points *p, ym_day day, app_points_rules_fn *done, void *arg);
};
struct app_points {
    const struct app_points_ops *ops;
};

#endif
