/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a dispute: what is said at intake and corrected later, and decides nothing. */
#ifndef YM_INTAKE_H
#define YM_INTAKE_H

#include <stdint.h>

#include "yima/limits.h"
#include "yima/span.h"
#include "yima/token.h"

#define YM_TERMS_MAX 128 /* search terms of one dispute */

/* A party as it was named, before personal numbers are sealed. */
struct ym_party_words {
    uint8_t side;               /* enum ym_side */
    uint8_t kind;               /* enum ym_party_kind */
    struct ym_span name;        /* 1..YM_NAME_CHARS_MAX characters */
    struct ym_span identity;    /* normal form of the number; n == 0: not given */
    struct ym_span phone;       /* digits, plus and dash; n == 0: not given */
    struct ym_span address;     /* n == 0: not given */
    struct ym_span agent;       /* the agent's name; n == 0: none */
    struct ym_span agent_phone; /* n == 0: not given */
};

/* The words of a dispute as they were given. */
struct ym_intake_words {
    struct ym_span title;        /* 1..YM_TITLE_CHARS_MAX characters */
    struct ym_span description;  /* 0..YM_LONG_TEXT_CHARS_MAX characters */
    struct ym_span external_ref; /* number in another system; n == 0: none */
    int64_t amount_fen;          /* in dispute; -1: none named */
    uint8_t nparties;
    const struct ym_party_words *parties; /* by seat */
};

/* A party as the store keeps it. Personal numbers are sealed and matched by keyed hash. */
struct ym_party {
    uint8_t side;                    /* enum ym_side */
    uint8_t kind;                    /* enum ym_party_kind */
    struct ym_span name;             /* 1..YM_NAME_CHARS_MAX characters */
    struct ym_span identity;         /* sealed citizen number or USCC; n == 0: not given */
    struct ym_span phone;            /* sealed; n == 0: not given */
    struct ym_span address;          /* sealed; n == 0: not given */
    struct ym_span agent;            /* name of the agent; n == 0: none */
    struct ym_span agent_phone;      /* sealed; n == 0: not given */
    unsigned char identity_hash[32]; /* keyed hash of the normalised number, zeros: not given */
};

/* Nothing here is owned; it must outlive the operation that carries it. */
struct ym_intake {
    struct ym_span title;           /* 1..YM_TITLE_CHARS_MAX characters */
    struct ym_span description;     /* 0..YM_LONG_TEXT_CHARS_MAX characters */
    struct ym_span external_ref;    /* number in another system; n == 0: none */
    int64_t amount_fen;             /* in dispute; -1: none named */
    uint8_t nparties;               /* = seats of the registration */
    const struct ym_party *parties; /* by seat */
    uint16_t nterms;
    const struct ym_span *terms; /* search terms: bigrams of title and names, sorted, no doubles */
    struct ym_token token;       /* the code's token */
};

/* New words for CORRECT; n == 0 or NULL: unchanged. */
struct ym_correction {
    struct ym_span title;
    struct ym_span description;
    uint16_t nterms;
    const struct ym_span *terms; /* search terms of the new title, besides those it has */
};

#endif
