/* SPDX-License-Identifier: Apache-2.0 */
/* SCXML (W3C Recommendation of 1 September 2015): the tracks are the regions of one <parallel>, the
 * data model is the null one.
 *
 * A rule needs facts that only the engine can compute, so the machine does not choose between
 * rules: its events name them, COMMAND.RULE, as the stored events of a dispute do, and it says
 * where that leads. Who replays a dispute's events through it sees the dispute's states. A rule
 * that also moves another track raises enter.TRACK.STATE, which that region answers wherever it
 * stands.
 *
 * State ids are TRACK.STATE, which no region's id can be, and NCNames whatever the state's name
 * begins with. What else the procedure says of states and rules (names, colour, stage, deadlines;
 * facts, roles, sources) stands in a namespace of its own, which an interpreter passes over. */
#include "procedure_draw.h"
#include "xml.h"

#define SPACE    "urn:yima:procedure"
#define TEXT_MAX 1024 /* of an id, an event or a list of codes; the lists are shorter than that */

static const char *track_code(int track)
{
    return ym_word(YM_VOCAB_TRACK, track)->code;
}

static void put_id(struct cli_xml *x, const char *attribute, const struct ym_procedure *p,
                   int state)
{
    char id[TEXT_MAX];

    (void)snprintf(id, sizeof(id), "%s.%s", track_code(p->states[state].track),
                   p->states[state].name);
    cli_xml_word(x, attribute, id);
}

/* A dot would part the event into tokens, of which any beginning is answered: it becomes a colon.
 */
static void put_enter(struct cli_xml *x, const struct ym_procedure *p, int state)
{
    char event[TEXT_MAX];
    const size_t head =
        (size_t)snprintf(event, sizeof(event), "enter.%s.", track_code(p->states[state].track));

    (void)snprintf(event + head, sizeof(event) - head, "%s", p->states[state].name);
    for (char *at = event + head; *at != '\0'; at++)
        if (*at == '.')
            *at = ':';
    cli_xml_word(x, "event", event);
}

/* The words of a set, one blank between them; no attribute for an empty set. */
static void put_set(struct cli_xml *x, const char *attribute, enum ym_vocab_id vocab, uint64_t set)
{
    char text[TEXT_MAX] = "";
    size_t n = 0;

    for (int i = 0; i < ym_vocab(vocab)->count && n < sizeof(text); i++)
        if ((set & UINT64_C(1) << i) != 0)
            n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", n > 0 ? " " : "",
                                  ym_word(vocab, i)->code);
    if (n > 0)
        cli_xml_word(x, attribute, text);
}

/* ---- What SCXML does not know ---- */

static void put_deadline(struct cli_xml *x, const struct ym_deadline *it)
{
    cli_xml_begin(x, "yima:deadline");
    cli_xml_word(x, "name", it->name);
    cli_xml_word(x, "zh", it->zh);
    cli_xml_word(x, "en", it->en);
    cli_xml_int(x, "term", it->term.n);
    cli_xml_word(x, "unit", ym_word(YM_VOCAB_UNIT, it->term.unit)->code);
    cli_xml_word(x, "source", it->source);
    cli_xml_end(x);
}

static void put_rule(struct cli_xml *x, const struct ym_procedure *p, const struct ym_rule *r)
{
    cli_xml_begin(x, "yima:rule");
    cli_xml_int(x, "number", r->id);
    cli_xml_word(x, "command", ym_word(YM_VOCAB_COMMAND, r->on)->code);
    cli_xml_word(x, "zh", ym_word(YM_VOCAB_COMMAND, r->on)->zh);
    cli_xml_word(x, "en", ym_word(YM_VOCAB_COMMAND, r->on)->en);
    if (r->deadline < p->ndeadlines)
        cli_xml_word(x, "deadline", p->deadlines[r->deadline].name);
    if (r->refuse != YM_REFUSAL_NONE)
        cli_xml_word(x, "refuse", ym_word(YM_VOCAB_REFUSAL, r->refuse)->code);
    put_set(x, "need", YM_VOCAB_FACT, r->need);
    put_set(x, "forbid", YM_VOCAB_FACT, r->forbid);
    put_set(x, "roles", YM_VOCAB_ROLE, r->roles);
    cli_xml_word(x, "source", r->source);
    cli_xml_end(x);
}

static void put_tables(struct cli_xml *x, const struct ym_procedure *p)
{
    cli_xml_begin(x, "yima:deadlines");
    for (int i = 0; i < p->ndeadlines; i++)
        put_deadline(x, &p->deadlines[i]);
    cli_xml_end(x);
    cli_xml_begin(x, "yima:rules");
    for (int i = 0; i < p->nrules; i++)
        put_rule(x, p, &p->rules[i]);
    cli_xml_end(x);
}

/* ---- The machine ---- */

