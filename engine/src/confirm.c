/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/confirm.h"

#include "holds.h"
#include "yima/region.h"
#include "yima/vocab.h"

#define ONE64(i) (UINT64_C(1) << (i))
#define ONE32(i) (UINT32_C(1) << (i))

/* What is looked at, and what was found so far: one place for each kind. */
struct look {
    const struct ym_confirm_table *t;
    const struct ym_confirm_case *c;
    struct ym_confirm_finding found[YM_FINDING_COUNT];
    bool is_found[YM_FINDING_COUNT];
};

/* ---- Names ---- */

static const struct {
    const char *code;
    bool is_words;
} names[YM_FINDING_COUNT] = {
#define X(name, code, words) [YM_FINDING_##name] = { code, words },
    YM_FINDINGS(X)
#undef X
};

const char *ym_finding_code(enum ym_finding kind)
{
    assert(kind < YM_FINDING_COUNT);
    return names[kind].code;
}

int ym_finding_find(struct ym_span code)
{
    for (int i = 0; i < YM_FINDING_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(names[i].code)))
            return i;
    }
    return -1;
}

bool ym_finding_is_words(enum ym_finding kind)
{
    assert(kind < YM_FINDING_COUNT);
    return names[kind].is_words;
}

bool ym_finding_is_types(enum ym_finding kind)
{
    return kind == YM_FINDING_LABOUR || kind == YM_FINDING_FAMILY;
}

/* ---- Finding ---- */

/* The first time its place is kept: that is where the page leads. */
static struct ym_confirm_finding *find(struct look *l, enum ym_finding kind,
                                       enum ym_confirm_place place)
{
    struct ym_confirm_finding *f = &l->found[kind];

    if (!l->is_found[kind])
        *f = (struct ym_confirm_finding){ .kind = (uint8_t)kind, .place = (uint8_t)place };
    l->is_found[kind] = true;
    return f;
}

static void find_if(struct look *l, bool holds, enum ym_finding kind, enum ym_confirm_place place)
{
    if (holds)
        (void)find(l, kind, place);
}

static void find_obligations(struct look *l, uint64_t set, enum ym_finding kind)
{
    if (set != 0)
        find(l, kind, YM_CONFIRM_OBLIGATION)->obligations = set;
}

static void find_seats(struct look *l, uint32_t set, enum ym_finding kind)
{
    if (set != 0)
        find(l, kind, YM_CONFIRM_SEAT)->seats = set;
}

/* Pre: there are some. */
static uint64_t all_obligations(const struct ym_confirm_case *c)
{
    return UINT64_MAX >> (64 - c->nobligations);
}

/* ---- Ways that are closed whatever the agreement says ---- */

static bool is_of_type(const struct look *l, enum ym_finding kind)
{
    return (l->t->kinds[kind].types >> l->c->type & 1U) != 0;
}

static void look_at_route(struct look *l)
{
    const struct ym_confirm_case *c = l->c;

    for (int i = 0; i < YM_FINDING_COUNT; i++)
        find_if(l, ym_finding_is_types((enum ym_finding)i) && is_of_type(l, (enum ym_finding)i),
                (enum ym_finding)i, YM_CONFIRM_WHOLE);
    find_if(l, c->is_filed, YM_FINDING_FILED, YM_CONFIRM_WHOLE);
    find_if(l, (l->t->bodies >> c->body_kind & 1U) == 0, YM_FINDING_BODY, YM_CONFIRM_WHOLE);
}

/* ---- Signatures, time, application: nothing of it can be there while a draft is written ---- */

static void look_at_time(struct look *l)
{
    const struct ym_confirm_case *c = l->c;
    const ym_day until = c->window_until;

    if (until == YM_DAY_NONE)
        return;
    find_if(l, c->today > until, YM_FINDING_WINDOW_OVER, YM_CONFIRM_WHOLE);
    find_if(l, c->today <= until && until - c->today <= l->t->ending_days, YM_FINDING_WINDOW_ENDING,
            YM_CONFIRM_WHOLE);
}

static void look_at_standing(struct look *l)
{
    const struct ym_confirm_case *c = l->c;

    if (c->is_draft)
        return;
    find_if(l, !c->is_in_force, YM_FINDING_NOT_IN_FORCE, YM_CONFIRM_SIGNATURES);
    find_if(l, c->is_changing, YM_FINDING_CHANGING, YM_CONFIRM_WHOLE);
    if ((c->principals & ~c->applied) != 0) /* once all have applied the time has been kept */
        look_at_time(l);
    if (c->applied != 0)
        find_seats(l, c->principals & ~c->applied, YM_FINDING_ONE_SIDED);
    if (c->is_heard)
        find_seats(l, c->principals & ~c->appeared, YM_FINDING_ABSENT);
}

/* ---- The court ---- */

