/* SPDX-License-Identifier: Apache-2.0 */
/* For what mediators and volunteers are given points and subsidies (以案定补): a dated table of
 * rules, each with its source. Pure, and about facts of months alone (yima/fact.h): what a person
 * puts forward is judged by persons. Nothing here is about a party.
 *
 * Sources: 人民调解法 6、16; 财行〔2007〕179号; 司发〔2018〕2号. How much is given for what is
 * settled by each county with its finance office, so that the shipped table is an example. */
#ifndef YM_POINTS_H
#define YM_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/date.h"
#include "yima/fact.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define YM_POINTS_RULES_MAX  64       /* of one table */
#define YM_POINTS_GROUPS_MAX 16       /* of them */
#define YM_POINTS_MAX        10000    /* points of one rule */
#define YM_POINTS_FEN_MAX    10000000 /* subsidy of one rule: 100,000 yuan */

/* clang-format off */

/* What a rule looks at in the facts of a dispute and month. */
#define YM_POINTS_BASES(X) /* name, code, zh, en */ \
    X(WRITTEN,   "written",   "达成书面调解协议",       "settled by a written agreement") \
    X(ORAL,      "oral",      "达成口头调解协议",       "settled by an oral agreement") \
    X(SETTLED,   "settled",   "调解成功",               "settled") \
    X(AMOUNT,    "amount",    "调解成功且金额达到标准", "settled, with at least so much money promised") \
    X(SESSIONS,  "sessions",  "调解成功且场次达到标准", "settled in a month with at least so many sessions") \
    X(CONFIRMED, "confirmed", "协议经司法确认",         "confirmed by the court") \
    X(PERFORMED, "performed", "当月到期义务全部履行",   "all that fell due was performed") \
    X(MANUAL,    "manual",    "由个人申报",             "put forward by a person, with a note")

/* clang-format on */

#define X(name, code, zh, en) YM_POINTS_##name,
enum ym_points_basis { YM_POINTS_BASES(X) YM_POINTS_BASIS_COUNT };
#undef X

/* Code and words of a basis. Pre: basis < YM_POINTS_BASIS_COUNT. */
const struct ym_word *ym_points_word(enum ym_points_basis basis);

/* The index of a code, or -1. */
int ym_points_find(struct ym_span code);

struct ym_points_rule {
    uint16_t id;    /* of its table; from 1 */
    uint8_t group;  /* 1..YM_POINTS_GROUPS_MAX: of a group the first rule that fits is taken */
    uint8_t basis;  /* enum ym_points_basis */
    int64_t least;  /* AMOUNT: fen; SESSIONS: how many; else 0 */
    uint32_t types; /* set of enum ym_type; 0: any */
    int32_t points; /* 0..YM_POINTS_MAX */
    int64_t fen;    /* subsidy, 0..YM_POINTS_FEN_MAX; 0: points alone */
    struct ym_span code, zh, en, source;
};

struct ym_points_table {
    struct ym_span id, version, source;
    ym_day valid_from, valid_until; /* first and last day; valid_until YM_DAY_NONE: open */
    uint32_t bodies;                /* set of enum ym_body_kind whose mediators it is for */
    size_t n;
    const struct ym_points_rule *rules; /* in the order in which they are tried */
};

/* What the facts of one dispute and month give its mediator: at most one rule of each group, in the
 * order of the table. Nothing without a mediator, or for a body of another kind. Returns how
 * many. */
size_t ym_points_of(const struct ym_points_table *table, const struct ym_month_fact *f,
                    const struct ym_points_rule *ret[YM_POINTS_GROUPS_MAX]);

/* The rule with this code that a person may put forward, or NULL. */
const struct ym_points_rule *ym_points_manual(const struct ym_points_table *table,
                                              struct ym_span code);

/* Is the table in force on this day? */
bool ym_points_holds(const struct ym_points_table *table, ym_day day);

#endif
