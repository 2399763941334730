/* SPDX-License-Identifier: Apache-2.0 */
/* The dispute: one aggregate, two pure functions.
 *
 * ym_decide() says what happens, ym_evolve() applies it. Neither reads a clock, allocates, logs or
 * fails; the same inputs give the same bytes for ever. One command makes one event, so a dispute's
 * version is the number of its events. ym_decide() alone consults the procedure; ym_evolve() alone
 * changes a dispute, and needs no procedure, since the event says what came of it. */
#ifndef YM_DISPUTE_H
#define YM_DISPUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "yima/calendar.h"
#include "yima/command.h"
#include "yima/id.h"
#include "yima/procedure.h"

/* One deadline of one dispute. Runs while due != 0; stands still while due == 0 and left >= 0. */
struct ym_clock {
    ym_usec due;      /* end of the last day; 0 while it stands still */
    ym_day last;      /* last day of the term; the clock passes at its end. NONE while stopped */
    int16_t left;     /* units of the term that remained when it stopped; -1 while it runs */
    int16_t moved;    /* days by which RESCHEDULE has moved the last day away from the one that the
                         procedure counts; the calendar's changes are not among them */
    uint8_t deadline; /* index in the procedure */
};

/* What was recorded, as flags of struct ym_dispute. */
enum ym_mark {
    YM_MARK_JOINT = 1 << 0,         /* both sides applied together */
    YM_MARK_CASE_ACCEPTED = 1 << 1, /* the mediator accepted the case */
    YM_MARK_NUMBERED = 1 << 2,      /* a court case number exists */
    YM_MARK_SIMPLIFIED = 1 << 3,    /* simplified procedure */
    YM_MARK_FILED = 1 << 4,         /* the court had filed before mediation */
    YM_MARK_ORAL = 1 << 5,          /* the agreement is oral */
    YM_MARK_MEDIATOR_SIGNED = 1 << 6,
    YM_MARK_SEALED = 1 << 7,
    YM_MARK_CONFIRMED = 1 << 8,
    YM_MARK_POLICE = 1 << 9, /* reported to the police */
    YM_MARK_FEE_PAID = 1 << 10,
    YM_MARK_SMALL_CLAIM = 1 << 11, /* small claim; then also simplified */
    YM_MARK_UNDATED = 1 << 12,     /* stored before due days were kept: all count as the last */
    YM_MARK_VARIED = 1 << 13,      /* a new version of the agreement waits for signatures */
    YM_MARK_NEXT_MEDIATOR_SIGNED = 1 << 14, /* that new version */
    YM_MARK_NEXT_SEALED = 1 << 15,          /* likewise */
    YM_MARK_MOVED = 1 << 16,                /* some clock has moved != 0 */
    YM_MARK_FAMILY = 1 << 17, /* the police were told of it while it was a family dispute, or
                                 before it became one; no later correction takes that back */
    YM_MARK_TYPED = 1 << 18,  /* POLICE was set by a program that keeps FAMILY: without it
                                 FAMILY may be missing, and the events alone tell */
};

/* One version of the agreement: what it obliges to, and which parties have signed it. The due days
 * are kept as distances, so that they are short and those that nobody told fall due with the last
 * one. */
struct ym_terms {
    uint32_t signatures; /* set of seats */
    uint32_t e_signed;   /* those of them that signed on a page */
    ym_day last_due;     /* last day on which an obligation falls due, or NONE */
    uint16_t due_before[YM_OBLIGATIONS_MAX]; /* by obligation: days before last_due; 0 for others */
    uint8_t obligations;                     /* how many */
};