static bool is_competent(const struct ym_confirm_case *c)
{
    bool is_known = false;

    if (c->is_inviting || c->court_region == 0)
        return true;
    for (int i = 0; i < YM_CONFIRM_PLACES; i++) {
        is_known = is_known || c->places[i] != 0;
        if (c->places[i] != 0 && ym_region_contains(c->court_region, c->places[i]))
            return true;
    }
    return !is_known; /* where nothing is known nothing is said */
}

static void look_at_court(struct look *l)
{
    const struct ym_confirm_case *c = l->c;

    if (c->court == 0) {
        find_if(l, !c->is_draft, YM_FINDING_NO_COURT, YM_CONFIRM_COURT);
        return;
    }
    find_if(l, c->court_asked != 0 && c->court_asked != c->court, YM_FINDING_TWO_COURTS,
            YM_CONFIRM_COURT);
    find_if(l, !is_competent(c), YM_FINDING_COURT_AWAY, YM_CONFIRM_COURT);
}

/* ---- What is owed: payer, payee, amount, day and consequence must be definite ---- */

static void look_at_obligations(struct look *l)
{
    const struct ym_confirm_case *c = l->c;
    uint64_t no_account = 0;
    uint64_t no_consequence = 0;
    uint64_t third = 0;
    uint32_t strangers = 0;

    find_if(l, c->nobligations == 0, YM_FINDING_NOTHING_OWED, YM_CONFIRM_TERMS);
    find_if(l, c->nobligations > 0 && (c->settled & all_obligations(c)) == all_obligations(c),
            YM_FINDING_PERFORMED, YM_CONFIRM_WHOLE);
    for (size_t i = 0; i < c->nobligations; i++) {
        const struct ym_obligation *o = &c->obligations[i];
        const uint32_t seats = ONE32(o->payer) | ONE32(o->payee);

        if (o->amount_fen != 0 && o->account.n == 0 && o->manner.n == 0)
            no_account |= ONE64(i);
        if (o->consequence.n == 0)
            no_consequence |= ONE64(i);
        if ((seats & ~c->principals) != 0)
            third |= ONE64(i);
        strangers |= seats & ~c->principals;
    }
    find_obligations(l, no_account, YM_FINDING_NO_ACCOUNT);
    find_obligations(l, no_consequence, YM_FINDING_NO_CONSEQUENCE);
    find_obligations(l, third, YM_FINDING_THIRD_PARTY);
    if (strangers != 0)
        l->found[YM_FINDING_THIRD_PARTY].seats = strangers;
}

/* ---- Words ---- */

static bool any_holds(const struct ym_obligation *o, struct ym_span word)
{
    return holds(o->act, word) || holds(o->manner, word) || holds(o->consequence, word);
}

/* A sum that is named beside the act makes it definite. */
static bool speaks(const struct ym_obligation *o, const struct ym_confirm_word *w)
{
    return w->finding == YM_FINDING_NO_AMOUNT ? o->amount_fen == 0 && holds(o->act, w->word)
                                              : any_holds(o, w->word);
}

static void name_word(struct look *l, uint16_t row, enum ym_confirm_place place, uint64_t set)
{
    struct ym_confirm_finding *f = find(l, (enum ym_finding)l->t->words[row].finding, place);

    f->obligations |= set;
    if (f->nwords < YM_CONFIRM_NAMED_MAX)
        f->words[f->nwords++] = row;
}

static void look_for_word(struct look *l, uint16_t row)
{
    const struct ym_confirm_word *w = &l->t->words[row];
    const bool is_amount = w->finding == YM_FINDING_NO_AMOUNT;
    const bool in_terms = !is_amount && holds(l->c->terms, w->word);
    const bool in_facts = !is_amount && holds(l->c->facts, w->word);
    uint64_t set = 0;

    for (size_t i = 0; i < l->c->nobligations; i++) {
        if (speaks(&l->c->obligations[i], w))
            set |= ONE64(i);
    }
    if (in_terms)
        name_word(l, row, YM_CONFIRM_TERMS, set);
    else if (set != 0)
        name_word(l, row, YM_CONFIRM_OBLIGATION, set);
    else if (in_facts)
        name_word(l, row, YM_CONFIRM_FACTS, set);
}

static void look_at_words(struct look *l)
{
    for (size_t i = 0; i < l->t->nwords; i++)
        look_for_word(l, (uint16_t)i);
}

/* ---- All ---- */

size_t ym_confirm_findings(const struct ym_confirm_table *t, const struct ym_confirm_case *c,
                           struct ym_confirm_finding ret[YM_FINDING_COUNT])
{
    struct look l = { .t = t, .c = c };
    size_t n = 0;

    assert(t->nwords <= YM_CONFIRM_WORDS_MAX);
    assert(c->nobligations <= YM_OBLIGATIONS_MAX);
    look_at_route(&l);
    look_at_standing(&l);
    look_at_court(&l);
    look_at_obligations(&l);
    look_at_words(&l);
    for (int i = 0; i < YM_FINDING_COUNT; i++) {
        if (l.is_found[i])
            ret[n++] = l.found[i];
    }
    return n;
}
