/* SPDX-License-Identifier: Apache-2.0 */
/* What the words of a dispute suggest: its type among the eighteen, and its cause of action.
 *
 * A table of words, given by the caller, each speaking with a weight for a type and perhaps a
 * cause. A word speaks once, and twice as loud from the title. Nothing is decided here: the answer
 * says which words spoke, and a person chooses. */
#ifndef YM_SUGGEST_H
#define YM_SUGGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "yima/span.h"

#define YM_SUGGEST_MAX        3    /* types, or causes, of one answer */
#define YM_SUGGEST_WORDS_MAX  6    /* words that one suggestion names */
#define YM_KEYWORDS_MAX       2000 /* rows of a table */
#define YM_CAUSES_MAX         600  /* causes that a table may name; the list of 2026 has 514 */
#define YM_KEYWORD_WEIGHT_MAX 9
#define YM_CAUSE_NONE         UINT16_MAX

/* A word and what it speaks for. */
struct ym_keyword {
    struct ym_span word; /* n > 0 */
    uint8_t type;        /* enum ym_type */
    uint8_t weight;      /* 1..YM_KEYWORD_WEIGHT_MAX */
    uint16_t cause;      /* below YM_CAUSES_MAX, or YM_CAUSE_NONE */
};

/* A type (its enum) or a cause (its number), and why. */
struct ym_suggestion {
    uint16_t what;
    uint16_t score;                       /* sum of the weights */
    uint8_t nwords;                       /* at most YM_SUGGEST_WORDS_MAX; more may have spoken */
    uint16_t words[YM_SUGGEST_WORDS_MAX]; /* rows of the table, in its order */
};

/* Suggest types: at most YM_SUGGEST_MAX, the best first, of equal ones the lower number. Returns
 * how many; 0 when no word speaks. Pre: n <= YM_KEYWORDS_MAX. */
size_t ym_suggest_types(const struct ym_keyword *rows, size_t n, struct ym_span title,
                        struct ym_span description, struct ym_suggestion ret[YM_SUGGEST_MAX]);

/* The same for causes. */
size_t ym_suggest_causes(const struct ym_keyword *rows, size_t n, struct ym_span title,
                         struct ym_span description, struct ym_suggestion ret[YM_SUGGEST_MAX]);

#endif
