/* SPDX-License-Identifier: Apache-2.0 */
/* What the service answers, as the runner sees it. Every reader returns false when the reply is not
 * what the interface promises. Texts of *seen are the procedures' own and the vocabularies'. */
#ifndef STORY_REPLIES_H
#define STORY_REPLIES_H

#include "json/read.h"
#include "story.h"
#include "yima/number.h"

/* The dispute at hand, as the interface shows it. */
struct reply_dispute {
    char id[YM_NUMBER_COMPACT_MAX];
    uint32_t version;
    const struct ym_procedure *p;
    struct ym_dispute relations; /* body, mediator, court, region and seats alone */
    char code_url[128];          /* "": the code was revoked */
};

/* One event of a dispute. */
struct reply_event {
    uint32_t seq;
    uint16_t rule;
    bool is_expiry;
    uint8_t deadline;                             /* of an expiry */
    struct ym_clock clocks[YM_CLOCK_CHANGES_MAX]; /* of an expiry: those that it changed */
    size_t nclocks;
    const struct ym_procedure *p; /* that the dispute was under afterwards */
};

/* Let the clocks of *seen be what the event made of them. False when they are too many. */
bool reply_apply_clocks(const struct reply_event *event, struct story_seen *seen);

/* GET /disputes/{id} */
bool reply_read_dispute(struct ym_span body, const struct ym_procedures *all,
                        struct reply_dispute *ret, struct story_seen *seen);

/* Answer to a command or a registration: id and version of *d, rule, states and colour. */
bool reply_read_outcome(struct ym_span body, const struct ym_procedures *all,
                        struct reply_dispute *d, struct story_seen *seen);

/* Refusal: its code, rule and missing fields. False when the problem names no refusal. */
bool reply_read_refusal(struct ym_span body, struct story_seen *seen);

/* A page of events: calls take(arg, event, seen) for each, in order, until that returns false. seen
 * holds rule, states, colour. */
typedef bool reply_event_fn(void *arg, const struct reply_event *event,
                            const struct story_seen *seen);
bool reply_read_events(struct ym_span body, const struct ym_procedures *all, reply_event_fn *take,
                       void *arg);

#endif
