/* SPDX-License-Identifier: Apache-2.0 */
/* The board: how many disputes are open, and what became of others, within what the asker may see.
 *
 * The figures of one cut (a division, a body, and the asker's scope) are counted by one question to
 * the reader and kept for a while. How long depends on what they cost: all questions of one program
 * together count anew for at most 1/APP_BOARD_SHARE of the time, whoever asks and however often,
 * and count cuts that are not kept for at most 1/APP_BOARD_FIRST_SHARE of it. Where some thousand
 * disputes are open that is many times a second; where a million are, the figures of the whole are
 * a minute or two old, and say so.
 *
 * Every dimension adds up to the same total: what lies beyond a limit is added up under 0. */
#ifndef YM_APP_BOARD_H
#define YM_APP_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/query.h"
#include "yima/calendar.h"
#include "yima/office.h"
#include "yima/vocab.h"

#define APP_BOARD_SHARE       25 /* counting anew takes at most one part in this many of the time */
#define APP_BOARD_FIRST_SHARE 5  /* counting what is not kept: likewise */
#define APP_BOARD_MIN_MS      250   /* figures are never counted anew sooner than this */
#define APP_BOARD_DEBT_MAX_MS 10000 /* owed for those, beyond which one more is refused */
#define APP_BOARD_CUTS_MAX    128   /* cuts kept; the one asked for longest ago makes room */
#define APP_BOARD_WAITING_MAX 512   /* questions that wait for figures; one more is BUSY */

/* ---- The figures ---- */

/* How many days ago a dispute was registered, counted in days of Asia/Shanghai. */
#define APP_AGES(X) /* name, code, from, until, zh, en */                                          \
    X(FRESH, "under_7", 0, 6, "7天内", "under 7 days")                                             \
    X(WEEKS, "7_to_29", 7, 29, "7至29天", "7 to 29 days")                                          \
    X(MONTHS, "30_to_89", 30, 89, "30至89天", "30 to 89 days")                                     \
    X(OLD, "90_and_more", 90, -1, "90天及以上", "90 days and more")

enum app_age {
#define X(name, ...) APP_AGE_##name,
    APP_AGES(X) APP_AGE_COUNT
#undef X
};

/* When the deadline of an open dispute passes that passes first. */
#define APP_DUES(X) /* name, code, zh, en */                                                       \
    X(OVERDUE, "overdue", "已超期", "overdue")                                                     \
    X(AT_RISK, "at_risk", "即将到期", "at risk")                                                   \
    X(LATER, "later", "期限内", "in time")                                                         \
    X(STOPPED, "stopped", "计时中止", "no clock runs")

enum app_due {
#define X(name, ...) APP_DUE_##name,
    APP_DUES(X) APP_DUE_COUNT
#undef X
};

/* What is counted day by day. A dispute that is reopened and settled again counts again. */
#define APP_HAPPENINGS(X) /* name, code, zh, en */                                                 \
    X(REGISTERED, "registered", "新登记", "registered")                                            \
    X(SETTLED, "settled", "化解", "settled")                                                       \
    X(FAILED, "failed", "未化解", "failed")                                                        \
    X(CLOSED, "closed", "办结归档", "closed")

enum app_happening {
#define X(name, ...) APP_HAPPENED_##name,
    APP_HAPPENINGS(X) APP_HAPPENED_COUNT
#undef X
};

#define APP_BOARD_BODIES     12  /* bodies shown; the others are added up under 0 */
#define APP_BOARD_REGIONS    100 /* divisions likewise */
#define APP_BOARD_DAYS       30  /* of the trend, today included */
#define APP_BOARD_NAME_BYTES 128 /* of a name and its NUL; a longer one is cut */

struct app_figure {
    int64_t open[YM_COLOUR_COUNT]; /* open disputes of each colour */
    int64_t overdue;               /* of them, whose deadline has passed */
    int64_t at_risk;               /* of them, due within at_risk working days (yima/office.h) */
};

