/* SPDX-License-Identifier: Apache-2.0 */
/* How long the words of a dispute are kept once it is over (个人信息保护法 19: no longer than the
 * purpose needs).
 *
 * No statute fixes the years for the files of mediation, so they are a dated table given by the
 * caller (engine/retention/), which the body that runs the program replaces by its own. A function
 * of that table and two days, and nothing else. */
#ifndef YM_RETENTION_H
#define YM_RETENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/date.h"
#include "yima/span.h"

#define YM_RETENTION_RULES_MAX 32
#define YM_RETENTION_YEARS_MAX 100

/* One row: disputes of these types. */
struct ym_retention_rule {
    struct ym_span code;   /* "family" */
    uint32_t types;        /* set of enum ym_type; 0: all that no row before it took */
    uint8_t years;         /* 1..YM_RETENTION_YEARS_MAX, from the day on which the dispute ended */
    struct ym_span zh, en; /* what it is for */
    struct ym_span source; /* law and article, or why */
};

/* The table. The last row takes every type. */
struct ym_retention {
    struct ym_span id, version;
    ym_day valid_from;
    bool is_example; /* shipped to show the form: to be replaced */
    struct ym_span source;
    uint16_t orders_days;                  /* orders of others that became no dispute, in days */
    const struct ym_retention_rule *rules; /* nrules of them */
    size_t nrules;                         /* 1..YM_RETENTION_RULES_MAX */
};

/* The row for disputes of a type: the first that takes it. Pre: nrules > 0, the last takes all. */
const struct ym_retention_rule *ym_retention_find(const struct ym_retention *t, unsigned type);

/* The last day on which the words of a dispute that ended on this day are kept. */
ym_day ym_retention_last(const struct ym_retention_rule *rule, ym_day ended);

/* May its words go today: is the last of those days past? */
bool ym_retention_is_over(const struct ym_retention_rule *rule, ym_day ended, ym_day today);

#endif
