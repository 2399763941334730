/* SPDX-License-Identifier: Apache-2.0 */
/* A procedure: the whole conduct of a dispute as data.
 *
 * States, deadlines and rules, each with the source of the rule. First match wins. No row runs
 * code: needs and prohibitions are facts of the closed vocabulary that the engine computes. On disk
 * a procedure is JSON (engine/README.md shows the form); adapters/json turns it into this struct,
 * ym_procedure_check() judges it, and from then on it is immutable. A dispute keeps the version
 * under which it began. */
#ifndef YM_PROCEDURE_H
#define YM_PROCEDURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/calendar.h"
#include "yima/command.h"
#include "yima/date.h"
#include "yima/limits.h"
#include "yima/vocab.h"

#define YM_STATE_START   0    /* before registration; every procedure's state 0, main track */
#define YM_STATE_NONE    255  /* no state: a rule leaves this track where it is */
#define YM_DEADLINE_NONE 255  /* the rule does not look at a deadline */
#define YM_CAP_NONE      (-1) /* an extension has no cap */
#define YM_CAP_EXTENSION (-2) /* moving the last day has the cap that extensions have */

struct ym_state {
    const char *name;              /* "FIRST": unique in the procedure */
    const char *zh, *en;           /* as people read it */
    uint8_t track;                 /* enum ym_track */
    uint8_t phase;                 /* enum ym_phase */
    uint8_t colour;                /* enum ym_colour; main track only, else NONE */
    uint8_t stage;                 /* enum ym_stage; main track only, else NONE */
    const char *next_zh, *next_en; /* the next step, as a stranger may read it; no personal data */
};

/* From which moment a deadline counts. */
/* clang-format off */
#define YM_ORIGINS(X) /* name, code */ \
    X(EVENT,    "event")    /* the moment of the command that starts it */ \
    X(DATE,     "date")     /* the command's date if it names one, else its moment */ \
    X(LAST_DUE, "last_due") /* the last day on which an obligation falls due */ \
    X(RECEIVED, "received") /* the day on which this round of mediation was asked for: of the */ \
                            /* registration, or of the reopening */ \
    X(SERVED,   "served")   /* the first day on which the ruling was served on a claimant or */ \
                            /* respondent whose objection period has not passed; none: no start */ \
    X(NEXT_DUE, "next_due") /* the first day on which an obligation falls due that is open: neither */ \
                            /* settled nor breached, nor known to be overdue; none: no start */ \
    X(BEFORE_DUE, "before_due") /* counts back: ends so many days before the first day, not before */ \
                                /* today, of that kind; none: no start */
/* clang-format on */
#define X(name, code) YM_ORIGIN_##name,
enum ym_origin { YM_ORIGINS(X) YM_ORIGIN_COUNT };
#undef X

/* A limit for one type of dispute, perhaps only where a body of some kind mediates. */
struct ym_type_limit {
    struct ym_term term; /* n == 0: there is none */
    uint32_t bodies;     /* set of enum ym_body_kind to which it belongs; 0: to every kind */
    uint8_t origin;      /* enum ym_origin */
    const char *source;  /* NULL where none is given */
};

/* How the last day of a running deadline may be moved by RESCHEDULE. Whatever stands here, the new
 * day does not lie in the past, and a term that is named as a party's own is never shortened below
 * what the party was told. */
struct ym_shift_limit {
    const char *source; /* law and article, or "local: ..."; NULL: nobody may move it */
    int16_t days_max;   /* how far beyond what the procedure counts, all moves and extensions
                           together: days, or working days of a term in working days; YM_CAP_NONE
                           no cap but YM_DAYS_MAX, YM_CAP_EXTENSION what extensions have left */
    bool is_court;      /* the court keeps it: its staff moves it, and not the supervisor */
    bool is_party;      /* a party's own term: it may be put off, never brought forward */
};