struct app_slice {
    int64_t key;                     /* padded code or body's id; 0: all the others */
    char name[APP_BOARD_NAME_BYTES]; /* "": not among the reference data */
    struct app_figure tally;
};

struct app_board {
    struct app_figure ages[APP_AGE_COUNT];
    struct app_figure types[YM_TYPE_COUNT];
    struct app_figure dues[APP_DUE_COUNT];
    size_t nregions, nbodies;
    struct app_slice regions[APP_BOARD_REGIONS + 1]; /* by code, the others first */
    struct app_slice bodies[APP_BOARD_BODIES + 1];   /* likewise, by id */
    ym_day today;
    int64_t trend[APP_BOARD_DAYS][APP_HAPPENED_COUNT]; /* the last is today's */
    ym_usec tallied;                                   /* up to here days are added up for good */
    bool is_trend_whole; /* false: the days before are still being added up */
};

/* All open disputes of the figures: the sum over any dimension. */
int64_t app_figure_open(const struct app_figure *t);

/* ---- The question, a port of the reader ---- */

/* Everything is resolved to what the store knows; ranges are inclusive. */
struct app_cut {
    int64_t region_lo, region_hi;  /* lo > hi: nothing */
    int64_t root;                  /* division whose parts are told apart; 0: by the first digits
                                      that differ */
    int64_t body, mediator, court; /* 0: any */
};

/* What the asker may see of what was asked for (region: padded code, 0: any; body: 0: any). */
void app_cut_make(const struct app_scope *scope, int64_t region, int64_t body, struct app_cut *ret);

struct app_board_question {
    struct app_cut cut;
    ym_usec now;                            /* of the program's clock */
    ym_usec risk;                           /* end of the time at risk */
    ym_usec tallied;                        /* days were added up to here at least; 0: not known */
    const struct ym_procedures *procedures; /* whose rules say what was settled */
};

/* The end of the working day by which what is due is at risk at this moment. */
ym_usec app_board_risk(const struct ym_calendar *cal, const struct ym_office *office, ym_usec now);

/* ---- The board of one program ---- */

struct app_boards; /* owned by the composition root; one thread */

struct app_boards_config {
    struct app_reader *reader;
    const struct ym_procedures *procedures;
    const struct ym_calendar *calendar; /* of working days */
    const struct ym_office *office;     /* how soon is at risk */
    ym_usec (*now)(void *arg);          /* of the day; may be shifted by a test */
    int64_t (*elapsed_ms)(void *arg);   /* never goes back */
    void *arg;
};

/* NULL when the heap is empty. */
__attribute__((warn_unused_result)) struct app_boards *
app_boards_new(const struct app_boards_config *config);

/* Pre: no question is under way. NULL is legal. */
void app_boards_free(struct app_boards *b);

/* How fresh an answer is. */
struct app_freshness {
    ym_usec as_of;   /* when it was counted */
    int64_t age_ms;  /* how long ago that was */
    int64_t next_ms; /* when a question may have it counted anew */
};

/* err: OK, or BUSY, UNAVAILABLE, INTERNAL; board is NULL unless OK and dies with the callback. */
typedef void app_boards_fn(void *arg, enum ym_err err, const struct app_board *board,
                           const struct app_freshness *fresh);

/* Ask. done is called once, perhaps before this returns: what is kept and fresh is given at once,
 * as is what is kept while the time for another count is not there yet. */
void app_boards_ask(struct app_boards *b, const struct app_cut *cut, app_boards_fn *done,
                    void *arg);

/* For gauges, since the start of the program. */
struct app_boards_gauges {
    uint64_t asked, counted, failed, refused; /* questions; counts, those that failed; told BUSY */
    uint64_t spent_ms;                        /* from asking the reader to its answer, added up */
    size_t kept, waiting;                     /* cuts; questions that wait */
};
void app_boards_gauges_get(const struct app_boards *b, struct app_boards_gauges *ret);

#endif