/* One rule as it leaves one state. Without a target it keeps the state; a refusal is no event. */
static void put_transition(struct cli_xml *x, const struct ym_procedure *p, const struct ym_rule *r)
{
    const int track = draw_track(p, r);
    char event[TEXT_MAX];

    (void)snprintf(event, sizeof(event), "%s.%u", ym_word(YM_VOCAB_COMMAND, r->on)->code, r->id);
    cli_xml_begin(x, "transition");
    cli_xml_word(x, "event", event);
    if (draw_moves(p, r))
        put_id(x, "target", p, r->to[track]);
    for (int t = 0; t < YM_TRACKS; t++) {
        if (t == track || r->to[t] == YM_STATE_NONE)
            continue;
        cli_xml_begin(x, "raise");
        put_enter(x, p, r->to[t]);
        cli_xml_end(x);
    }
    cli_xml_end(x);
}

static bool is_left(const struct ym_procedure *p, int state)
{
    for (int i = 0; i < p->nrules; i++)
        if ((p->rules[i].from & UINT64_C(1) << state) != 0 && p->rules[i].refuse == YM_REFUSAL_NONE)
            return true;
    return false;
}

/* <final> may not have transitions: a final state that is still written to is a <state>. */
static void put_state(struct cli_xml *x, const struct ym_procedure *p, int state)
{
    const struct ym_state *s = &p->states[state];

    cli_xml_begin(x, s->phase == YM_PHASE_FINAL && !is_left(p, state) ? "final" : "state");
    put_id(x, "id", p, state);
    cli_xml_word(x, "yima:name", s->name);
    cli_xml_word(x, "yima:zh", s->zh);
    cli_xml_word(x, "yima:en", s->en);
    cli_xml_word(x, "yima:phase", ym_word(YM_VOCAB_PHASE, s->phase)->code);
    if (s->track == YM_TRACK_MAIN) {
        cli_xml_word(x, "yima:stage", ym_word(YM_VOCAB_STAGE, s->stage)->code);
        cli_xml_word(x, "yima:colour", ym_word(YM_VOCAB_COLOUR, s->colour)->code);
        cli_xml_word(x, "yima:fill", draw_paint((enum ym_colour)s->colour)->fill);
    }
    for (int i = 0; (i = draw_deadline(p, state, i)) >= 0; i++) {
        cli_xml_begin(x, "yima:runs");
        cli_xml_word(x, "deadline", p->deadlines[i].name);
        cli_xml_end(x);
    }
    for (int i = 0; i < p->nrules; i++)
        if ((p->rules[i].from & UINT64_C(1) << state) != 0 && p->rules[i].refuse == YM_REFUSAL_NONE)
            put_transition(x, p, &p->rules[i]);
    cli_xml_end(x);
}

static bool is_entered(const struct draw *d, int state)
{
    for (int of = 0; of < YM_TRACKS; of++)
        if (draw_put_entering(d, of, state, NULL) > 0)
            return true;
    return false;
}

static void put_region(struct cli_xml *x, const struct draw *d, int track)
{
    const struct ym_procedure *p = d->p;

    cli_xml_begin(x, "state");
    cli_xml_word(x, "id", track_code(track));
    put_id(x, "initial", p, p->idle[track]);
    cli_xml_word(x, "yima:zh", ym_word(YM_VOCAB_TRACK, track)->zh);
    for (int s = 0; s < p->nstates; s++) {
        if (p->states[s].track != track || !is_entered(d, s))
            continue;
        cli_xml_begin(x, "transition");
        put_enter(x, p, s);
        cli_xml_word(x, "type", "internal");
        put_id(x, "target", p, s);
        cli_xml_end(x);
    }
    for (int s = 0; s < p->nstates; s++)
        if (p->states[s].track == track)
            put_state(x, p, s);
    cli_xml_end(x);
}

void draw_scxml(const struct draw *d)
{
    struct cli_xml x = cli_xml(d->out);
    char name[TEXT_MAX];

    (void)snprintf(name, sizeof(name), "%s:%s", d->p->id, d->p->version); /* an NMTOKEN has no / */
    cli_xml_begin(&x, "scxml");
    cli_xml_word(&x, "xmlns", "http://www.w3.org/2005/07/scxml");
    cli_xml_word(&x, "xmlns:yima", SPACE);
    cli_xml_word(&x, "version", "1.0");
    cli_xml_word(&x, "datamodel", "null");
    cli_xml_word(&x, "name", name);
    cli_xml_word(&x, "initial", "procedure");
    cli_xml_word(&x, "yima:zh", d->p->zh);
    cli_xml_word(&x, "yima:en", d->p->en);
    put_tables(&x, d->p);
    cli_xml_begin(&x, "parallel");
    cli_xml_word(&x, "id", "procedure");
    for (int t = 0; t < YM_TRACKS; t++)
        put_region(&x, d, t);
    cli_xml_end(&x);
    cli_xml_end(&x);
}