struct ym_deadline {
    const char *name; /* "mediation_limit": unique in the procedure */
    const char *zh, *en;
    const char *source; /* law and article, or "local: ..." for a local rule */
    uint64_t in;        /* states: starts when one is entered from outside this set and stops when
                           the set is left; empty: started and stopped by rules only */
    uint64_t within; /* states in which it may run at all; leaving them stops it (= in if given) */
    struct ym_term term;        /* the limit */
    struct ym_term simplified;  /* limit under the simplified procedure; n == 0: the same */
    struct ym_term small_claim; /* limit for small claims; n == 0: that of the simplified one */
    struct ym_type_limit by_type[YM_TYPE_COUNT]; /* what goes before all others */
    uint8_t origin;                              /* enum ym_origin */
    struct ym_shift_limit shift;                 /* how RESCHEDULE may move it */
    bool is_limit;           /* the limit of the mediation itself: what an extension extends */
    bool may_stay;           /* stands still during a stay */
    int16_t extend_days_max; /* sum of all extensions: 0 none, YM_CAP_NONE no cap */
};

struct ym_rule {
    uint16_t id;           /* stable, ascending, never reused; stored in every event */
    uint8_t on;            /* enum ym_cmd */
    uint8_t deadline;      /* EXPIRE: the deadline it answers; else YM_DEADLINE_NONE */
    uint8_t refuse;        /* enum ym_refusal; NONE: allowed */
    uint8_t ground;        /* enum ym_ground on which it ends mediation; NONE: what was named */
    uint8_t to[YM_TRACKS]; /* state entered per track, YM_STATE_NONE: stays */
    uint64_t from;         /* states, all of one track, in any of which the rule applies */
    uint64_t need;         /* facts that must hold */
    uint64_t forbid;       /* facts that must not hold */
    uint64_t fields;       /* fields that the command must carry */
    uint32_t roles;        /* set of enum ym_role that may do it */
    uint32_t arm;          /* deadlines started, besides those of the states */
    uint32_t disarm;       /* deadlines stopped, besides those of the states */
    uint32_t effects;      /* set of enum ym_effect */
    uint32_t documents;    /* set of enum ym_document produced */
    uint32_t topics;       /* set of enum ym_topic told to the outside */
    const char *source;    /* law and article, or "local: ..." */
};

/* Who can hold a role: kinds of body whose staff do, or nobody in particular. */
struct ym_holder {
    uint32_t bodies; /* set of enum ym_body_kind */
    bool is_program; /* a program or the public holds it: party, agent, job, admin, clock */
};

/* How risk is weighed (the second axis). level = first i with sum < until[i], else CRITICAL. */
struct ym_risk_table {
    uint8_t type[YM_TYPE_COUNT];
    uint8_t harm[4], urgency[4], scope[4];
    uint8_t until[3]; /* below until[0]: LOW, below until[1]: MEDIUM, below until[2]: HIGH */
    const char *source;
};

struct ym_procedure {
    const char *id;      /* "binjiang-2020" */
    const char *version; /* "1.0" */
    const char *zh, *en;
    const char *source;
    uint16_t number;          /* in the registry, from 1; 0: not registered */
    ym_day valid_from;        /* first day of intake under it */
    ym_day valid_until;       /* last day, YM_DAY_NONE: open */
    unsigned char sha256[32]; /* of the JSON as given */
    struct ym_holder holders[YM_ROLE_COUNT];
    struct ym_risk_table risk;
    uint8_t nstates, ndeadlines;
    uint16_t nrules;
    uint8_t idle[YM_TRACKS]; /* state in which each track begins; START for the main track */
    struct ym_state states[YM_STATES_MAX];
    struct ym_deadline deadlines[YM_DEADLINES_MAX];
    struct ym_rule rules[YM_RULES_MAX];
};

/* The procedure versions that a program knows; index by number. Immutable while in use. */
struct ym_procedures {
    const struct ym_procedure *at[YM_PROCEDURES_MAX + 1]; /* at[number]; NULL: unknown */
};

/* The version with this number, or NULL. */
const struct ym_procedure *ym_procedures_get(const struct ym_procedures *all, uint16_t number);

/* The version valid for a dispute received on this day: the one with the latest valid_from among
 * those whose validity holds the day; NULL when there is none. */
