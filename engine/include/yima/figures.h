/* SPDX-License-Identifier: Apache-2.0 */
/* What one dispute counts for in the statistics of a period.
 *
 * Counted from the history's columns alone: when each event happened, which rule made it and of
 * which kind it was. The rule says which state was entered, the state its colour and phase; no word
 * of a payload is looked at, so that millions of histories can be counted. Feeding the steps one by
 * one gives the same figures as folding the events does (tested).
 *
 * A dispute is *under way* from its acceptance, which is when it first enters a state of mediation
 * (stage FIRST, SECOND, COURT_PRE or COURT_FILED), until it is settled, has failed or ends in
 * another way; reopened, it is under way again. What is registered and not accepted is told apart.
 * Of every period and every set of disputes it holds that
 *
 *     carried + accepted + reopened = settled + failed + ended + open
 *
 * which is what makes a report balance. Source: 人民调解统计报表 as justice bureaus publish it:
 * accepted (受理), settled (调解成功), and what is still under way at the end. */
#ifndef YM_FIGURES_H
#define YM_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "yima/date.h"
#include "yima/procedure.h"
#include "yima/vocab.h"

/* From an instant, up to and without another. */
struct ym_period {
    ym_usec from, until; /* from < until */
};

/* One event, as its columns tell. */
struct ym_step {
    ym_usec at;
    uint16_t rule; /* of the version that the dispute was pinned to then */
    uint8_t kind;  /* enum ym_cmd */
};

/* Figures: each is how often it happened to this dispute in the period. */
/* clang-format off */
#define YM_FIGURES(X) /* name, code, zh, en */ \
    X(REGISTERED,  "registered",  "登记",         "registered") \
    X(CARRIED,     "carried",     "期初未结",     "under way when the period began") \
    X(ACCEPTED,    "accepted",    "受理",         "accepted") \
    X(REOPENED,    "reopened",    "重启调解",     "reopened") \
    X(SETTLED,     "settled",     "调解成功",     "settled") \
    X(FAILED,      "failed",      "调解不成",     "failed") \
    X(ENDED,       "ended",       "其他方式终结", "ended in another way") \
    X(OPEN,        "open",        "期末未结",     "under way when the period ended") \
    X(DECLINED,    "declined",    "不予受理等",   "registered and never accepted") \
    X(EXTENDED,    "extended",    "延期",         "the limit was extended") \
    X(OVERDUE,     "overdue",     "超期",         "the limit passed while it was under way") \
    X(TRANSFERRED, "transferred", "移送",         "transferred to another body") \
    X(WITH_COURT,  "with_court",  "进入法院调解", "came to mediation with a court") \
    X(APPLIED,     "confirm_applied",   "申请司法确认", "confirmation applied for by both sides") \
    X(TAKEN,       "confirm_accepted",  "受理司法确认", "confirmation accepted for review") \
    X(CONFIRMED,   "confirmed",         "裁定确认有效", "confirmed") \
    X(DISMISSED,   "confirm_dismissed", "裁定驳回",     "dismissed") \
    X(REJECTED,    "confirm_rejected",  "不予受理确认", "not accepted for confirmation") \
    X(UNDONE,      "undone",      "成功后转诉讼", "settled, and then sued upon or set aside")
/* clang-format on */

#define X(name, code, zh, en) YM_FIGURE_##name,
enum ym_figure { YM_FIGURES(X) YM_FIGURE_COUNT };
#undef X

/* Code and words of a figure. Pre: figure < YM_FIGURE_COUNT. */
const struct ym_word *ym_figure_word(enum ym_figure figure);

#define YM_MOVES_MAX                                                                               \
    16 /* changes of colour of one dispute in one period that are kept one by one */

/* One change of colour. */
struct ym_move {
    uint8_t from, to; /* enum ym_colour */
    int32_t days;     /* calendar days that it stood in `from`, the first one not counted */
};

struct ym_figures {
    const struct ym_procedure *p; /* the version that it is pinned to */
    struct ym_period period;
    uint32_t n[YM_FIGURE_COUNT];
    uint8_t colour_from; /* enum ym_colour when the period began; that of START (none) when it was
                            not registered yet */
    uint8_t colour;      /* enum ym_colour when the period ended */
    int32_t days;        /* from the acceptance or reopening to the last closing in the period;
                            -1: it was not closed in it */
    bool is_late;        /* the limit passed before that closing, or before the end of the period
                            if it was open then */
    uint8_t nmoves;      /* kept; the last ones are left out */
    struct ym_move moves[YM_MOVES_MAX];

    /* Where the history stands; of no use to others. */
    uint8_t state[YM_TRACKS];
    bool has_begun; /* the period */
    bool is_over;   /* likewise */
    bool is_accepted, is_under_way, has_overrun;
    ym_usec taken_at;  /* accepted or reopened */
    ym_usec colour_at; /* when the colour was entered */
};

/* Begin with the version under which the dispute was registered. It outlives f. */
void ym_figures_begin(struct ym_figures *f, const struct ym_procedure *p, struct ym_period period);

/* Take the next step of the history, from the first one on; what lies behind the period is passed
 * over. target: the version to which a step of kind MIGRATE leads, with the states that it has
 * there (to); NULL else. False: the rule is not one of the version, so that nothing can be said. */
__attribute__((warn_unused_result)) bool ym_figures_take(struct ym_figures *f,
                                                         const struct ym_step *s,
                                                         const struct ym_procedure *target,
                                                         const uint8_t to[YM_TRACKS]);

/* The history is over: what holds at the end of the period is counted. */
void ym_figures_end(struct ym_figures *f);

/* Does the equation above hold of these sums, over any number of disputes? */
bool ym_figures_balance(const int64_t n[YM_FIGURE_COUNT]);

#endif
