/* SPDX-License-Identifier: Apache-2.0 */
/* yima procedure diff: states, deadlines and rules that are other in a version. A line that begins
 * with - stands in the old one alone, + in the new one alone, ~ in both with another text. */
#include <inttypes.h>
#include <string.h>

#include "procedure.h"

#define TERM_TEXT_MAX 40  /* "15 workday" and its NUL */
#define WHAT_TEXT_MAX 160 /* what of which state or deadline, and its NUL */

struct diffing {
    FILE *out;
    const struct ym_procedure *a, *b;
    size_t n;
};

static bool is_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* One member that is other. */
static void tell(struct diffing *d, const char *what, const char *was, const char *is)
{
    if (is_same(was, is))
        return;
    d->n++;
    (void)fprintf(d->out, "~ %s: %s -> %s\n", what, was != NULL ? was : "-", is != NULL ? is : "-");
}

static void tell_number(struct diffing *d, const char *what, int64_t was, int64_t is)
{
    char a[24], b[24];

    (void)snprintf(a, sizeof(a), "%" PRId64, was);
    (void)snprintf(b, sizeof(b), "%" PRId64, is);
    tell(d, what, a, b);
}

/* ---- The head ---- */

static void diff_head(struct diffing *d)
{
    char a[YM_DAY_TEXT_MAX], b[YM_DAY_TEXT_MAX];

    tell(d, "id", d->a->id, d->b->id);
    tell(d, "version", d->a->version, d->b->version);
    ym_day_print(d->a->valid_from, a);
    ym_day_print(d->b->valid_from, b);
    tell(d, "valid from", a, b);
    ym_day_print(d->a->valid_until, a);
    ym_day_print(d->b->valid_until, b);
    tell(d, "valid until", a, b);
    tell(d, "source", d->a->source, d->b->source);
}

/* ---- States ---- */

static void diff_state(struct diffing *d, const struct ym_state *a, const struct ym_state *b)
{
    char what[WHAT_TEXT_MAX];

    (void)snprintf(what, sizeof(what), "state %.60s colour", a->name);
    tell(d, what, ym_word(YM_VOCAB_COLOUR, a->colour)->code,
         ym_word(YM_VOCAB_COLOUR, b->colour)->code);
    (void)snprintf(what, sizeof(what), "state %.60s stage", a->name);
    tell(d, what, ym_word(YM_VOCAB_STAGE, a->stage)->code, ym_word(YM_VOCAB_STAGE, b->stage)->code);
    (void)snprintf(what, sizeof(what), "state %.60s track", a->name);
    tell_number(d, what, a->track, b->track);
    (void)snprintf(what, sizeof(what), "state %.60s phase", a->name);
    tell_number(d, what, a->phase, b->phase);
    (void)snprintf(what, sizeof(what), "state %.60s next step", a->name);
    tell(d, what, a->next_zh, b->next_zh);
}

static void diff_states(struct diffing *d)
{
    for (int i = 0; i < d->a->nstates; i++) {
        const struct ym_state *s = &d->a->states[i];
        const int k = ym_procedure_state(d->b, ym_span_of(s->name));

        if (k >= 0)
            diff_state(d, s, &d->b->states[k]);
        else
            (void)fprintf(d->out, "- state %s %s\n", s->name, s->zh);
        d->n += k < 0;
    }
    for (int i = 0; i < d->b->nstates; i++) {
        const struct ym_state *s = &d->b->states[i];

        if (ym_procedure_state(d->a, ym_span_of(s->name)) >= 0)
            continue;
        (void)fprintf(d->out, "+ state %s %s\n", s->name, s->zh);
        d->n++;
    }
}

/* ---- Deadlines ---- */

/* "15 workday": of a term that is none "-". */
static void print_term(struct ym_term t, char ret[TERM_TEXT_MAX])
{
    if (t.n == 0)
        (void)snprintf(ret, TERM_TEXT_MAX, "-");
    else
        (void)snprintf(ret, TERM_TEXT_MAX, "%d %s", (int)t.n, ym_word(YM_VOCAB_UNIT, t.unit)->code);
}

static void tell_term(struct diffing *d, const char *name, const char *which, struct ym_term was,
                      struct ym_term is)
{
    char what[WHAT_TEXT_MAX], a[TERM_TEXT_MAX], b[TERM_TEXT_MAX];

    (void)snprintf(what, sizeof(what), "deadline %.60s %s", name, which);
    print_term(was, a);
    print_term(is, b);
    tell(d, what, a, b);
}