struct ym_dispute {
    struct ym_id id;
    uint32_t version;                /* events so far; 0: not registered */
    uint16_t procedure;              /* number of its procedure version */
    uint8_t state[YM_TRACKS];        /* one state of each track */
    uint8_t type, channel, source;   /* enums ym_type, ym_channel, ym_source */
    uint8_t harm, urgency, scope;    /* 0..3 */
    uint8_t risk;                    /* enum ym_risk */
    uint8_t seats;                   /* number of parties */
    uint8_t ground;                  /* enum ym_ground of the last termination */
    uint8_t sessions;                /* sessions held, at most 255 counted */
    uint32_t marks;                  /* set of enum ym_mark */
    uint32_t claimants, respondents; /* sets of seats; a third party is in neither */
    uint32_t notified, consented, refused, withdrawn; /* sets of seats */
    uint32_t applied, reopening, ext_consents;        /* sets of seats */
    uint32_t appeared; /* set of seats: came to the court since it accepted the application */
    uint32_t recused, recused_again; /* sets of seats: asked for a change of mediator, and twice */
    uint32_t served;                 /* set of seats on which the ruling in force was served */
    uint32_t periods_over;           /* set of seats whose period to object to it has passed */
    ym_day served_on[YM_SEATS_MAX];  /* by seat of served, when; 0 for the others */
    uint64_t settled, breached;      /* sets of obligations: fulfilled or excused; breached */
    uint64_t overdue;                /* set of obligations whose due day is known to have passed */
    int16_t ext_pending;             /* days asked for and not decided; 0: none */
    int16_t ext_total;    /* days granted on the limit that is running, at most 32767 counted */
    uint8_t ext_deadline; /* the limit that ext_total belongs to, or YM_DEADLINE_NONE */
    int64_t region;       /* padded code */
    int64_t body;         /* body that owns the dispute: never 0 once registered */
    uint8_t body_kind;    /* enum ym_body_kind of that body */
    int64_t mediator;     /* staff; 0: none */
    int64_t court;        /* body; 0: none */
    ym_day stayed_on;     /* day on which the clock stopped, YM_DAY_NONE: running */
    ym_day asked_on;      /* when this round of mediation was asked for: registered or reopened */
    ym_usec received_at;  /* when protection was asked for (诉讼时效规定 12) */
    ym_usec entered_at;   /* when the state of the main track was entered */
    ym_usec acted_at;     /* time of the last event: none that follows is earlier. Not packed, since
                             the row has it; 0 where nobody decides */
    struct ym_terms terms; /* the agreement that is in force or, before one is, being signed */
    struct ym_terms next;  /* the version that shall take its place; empty unless MARK_VARIED */
    uint8_t nclocks;
    struct ym_clock clocks[YM_CLOCKS_MAX]; /* ascending by deadline */
    unsigned char head[32];                /* hash of the last event; all zero before the first */
};

/* What happened: the command as it was, and what the procedure made of it. */
struct ym_event {
    struct ym_id dispute;
    uint32_t seq;          /* version that the dispute has after it, from 1 */
    uint16_t rule;         /* number of the rule that made it */
    uint8_t to[YM_TRACKS]; /* states after it */
    uint8_t risk;          /* enum ym_risk after it */
    uint8_t ground;        /* enum ym_ground that the rule names; NONE: none */
    uint32_t effects;      /* set of enum ym_effect */
    ym_day was;            /* RESCHEDULE: the last day before it; else 0 */
    uint8_t nclocks;       /* clocks that changed */
    struct ym_clock clocks[YM_CLOCK_CHANGES_MAX]; /* as they are after it; due == 0 and left == -1:
                                                     gone */
    struct ym_command c; /* c.migration is not part of an event: procedure is in reg */
};

/* Was it a family dispute of which the police were told, whatever its type is by now? */
static inline bool ym_dispute_is_reported_family(const struct ym_dispute *d)
{
    return (d->marks & YM_MARK_FAMILY) != 0 ||
           (d->type == YM_TYPE_MARRIAGE && (d->marks & YM_MARK_POLICE) != 0);
}

/* Does d itself tell that? Not when the report was recorded by a program that did not keep it, and
 * the type is another by now: then the events alone do. */
static inline bool ym_dispute_knows_family(const struct ym_dispute *d)
{
    return ym_dispute_is_reported_family(d) || (d->marks & YM_MARK_POLICE) == 0 ||
           (d->marks & YM_MARK_TYPED) != 0;
}

/* The answer to a command. */
struct ym_decision {
    uint8_t refusal;    /* enum ym_refusal; NONE: event holds what happens */
    uint16_t rule;      /* the rule that answered; 0: none did */
    uint64_t missing;   /* FIELD_MISSING, FIELD_UNKNOWN: which fields */
    uint32_t documents; /* set of enum ym_document to produce */
    uint32_t topics;    /* set of enum ym_topic to tell */
    struct ym_event event;
};

/* Decide what c does to d under procedure p (the version that d is pinned to; for REGISTER the one
 * it shall begin under) with the working days of cal.
 *
 * The times of a dispute's events never go back. A command whose time lies before the last event,
 * because a clock was set or another program's is behind, counts as given at that event's instant;
 * save that a deadline passes by its own time alone, so that no such step makes one end early.
 *
 * Total: a refusal is an answer, not an error. *ret is fully written. ret->event.c.detail points
 * where c->detail does. Source: law and article stand on the row named by ret->rule. */