const struct ym_procedure *ym_procedures_on(const struct ym_procedures *all, ym_day day);

/* Index by name, or -1. */
int ym_procedure_state(const struct ym_procedure *p, struct ym_span name);
int ym_procedure_deadline(const struct ym_procedure *p, struct ym_span name);

/* Rule with this id, or NULL. */
const struct ym_rule *ym_procedure_rule(const struct ym_procedure *p, uint16_t id);

/* First rule that answers the command in these states with these facts; NULL: nothing is foreseen.
 * deadline: for EXPIRE the deadline that passed, else YM_DEADLINE_NONE. */
const struct ym_rule *ym_rule_find(const struct ym_procedure *p, const uint8_t state[YM_TRACKS],
                                   enum ym_cmd on, uint8_t deadline, uint64_t facts);

/* ---- Checks before it runs ---- */

/* clang-format off */
#define YM_FLAWS(X) /* name, text */ \
    X(NONE,          "sound") \
    X(START,         "state 0 must be START, main track, phase idle, and only `register` leaves it") \
    X(TRACK_IDLE,    "each parallel track needs a first state with phase idle") \
    X(NAME_TWICE,    "two states, deadlines or rules bear the same name or number") \
    X(RULE_ORDER,    "rule numbers must ascend") \
    X(RULE_TRACKS,   "the states in `from` of a rule must belong to one track, `to` to different ones") \
    X(NEED_FORBID,   "a rule needs and forbids the same fact") \
    X(REFUSAL_MOVES, "a refusing rule may not move states, touch clocks, name a ground or have effects") \
    X(FIELD_FOREIGN, "a rule needs a field that its command does not take") \
    X(COLOUR,        "a state of the main track needs a stage, and its colour must fit its phase") \
    X(UNREACHABLE,   "a state cannot be reached") \
    X(TRAP,          "a state that is not final has no way out") \
    X(SHADOWED,      "an earlier rule always intercepts this rule") \
    X(NO_DEADLINE,   "no deadline runs in an open state") \
    X(NO_EXPIRY,     "nothing answers the passing of a deadline in a state where it can run") \
    X(NO_OUTCOME,    "neither green nor red can be reached from an open state") \
    X(NO_COURT,      "`go_to_court` is not offered to a party in an open state") \
    X(NO_HOLDER,     "a rule asks for a role that nobody can hold") \
    X(NO_ROLE,       "a rule that nobody may use") \
    X(NO_SOURCE,     "a rule, deadline or the procedure itself names no source") \
    X(NO_NOTICE,     "a rule that moves to red produces no notice of remedies") \
    X(CLOCKS,        "more deadlines could run at once than a dispute can hold") \
    X(VALIDITY,      "the procedure's validity ends before it begins") \
    X(ARM_USELESS,   "a rule starts a deadline that cannot run where it leads, or that starts by itself") \
    X(BACKWARDS,     "a deadline that counts back from a due day counts in days") \
    X(EXPIRY_REFUSED, "a rule refuses the clock where the deadline can run: it may neither `refuse`, nor need a field, nor lack the role `clock`")
/* clang-format on */

#define X(name, text) YM_FLAW_##name,
enum ym_flaw_kind { YM_FLAWS(X) YM_FLAW_COUNT };
#undef X

struct ym_flaw {
    uint8_t kind;     /* enum ym_flaw_kind */
    uint16_t rule;    /* number of the rule concerned, 0: none */
    uint16_t other;   /* SHADOWED: the earlier rule; else 0 */
    uint8_t state;    /* state concerned, YM_STATE_NONE: none */
    uint8_t deadline; /* deadline concerned, YM_DEADLINE_NONE: none */
};

/* Find every flaw. Writes at most max of them to flaws and returns how many there are in all;
 * 0 means that the procedure may run. */
size_t ym_procedure_check(const struct ym_procedure *p, struct ym_flaw *flaws, size_t max);

/* The text of a kind of flaw. */
const char *ym_flaw_text(enum ym_flaw_kind kind);

#endif