/* Sets of states are compared by name, since their numbers may differ. */
static bool is_same_set(const struct diffing *d, uint64_t a, uint64_t b)
{
    uint64_t mapped = 0;

    for (int i = 0; i < d->a->nstates; i++) {
        const int k = ym_procedure_state(d->b, ym_span_of(d->a->states[i].name));

        if ((a >> i & 1U) == 0)
            continue;
        if (k < 0)
            return false;
        mapped |= UINT64_C(1) << k;
    }
    return mapped == b;
}

static void tell_set(struct diffing *d, const char *what, uint64_t was, uint64_t is)
{
    if (is_same_set(d, was, is))
        return;
    d->n++;
    (void)fprintf(d->out, "~ %s\n", what);
}

/* "court, 30", "party, no cap": who moves the last day, and by how many days. */
static void print_shift(const struct ym_shift_limit *s, char ret[TERM_TEXT_MAX])
{
    const char *who = s->is_court ? "court, " : s->is_party ? "party, " : "";

    if (s->source == NULL)
        (void)snprintf(ret, TERM_TEXT_MAX, "-");
    else if (s->days_max == YM_CAP_NONE)
        (void)snprintf(ret, TERM_TEXT_MAX, "%sno cap", who);
    else if (s->days_max == YM_CAP_EXTENSION)
        (void)snprintf(ret, TERM_TEXT_MAX, "%sas extended", who);
    else
        (void)snprintf(ret, TERM_TEXT_MAX, "%s%d", who, (int)s->days_max);
}

static void diff_shift(struct diffing *d, const char *name, const struct ym_shift_limit *a,
                       const struct ym_shift_limit *b)
{
    char what[WHAT_TEXT_MAX], was[TERM_TEXT_MAX], is[TERM_TEXT_MAX];

    (void)snprintf(what, sizeof(what), "deadline %.60s reschedule", name);
    print_shift(a, was);
    print_shift(b, is);
    tell(d, what, was, is);
    (void)snprintf(what, sizeof(what), "deadline %.60s reschedule source", name);
    tell(d, what, a->source, b->source);
}

static void diff_deadline(struct diffing *d, const struct ym_deadline *a,
                          const struct ym_deadline *b)
{
    char what[WHAT_TEXT_MAX];

    tell_term(d, a->name, "term", a->term, b->term);
    tell_term(d, a->name, "simplified", a->simplified, b->simplified);
    tell_term(d, a->name, "small claim", a->small_claim, b->small_claim);
    for (int t = 0; t < YM_TYPE_COUNT; t++)
        tell_term(d, a->name, ym_word(YM_VOCAB_TYPE, t)->code, a->by_type[t].term,
                  b->by_type[t].term);
    (void)snprintf(what, sizeof(what), "deadline %.60s extension at most", a->name);
    tell_number(d, what, a->extend_days_max, b->extend_days_max);
    (void)snprintf(what, sizeof(what), "deadline %.60s counts from", a->name);
    tell(d, what, ym_word(YM_VOCAB_ORIGIN, a->origin)->code,
         ym_word(YM_VOCAB_ORIGIN, b->origin)->code);
    (void)snprintf(what, sizeof(what), "deadline %.60s stands still in a stay", a->name);
    tell_number(d, what, a->may_stay, b->may_stay);
    (void)snprintf(what, sizeof(what), "deadline %.60s limits the mediation", a->name);
    tell_number(d, what, a->is_limit, b->is_limit);
    (void)snprintf(what, sizeof(what), "deadline %.60s begins in other states", a->name);
    tell_set(d, what, a->in, b->in);
    (void)snprintf(what, sizeof(what), "deadline %.60s runs in other states", a->name);
    tell_set(d, what, a->within, b->within);
    diff_shift(d, a->name, &a->shift, &b->shift);
    (void)snprintf(what, sizeof(what), "deadline %.60s source", a->name);
    tell(d, what, a->source, b->source);
}

static void diff_deadlines(struct diffing *d)
{
    for (int i = 0; i < d->a->ndeadlines; i++) {
        const struct ym_deadline *dl = &d->a->deadlines[i];
        const int k = ym_procedure_deadline(d->b, ym_span_of(dl->name));

        if (k >= 0)
            diff_deadline(d, dl, &d->b->deadlines[k]);
        else
            (void)fprintf(d->out, "- deadline %s %s\n", dl->name, dl->zh);
        d->n += k < 0;
    }
    for (int i = 0; i < d->b->ndeadlines; i++) {
        const struct ym_deadline *dl = &d->b->deadlines[i];

        if (ym_procedure_deadline(d->a, ym_span_of(dl->name)) >= 0)
            continue;
        (void)fprintf(d->out, "+ deadline %s %s  %s\n", dl->name, dl->zh, dl->source);
        d->n++;
    }
}

