/* SPDX-License-Identifier: Apache-2.0 */
/* Diagrams of a procedure, made from its rule table and nothing else: equal procedures give equal
 * bytes.
 *
 * What the three languages share stands here. A rule *moves* when it is no refusal and names a
 * state of the track that its `from` belongs to. Moving rules with the same `from` and the same
 * target make one bundle: one box with a line for each rule, an arrow from every state of `from`
 * and one to the target, so that each rule is told once however many states it leaves. The others
 * *keep* the state: refusals, and rules that only record something, start a deadline or move
 * another track. A state that a rule of another track enters has an arrow from there. */
#ifndef YM_CLI_PROCEDURE_DRAW_H
#define YM_CLI_PROCEDURE_DRAW_H

#include <stdio.h>

#include "yima/procedure.h"

#define DRAW_TRACKS_ALL ((1U << YM_TRACKS) - 1)

struct draw {
    FILE *out; /* not owned */
    const struct ym_procedure *p;
    uint32_t tracks; /* set of enum ym_track to draw */
};

/* Fill, border and ink of a colour; each pair of fill and ink contrasts at 4.5 to 1 or more. */
struct draw_paint {
    const char *fill, *line, *ink;
};
const struct draw_paint *draw_paint(enum ym_colour colour);

bool draw_has(const struct draw *d, int track);

/* The track whose states the rule leaves. */
int draw_track(const struct ym_procedure *p, const struct ym_rule *r);
bool draw_moves(const struct ym_procedure *p, const struct ym_rule *r);

/* Is rule i the first of its bundle? And does rule j belong to the bundle that i leads? */
bool draw_leads(const struct ym_procedure *p, int i);
bool draw_joins(const struct ym_procedure *p, int i, int j);

/* "103 受理 accept +all_notified -stayed": number, command, facts needed (+) and forbidden (-), for
 * an expiry the deadline, behind an arrow the states of other tracks that it enters. Of ASCII only
 * letters, digits, spaces and . _ + - ( ): it needs no escaping in any of the languages. */
void draw_put_rule(const struct draw *d, const struct ym_rule *r);

/* " 509 511": the numbers of the rules of track `of` that enter a state of another track; returns
 * how many there are. With out NULL they are only counted. */
int draw_put_entering(const struct draw *d, int of, int state, FILE *out);

/* The deadlines that may run in a state: the next one at or behind i, or -1. */
int draw_deadline(const struct ym_procedure *p, int state, int i);

/* "mediation_limit 1 month": name and limit of a deadline. */
void draw_put_deadline(const struct draw *d, int deadline);

/* The languages. Each draws the tracks asked for; SCXML always all of them, since a state chart is
 * whole or wrong. */
void draw_mermaid(const struct draw *d);
void draw_dot(const struct draw *d);
void draw_scxml(const struct draw *d);

#endif