void ym_decide(const struct ym_procedure *p, const struct ym_calendar *cal,
               const struct ym_dispute *d, const struct ym_command *c, struct ym_decision *ret);

/* Apply one event. Pre: ev came from ym_decide() on this version of d, or from its history.
 * Does not touch d->head: the chain belongs to whoever hashes (ym_canon_event). */
void ym_evolve(struct ym_dispute *d, const struct ym_event *ev);

/* The facts of d, as the rules see them after command c has had its say. */
uint64_t ym_facts(const struct ym_procedure *p, const struct ym_dispute *d,
                  const struct ym_command *c);

/* Is the actor related to the dispute as its role demands (YM_ROLES)? A window clerk, dispatcher
 * and the like: by region; staff of a body: by the owning body; court staff: by the court; a
 * mediator: by assignment; a party or agent: by seat. */
bool ym_actor_relates(const struct ym_actor *a, const struct ym_dispute *d);

/* May the actor read more than a stranger? Role and relation as above; ADMIN and JOB always. */
bool ym_actor_may_read(const struct ym_actor *a, const struct ym_dispute *d);

/* One thing that an actor may do next. */
struct ym_option {
    uint8_t command; /* enum ym_cmd */
    uint16_t rule;   /* the first rule that would allow it */
    uint64_t needs;  /* fields it must carry */
    uint64_t takes;  /* fields it may carry */
};

/* What the actor may do next: writes at most max options, returns how many there are.
 * A command stands here when some rule would allow it to this role in these states, whatever its
 * fields say; what the command itself cannot change must already hold. */
size_t ym_options(const struct ym_procedure *p, const struct ym_dispute *d,
                  const struct ym_actor *a, struct ym_option *ret, size_t max);

/* Derived, never stored as truth. */
enum ym_colour ym_dispute_colour(const struct ym_procedure *p, const struct ym_dispute *d);
enum ym_stage ym_dispute_stage(const struct ym_procedure *p, const struct ym_dispute *d);
/* True while any track is in an open state. */
bool ym_dispute_is_open(const struct ym_procedure *p, const struct ym_dispute *d);
/* The running clock that passes first, or NULL. */
const struct ym_clock *ym_dispute_next_clock(const struct ym_dispute *d);

/* The last day on which obligation i of this version may be performed; NONE: no day is known, or
 * there is no such obligation. */
ym_day ym_terms_due(const struct ym_terms *t, unsigned i);

/* What comes next, as the states that say so, in the order of the tracks; returns how many.
 *
 * The main track speaks for all as long as the others stand where the rule that led into its state
 * put them. Once a settled dispute's confirmation or performance has moved on, they speak for
 * themselves: after both sides have applied nobody is told any more that they may. None: nothing is
 * left to do. A state without a text of its own is never among them. */
size_t ym_dispute_steps(const struct ym_procedure *p, const struct ym_dispute *d,
                        const struct ym_state *ret[YM_TRACKS]);

/* The term of a deadline for this dispute: that of its type where the kind of body has one, else
 * that of the court's procedure, else its own. */
struct ym_term ym_deadline_term(const struct ym_deadline *dl, const struct ym_dispute *d);

/* The clock of this deadline, running or standing still; NULL: it has none. */
const struct ym_clock *ym_dispute_clock(const struct ym_dispute *d, uint8_t deadline);

/* The last day to which RESCHEDULE may put this running clock on this ground, NONE: nobody may move
 * it. today: the day of the command. The law's own last day, with all that was granted, is a cap of
 * the procedure (struct ym_shift_limit); a change of the calendar moves a last day that has become
 * a day without work to the next day with, and a term of working days by what it may have lost. */
ym_day ym_clock_latest(const struct ym_procedure *p, const struct ym_calendar *cal,
                       const struct ym_dispute *d, const struct ym_clock *k, enum ym_shift ground,
                       ym_day today);

/* Level of risk from type, harm, urgency and scope. */
enum ym_risk ym_risk_level(const struct ym_risk_table *t, enum ym_type type, uint8_t harm,
                           uint8_t urgency, uint8_t scope);

/* The invariants that hold for every registered dispute: it has an owner and stands in a state of
 * each track; an open one has a running or stopped clock; clocks ascend and belong to its states.
 * Returns NULL, or the sentence that is broken. */
const char *ym_dispute_flaw(const struct ym_procedure *p, const struct ym_dispute *d);

#endif