/* ---- Rules ---- */

/* The numbers of deadlines may differ as well. */
static bool is_same_clocks(const struct diffing *d, uint32_t a, uint32_t b)
{
    uint32_t mapped = 0;

    for (int i = 0; i < d->a->ndeadlines; i++) {
        const int k = ym_procedure_deadline(d->b, ym_span_of(d->a->deadlines[i].name));

        if ((a >> i & 1U) == 0)
            continue;
        if (k < 0)
            return false;
        mapped |= UINT32_C(1) << k;
    }
    return mapped == b;
}

static bool is_same_aim(const struct diffing *d, const struct ym_rule *a, const struct ym_rule *b)
{
    for (int t = 0; t < YM_TRACKS; t++) {
        const bool was = a->to[t] != YM_STATE_NONE;

        if (was != (b->to[t] != YM_STATE_NONE))
            return false;
        if (was && strcmp(d->a->states[a->to[t]].name, d->b->states[b->to[t]].name) != 0)
            return false;
    }
    return true;
}

static const char *clock_of(const struct ym_procedure *p, const struct ym_rule *r)
{
    return r->deadline != YM_DEADLINE_NONE ? p->deadlines[r->deadline].name : NULL;
}

static void tell_if(struct diffing *d, bool is_other, const char *what, uint16_t rule)
{
    if (!is_other)
        return;
    d->n++;
    (void)fprintf(d->out, "~ rule %u: %s\n", rule, what);
}

static void diff_rule(struct diffing *d, const struct ym_rule *a, const struct ym_rule *b)
{
    char what[64];

    tell_if(d, a->on != b->on, "another command", a->id);
    tell_if(d, !is_same(clock_of(d->a, a), clock_of(d->b, b)), "another deadline", a->id);
    tell_if(d, !is_same_set(d, a->from, b->from), "from other states", a->id);
    tell_if(d, !is_same_aim(d, a, b), "to another state", a->id);
    tell_if(d, a->need != b->need || a->forbid != b->forbid, "under other facts", a->id);
    tell_if(d, a->roles != b->roles, "by other roles", a->id);
    tell_if(d, a->fields != b->fields, "with other fields", a->id);
    tell_if(d, a->refuse != b->refuse || a->ground != b->ground, "with another answer", a->id);
    tell_if(d, !is_same_clocks(d, a->arm, b->arm) || !is_same_clocks(d, a->disarm, b->disarm),
            "other deadlines start or stop", a->id);
    tell_if(d, a->effects != b->effects, "other effects", a->id);
    tell_if(d, a->documents != b->documents || a->topics != b->topics, "other documents or topics",
            a->id);
    (void)snprintf(what, sizeof(what), "rule %u source", a->id);
    tell(d, what, a->source, b->source);
}

static void print_rule(const struct diffing *d, char sign, const struct ym_rule *r)
{
    const struct ym_word *on = ym_word(YM_VOCAB_COMMAND, r->on);

    (void)fprintf(d->out, "%c rule %u %s %s  %s\n", sign, r->id, on->code, on->zh, r->source);
}

static void diff_rules(struct diffing *d)
{
    for (int i = 0; i < d->a->nrules; i++) {
        const struct ym_rule *r = &d->a->rules[i];
        const struct ym_rule *other = ym_procedure_rule(d->b, r->id);

        if (other != NULL)
            diff_rule(d, r, other);
        else
            print_rule(d, '-', r);
        d->n += other == NULL;
    }
    for (int i = 0; i < d->b->nrules; i++) {
        if (ym_procedure_rule(d->a, d->b->rules[i].id) != NULL)
            continue;
        print_rule(d, '+', &d->b->rules[i]);
        d->n++;
    }
}

size_t cli_procedure_diff(FILE *out, const struct ym_procedure *a, const struct ym_procedure *b)
{
    struct diffing d = { .out = out, .a = a, .b = b };

    diff_head(&d);
    diff_states(&d);
    diff_deadlines(&d);
    diff_rules(&d);
    return d.n;
}
