/* SPDX-License-Identifier: Apache-2.0 */
/* What would make a court refuse or dismiss the confirmation of an agreement, told beforehand.
 *
 * Refused (民诉法解释 355): what courts do not deal with, or not this one; marriage, parentage and
 * adoption; other special procedures; who owns property. Dismissed (358): what is illegal, harms
 * others, offends public order, was not willed, or is not definite enough to be enforced. A pure
 * function looks at what is known and names what it finds; it decides nothing, and nobody is kept
 * from applying but by the procedure.
 *
 * What each finding says, which bar it belongs to and from which law, and which words of a text are
 * suspicious, is a dated table given by the caller (engine/confirm/cn.json), because laws are
 * renumbered and lists grow. Words lie: a finding by words never stops anybody. */
#ifndef YM_CONFIRM_H
#define YM_CONFIRM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/agreement.h"
#include "yima/date.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define YM_CONFIRM_WORDS_MAX 1000 /* rows of a table of words */
#define YM_CONFIRM_NAMED_MAX 6    /* words that one finding names; more may stand in the text */
#define YM_CONFIRM_PLACES    3    /* regions by which a court may be competent */

/* Kinds of findings. words: it is found by the table of words, and so it only warns. */
/* clang-format off */
#define YM_FINDINGS(X) /* name, code, found by words */ \
    X(LABOUR,        "labour_route",       false) /* arbitration commissions examine these */ \
    X(FAMILY,        "family_type",        false) /* the procedure lets no family matter through */ \
    X(FILED,         "court_closes",       false) /* the court had filed it: it closes by itself */ \
    X(BODY,          "body_kind",          false) /* no body whose agreements are confirmed */ \
    X(NOT_IN_FORCE,  "not_in_force",       false) /* signatures or seal are missing */ \
    X(CHANGING,      "change_pending",     false) /* a new version waits to be signed */ \
    X(WINDOW_OVER,   "window_over",        false) /* the time to apply has passed */ \
    X(WINDOW_ENDING, "window_ending",      false) /* few days are left */ \
    X(ONE_SIDED,     "one_sided",          false) /* not everybody has applied yet */ \
    X(NO_COURT,      "court_missing",      false) /* no court is named */ \
    X(TWO_COURTS,    "two_courts",         false) /* the other side asked another court */ \
    X(COURT_AWAY,    "court_away",         false) /* no ground of jurisdiction is known */ \
    X(ABSENT,        "not_appeared",       false) /* both must be heard by the court */ \
    X(NOTHING_OWED,  "nothing_owed",       false) /* nothing could be enforced */ \
    X(PERFORMED,     "performed",          false) /* all of it is done already */ \
    X(NO_AMOUNT,     "amount_unclear",     true)  /* an act speaks of money and names no sum */ \
    X(NO_ACCOUNT,    "account_missing",    false) /* money without account or manner */ \
    X(NO_CONSEQUENCE, "consequence_missing", false) /* what follows a breach is not said */ \
    X(THIRD_PARTY,   "third_party",        false) /* somebody owes or gains who does not sign */ \
    X(SAYS_PERSONAL, "says_personal",      true) \
    X(SAYS_SPECIAL,  "says_special",       true) \
    X(SAYS_PROPERTY, "says_property",      true) \
    X(SAYS_ILLEGAL,  "says_illegal",       true) \
    X(SAYS_HARM,     "says_harm",          true) \
    X(SAYS_ORDER,    "says_public_order",  true) \
    X(SAYS_UNCLEAR,  "says_unclear",       true)

#define X(name, code, words) YM_FINDING_##name,
enum ym_finding { YM_FINDINGS(X) YM_FINDING_COUNT };
#undef X
/* clang-format on */
_Static_assert(YM_TYPE_COUNT <= 32, "a set of types is a uint32_t");

