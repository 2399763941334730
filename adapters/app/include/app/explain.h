/* SPDX-License-Identifier: Apache-2.0 */
/* Why a dispute has its colour: the events that moved it, each with its rule and the rule's source.
 *
 * Fed with the history from the first event on, it also folds the dispute, so that whoever explains
 * can prove: the fold must equal the stored state. */
#ifndef YM_APP_EXPLAIN_H
#define YM_APP_EXPLAIN_H

#include <stdbool.h>

#include "yima/dispute.h"

/* One step of the explanation. */
struct app_reason {
    uint32_t seq;       /* the event */
    ym_usec at;         /* when */
    uint8_t command;    /* enum ym_cmd */
    uint8_t role;       /* enum ym_role of who did it */
    uint16_t rule;      /* the rule that made it */
    const char *source; /* law and article of that rule; "" when the rule is not known */
    const struct ym_procedure *procedure; /* the version it was decided under; NULL: not known */
    const struct ym_procedure *after;     /* the version it led to, another one for MIGRATE alone */
    uint8_t from[YM_TRACKS];              /* states before it, of procedure */
    uint8_t to[YM_TRACKS];                /* states after it, of after */
    uint8_t colour, stage;                /* after it */
    bool moved;                           /* some track changed its state: app_reason_moved() */
    /* RESCHEDULE: what was moved, of the procedure above; else NULL */
    const struct ym_deadline *deadline;
    ym_day was, last; /* its last day before and after */
    uint8_t shift;    /* enum ym_shift: on which ground */
};

struct app_explainer {
    const struct ym_procedures *procedures; /* not owned */
    struct ym_dispute dispute;              /* folded so far */
};

void app_explainer_init(struct app_explainer *e, const struct ym_procedures *procedures);

/* Take the next event. False, and nothing changed, when it is not the next one of this history. */
bool app_explainer_feed(struct app_explainer *e, const struct ym_event *ev, struct app_reason *ret);

/* Did this track change its state? Versions number their states each in its own way, so where the
 * version changed it is the name that tells. */
bool app_reason_moved(const struct app_reason *r, int track);

#endif
