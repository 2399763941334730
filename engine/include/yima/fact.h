/* SPDX-License-Identifier: Apache-2.0 */
/* What one dispute contributes to the statistics of one month: a fact.
 *
 * Every figure of a report is a sum, a share or a quantile over facts, so that whatever is told
 * apart (type, region, body, colour) adds up to the same total. A fact is a function of the history
 * alone: of the events of the dispute before the month ended, folded by the engine. Drawn up a year
 * later it is the same one, whatever happened since. An amendment looks further in one thing only:
 * corrections (CORRECT) that were recorded up to the moment it names say what was true all along,
 * so that they replace type and region.
 *
 * Whoever makes facts verifies the hashes first: this module reads no hash. */
#ifndef YM_FACT_H
#define YM_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/dispute.h"
#include "yima/figures.h"
#include "yima/span.h"

#define YM_FACT_BYTES_MAX 512 /* packed; a usual fact has some 60 */

struct ym_month_fact {
    struct ym_id dispute;
    int64_t region;   /* padded code; where it stood when the month ended, as all below */
    int64_t body;     /* that owned it */
    int64_t mediator; /* staff; 0: none */
    int64_t court;    /* 0: none */
    uint8_t body_kind, type, source, channel; /* enums of vocab.h */
    uint8_t colour_from; /* enum ym_colour when the month began; NONE also before registration */
    uint8_t colour;      /* when it ended */
    bool is_late;   /* the limit had passed at the last closing in the month, or at its end if it
                       was open then (yima/figures.h) */
    bool is_repeat; /* registered in the month, and a dispute of the same pair of identities and
                       type was in the 12 months before; told by the store */
    uint32_t n[YM_FIGURE_COUNT]; /* how often each happened in the month */
    int32_t days;                /* acceptance to the last closing in the month; -1: not closed */
    int32_t confirm_days;        /* joint application to the court's ruling (confirmed or dismissed)
                                    in the month; -1: no ruling in it */
    int64_t amount_fen;          /* money promised by the agreements settled in the month */
    uint32_t written, oral;      /* of n[SETTLED]: by a written or an oral agreement. The rest was
                                    settled by the court or without obligations being recorded */
    uint32_t sessions;           /* held in the month */
    uint32_t visits;             /* return visits in the month */
    uint8_t due;                 /* obligations in force that fell due in the month, and of them, as
                                    it was known when the month ended: */
    uint8_t performed;           /* on time */
    uint8_t performed_late;      /* late, and wholly */
    uint8_t partial;             /* partly */
    uint8_t excused;             /* excused: nobody owes them any more */
    uint8_t breached; /* recorded as breached; what is left over is overdue, unrecorded */
    uint8_t nmoves;   /* changes of colour in the month */
    struct ym_move moves[YM_MOVES_MAX];
    uint32_t answers;    /* answers of return visits in the month; told by the store */
    uint32_t answer_sum; /* of their scores, 1 to 5 each */
};

/* Does it contribute nothing? Such a fact is not kept. */
bool ym_fact_is_empty(const struct ym_month_fact *f);

/* Write the canonical bytes: equal facts give equal bytes. Returns how many; never more than
 * YM_FACT_BYTES_MAX. */
size_t ym_fact_pack(const struct ym_month_fact *f, unsigned char buf[YM_FACT_BYTES_MAX]);

/* Read the fact that *from begins with and move *from behind it. False, and *ret says nothing, when
 * the bytes are not what ym_fact_pack() writes. */
__attribute__((warn_unused_result)) bool ym_fact_unpack(struct ym_span *from,
                                                        struct ym_month_fact *ret);

/* ---- Making one ---- */

/* The history of one dispute, event by event. */
struct ym_fact_maker {
    const struct ym_procedures *procedures; /* not owned */
    struct ym_period period;
    ym_usec known;       /* corrections up to here count; >= period.until */
    uint32_t seq;        /* events taken */
    struct ym_dispute d; /* folded up to the end of the month */
    struct ym_figures figures;
    struct ym_month_fact fact;          /* being made */
    int64_t amount_fen, next_fen;       /* promised by the terms of d, and by those that wait */
    uint8_t result[YM_OBLIGATIONS_MAX]; /* enum ym_result of each obligation of d.terms */
    ym_day applied_on;                  /* both sides have applied; YM_DAY_NONE: they have not */
    uint8_t agreed;                     /* how the terms were agreed; of no use to others */
    bool is_effective;                  /* the terms have settled the dispute */
    bool is_over;                       /* an event at or behind the end of the month was met */
};

/* Begin with the dispute's first event before one of these; procedures outlive m. */
void ym_fact_begin(struct ym_fact_maker *m, const struct ym_procedures *procedures,
                   struct ym_period period, ym_usec known);

/* Take the next event, from the first one on. False: it does not continue this history (its number,
 * its procedure or its rule is not known), and nothing can be said of the dispute. */
__attribute__((warn_unused_result)) bool ym_fact_take(struct ym_fact_maker *m,
                                                      const struct ym_event *ev);

/* The history is over. What the store tells (is_repeat, answers) is not set. */
void ym_fact_end(struct ym_fact_maker *m, struct ym_month_fact *ret);

#endif