/* What the table says of a kind of finding. */
struct ym_confirm_kind {
    uint8_t bar;           /* enum ym_bar */
    uint32_t types;        /* set of enum ym_type that it is found by; of LABOUR and FAMILY alone */
    bool stops;            /* a court or the procedure refuses it; else it may */
    struct ym_span zh, en; /* what is the matter and what to do */
    struct ym_span source; /* law and article */
};

/* A word and what it makes one suspect. */
struct ym_confirm_word {
    struct ym_span word; /* n > 0 */
    uint8_t finding;     /* enum ym_finding, one that is found by words */
};

/* The dated table. */
struct ym_confirm_table {
    struct ym_confirm_kind kinds[YM_FINDING_COUNT];
    const struct ym_confirm_word *words; /* nwords of them */
    size_t nwords;                       /* at most YM_CONFIRM_WORDS_MAX */
    uint32_t bodies;     /* set of enum ym_body_kind whose agreements are confirmed */
    uint8_t ending_days; /* so many days before its end the window is said to end */
};

/* What is known. */
struct ym_confirm_case {
    uint8_t type;      /* enum ym_type */
    uint8_t body_kind; /* enum ym_body_kind */
    bool is_draft;     /* looked at while it is written: nobody can have signed or applied */
    bool is_filed;     /* the court had filed the case before mediation */
    bool is_in_force;
    bool is_changing;    /* another version waits beside it */
    bool is_heard;       /* the court has accepted the application and hears both sides */
    bool is_inviting;    /* this court invited the body to mediate */
    ym_day today;        /* in Shanghai */
    ym_day window_until; /* last day to apply; YM_DAY_NONE: no window was opened */
    uint32_t principals; /* set of seats: claimants and respondents */
    uint32_t applied;    /* set of seats */
    uint32_t appeared;   /* set of seats that came to the court */
    uint64_t settled;    /* set of obligations: fulfilled or excused */
    struct ym_span terms, facts;
    const struct ym_obligation *obligations; /* nobligations of them */
    size_t nobligations;                     /* at most YM_OBLIGATIONS_MAX */
    int64_t court;                           /* that would be asked; 0: none named */
    int64_t court_asked;                     /* that a side has asked already; 0: none */
    int64_t court_region;                    /* padded code; 0: not known */
    int64_t places[YM_CONFIRM_PLACES];       /* of the body, of the dispute …; 0: not known */
};

/* Where in the agreement a finding points. */
enum ym_confirm_place {
    YM_CONFIRM_WHOLE,
    YM_CONFIRM_TERMS,
    YM_CONFIRM_FACTS,
    YM_CONFIRM_OBLIGATION, /* the first of the set; field says which member */
    YM_CONFIRM_SIGNATURES,
    YM_CONFIRM_COURT,
    YM_CONFIRM_SEAT, /* the first of the set */
};

/* One thing that was found. */
struct ym_confirm_finding {
    uint8_t kind;                         /* enum ym_finding */
    uint8_t place;                        /* enum ym_confirm_place: the first place */
    uint64_t obligations;                 /* all obligations concerned */
    uint32_t seats;                       /* all seats concerned */
    uint8_t nwords;                       /* words named, at most YM_CONFIRM_NAMED_MAX */
    uint16_t words[YM_CONFIRM_NAMED_MAX]; /* rows of the table, in its order */
};

/* What there is to say of c, in the order of enum ym_finding, each kind once. Returns how many.
 * Pre: t->nwords <= YM_CONFIRM_WORDS_MAX, c->nobligations <= YM_OBLIGATIONS_MAX. */
size_t ym_confirm_findings(const struct ym_confirm_table *t, const struct ym_confirm_case *c,
                           struct ym_confirm_finding ret[YM_FINDING_COUNT]);

/* The stable code of a kind, "labour_route". Pre: kind < YM_FINDING_COUNT. */
const char *ym_finding_code(enum ym_finding kind);

/* The kind with this code, or -1. */
int ym_finding_find(struct ym_span code);

/* Is it found by words? By the type of the dispute? */
bool ym_finding_is_words(enum ym_finding kind);
bool ym_finding_is_types(enum ym_finding kind);

#endif
