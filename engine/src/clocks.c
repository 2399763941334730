/* SPDX-License-Identifier: Apache-2.0 */
#include "clocks.h"

#include "apply.h"
#include "shift.h"
#include "terms.h"

/* Every deadline of the procedure as it would be after the transition; present when running or
 * standing still. Indexed by deadline, so nothing overflows here. */
struct board {
    struct ym_clock at[YM_DEADLINES_MAX];
    bool present[YM_DEADLINES_MAX];
    bool touched[YM_DEADLINES_MAX];
};

uint64_t ym_states_of(const uint8_t state[YM_TRACKS])
{
    uint64_t set = 0;

    for (int t = 0; t < YM_TRACKS; t++)
        set |= UINT64_C(1) << state[t];
    return set;
}

/* The row for the dispute's type, where it is meant for the kind of body that mediates; or NULL. */
static const struct ym_type_limit *type_limit(const struct ym_deadline *dl,
                                              const struct ym_dispute *d)
{
    const struct ym_type_limit *row = &dl->by_type[d->type];

    if (row->term.n == 0 || (row->bodies != 0 && (row->bodies >> d->body_kind & 1U) == 0))
        return NULL;
    return row;
}

struct ym_term ym_deadline_term(const struct ym_deadline *dl, const struct ym_dispute *d)
{
    const struct ym_type_limit *row = type_limit(dl, d);

    if (row != NULL)
        return row->term;
    if ((d->marks & YM_MARK_SMALL_CLAIM) && dl->small_claim.n != 0)
        return dl->small_claim;
    if ((d->marks & YM_MARK_SIMPLIFIED) && dl->simplified.n != 0)
        return dl->simplified;
    return dl->term;
}

static enum ym_origin origin_of(const struct ym_deadline *dl, const struct ym_dispute *d)
{
    const struct ym_type_limit *row = type_limit(dl, d);

    return (enum ym_origin)(row != NULL ? row->origin : dl->origin);
}

/* Beside obligations the slot holds when they fall due, not the day of the act. */
static bool names_its_day(const struct ym_command *c)
{
    return (c->fields & (YM_FB(DATE) | YM_FB(OBLIGATIONS))) == YM_FB(DATE);
}

/* The version that is in force after the transition. */
static const struct ym_terms *terms_after(const struct ym_transition *t)
{
    return ym_terms_change(t->after, t->rule->effects) ? &t->after->next : &t->after->terms;
}

/* The obligations whose due day a clock waits for after the transition. */
static uint64_t open_after(const struct ym_transition *t)
{
    uint64_t awaited = ym_dues_open(t->after);

    if (ym_terms_change(t->after, t->rule->effects))
        return ym_terms_all(&t->after->next);
    if (t->rule->effects & YM_E(OVERDUE))
        awaited &= ~ym_dues_first(&t->after->terms, awaited);
    return awaited;
}

/* The first due day of those; today, when they have no day. */
static ym_day next_due(const struct ym_transition *t)
{
    const uint64_t awaited = open_after(t);
    const ym_day due = ym_dues_day(terms_after(t), awaited);

    return awaited != 0 && due == YM_DAY_NONE ? ym_day_of(t->c->at) : due;
}

/* The first day, today at the earliest, that lies so long before the due day of one of those. */
static ym_day before_due(const struct ym_transition *t, struct ym_term term)
{
    const struct ym_terms *terms = terms_after(t);
    const uint64_t awaited = open_after(t);
    ym_day first = YM_DAY_NONE;

    for (unsigned i = 0; i < terms->obligations; i++) {
        const ym_day day = ym_day_plus(ym_terms_due(terms, i), -(int64_t)term.n);

        if ((awaited >> i & 1U) == 0 || day < ym_day_of(t->c->at))
            continue;
        if (first == YM_DAY_NONE || day < first)
            first = day;
    }
    return first;
}

/* The day from which a term counts; YM_DAY_NONE: there is none, so it does not start. */
static ym_day start_of(enum ym_origin origin, const struct ym_transition *t)
{
    if (origin == YM_ORIGIN_SERVED)
        return ym_period_start(t->after, (t->rule->effects & YM_E(LAPSE)) != 0);
    if (origin == YM_ORIGIN_DATE && names_its_day(t->c))
        return t->c->date;
    if (origin == YM_ORIGIN_LAST_DUE && terms_after(t)->last_due != YM_DAY_NONE)
        return terms_after(t)->last_due;
    if (origin == YM_ORIGIN_NEXT_DUE)
        return next_due(t);
    if (origin == YM_ORIGIN_RECEIVED && (t->rule->effects & YM_E(RESTART)) == 0)
        return t->after->asked_on;
    return ym_day_of(t->c->at);
}

static void run_until(struct ym_clock *k, ym_day last)
{
    k->last = last;
    k->due = ym_term_due(last);
    k->left = -1;
}

/* The last day of a deadline that starts now; YM_DAY_NONE: it does not start. What fell due before
 * the agreement took effect is due on the day on which it does. */
static ym_day last_day(const struct ym_transition *t, const struct ym_deadline *dl)
{
    const struct ym_term term = ym_deadline_term(dl, t->after);
    const enum ym_origin origin = origin_of(dl, t->after);
    const ym_day today = ym_day_of(t->c->at);
    ym_day from, last;

    if (origin == YM_ORIGIN_BEFORE_DUE)
        return before_due(t, term);
    from = start_of(origin, t);
    if (from == YM_DAY_NONE)
        return YM_DAY_NONE;
    last = ym_term_last_day(t->cal, from, term);
    if ((origin == YM_ORIGIN_LAST_DUE || origin == YM_ORIGIN_NEXT_DUE) && last < today)
        return today;
    return last;
}

static void drop(struct board *b, int i)
{
    b->touched[i] = b->touched[i] || b->present[i];
    b->present[i] = false;
}

static void start(struct board *b, const struct ym_transition *t, int i)
{
    const ym_day last = last_day(t, &t->p->deadlines[i]);

    if (last == YM_DAY_NONE) {
        drop(b, i);
        return;
    }
    b->at[i] = (struct ym_clock){ .deadline = (uint8_t)i };
    run_until(&b->at[i], last);
    b->present[i] = true;
    b->touched[i] = true;
}

static void put_running(struct board *b, const struct ym_dispute *d)
{
    for (int i = 0; i < d->nclocks; i++) {
        b->at[d->clocks[i].deadline] = d->clocks[i];
        b->present[d->clocks[i].deadline] = true;
    }
}

/* Deadlines that end with their states, start with them, or are named by the rule. */
static void follow_states(struct board *b, const struct ym_transition *t)
{
    const uint64_t was = ym_states_of(t->before->state);
    const uint64_t is = ym_states_of(t->to);

    if (t->c->kind == YM_CMD_EXPIRE)
        drop(b, t->c->deadline);
    for (int i = 0; i < t->p->ndeadlines; i++) {
        const struct ym_deadline *dl = &t->p->deadlines[i];
        const uint32_t bit = UINT32_C(1) << i;

        if ((dl->within & is) == 0 || (t->rule->disarm & bit))
            drop(b, i);
        if ((dl->in & was) == 0 && (dl->in & is) != 0)
            start(b, t, i);
        if ((t->rule->arm & bit) && (dl->within & is) != 0)
            start(b, t, i);
    }
}

static void stop(struct board *b, const struct ym_transition *t, int i)
{
    struct ym_clock *k = &b->at[i];
    const struct ym_term term = ym_deadline_term(&t->p->deadlines[i], t->after);
    int32_t left = ym_term_left(t->cal, k->last, ym_day_of(t->c->at), (enum ym_unit)term.unit);

    k->left = (int16_t)(left > INT16_MAX ? INT16_MAX : left);
    k->last = YM_DAY_NONE;
    k->due = 0;
    b->touched[i] = true;
}

static void resume(struct board *b, const struct ym_transition *t, int i)
{
    const struct ym_term term = ym_deadline_term(&t->p->deadlines[i], t->after);

    run_until(&b->at[i],
              ym_term_resume(t->cal, ym_day_of(t->c->at), b->at[i].left, (enum ym_unit)term.unit));
    b->touched[i] = true;
}

/* An extension counts in working days where the limit does, otherwise in days of the calendar. */
static void extend(struct board *b, const struct ym_transition *t, int i, int days)
{
    const struct ym_term term = ym_deadline_term(&t->p->deadlines[i], t->after);
    const enum ym_unit unit = term.unit == YM_UNIT_WORKDAY ? YM_UNIT_WORKDAY : YM_UNIT_DAY;

    run_until(&b->at[i], ym_term_extend(t->cal, b->at[i].last, days, unit));
    b->touched[i] = true;
}

static void move_day(struct board *b, const struct ym_transition *t)
{
    if (t->c->kind != YM_CMD_RESCHEDULE)
        return;
    assert(b->present[t->c->deadline]); /* ym_shift_judge() */
    ym_shift_clock(t->cal, t->c, &b->at[t->c->deadline]);
    b->touched[t->c->deadline] = true;
}

static void take_effects(struct board *b, const struct ym_transition *t)
{
    const uint32_t effects = t->rule->effects;
    int days = t->after->ext_pending;

    if (t->c->kind == YM_CMD_EXTEND_REVIEW) /* the president decides alone; no consent is pending */
        days = t->c->days;
    for (int i = 0; i < t->p->ndeadlines; i++) {
        const struct ym_deadline *dl = &t->p->deadlines[i];

        if (!b->present[i])
            continue;
        if ((effects & YM_E(STAY)) && dl->may_stay && b->at[i].due != 0)
            stop(b, t, i);
        else if ((effects & YM_E(RESUME)) && b->at[i].due == 0)
            resume(b, t, i);
        else if ((effects & YM_E(EXTEND)) && dl->is_limit && dl->extend_days_max != 0 &&
                 b->at[i].due != 0)
            extend(b, t, i, days);
    }
}

bool ym_clocks_change(const struct ym_transition *t, struct ym_event *ev)
{
    struct board b;
    int running = 0;

    memset(&b, 0, sizeof(b));
    put_running(&b, t->before);
    follow_states(&b, t);
    take_effects(&b, t);
    move_day(&b, t);
    ev->nclocks = 0;
    for (int i = 0; i < t->p->ndeadlines; i++) {
        running += b.present[i] ? 1 : 0;
        if (!b.touched[i])
            continue;
        if (ev->nclocks == YM_CLOCK_CHANGES_MAX)
            return false;
        if (b.present[i])
            ev->clocks[ev->nclocks++] = b.at[i];
        else
            ev->clocks[ev->nclocks++] = (struct ym_clock){
                .deadline = (uint8_t)i, .last = YM_DAY_NONE, .due = 0, .left = -1
            };
    }
    return running <= YM_CLOCKS_MAX;
}

static bool is_gone(const struct ym_clock *k)
{
    return k->due == 0 && k->left < 0;
}

/* Keep the clocks ascending by deadline, so that equal disputes are equal bytes. */
static void set_clock(struct ym_dispute *d, const struct ym_clock *k)
{
    int i = 0;

    while (i < d->nclocks && d->clocks[i].deadline < k->deadline)
        i++;
    if (i < d->nclocks && d->clocks[i].deadline == k->deadline) {
        if (!is_gone(k)) {
            d->clocks[i] = *k;
            return;
        }
        d->nclocks--;
        memmove(&d->clocks[i], &d->clocks[i + 1], (size_t)(d->nclocks - i) * sizeof(*k));
        memset(&d->clocks[d->nclocks], 0, sizeof(*k));
        return;
    }
    if (is_gone(k))
        return;
    assert(d->nclocks < YM_CLOCKS_MAX);
    memmove(&d->clocks[i + 1], &d->clocks[i], (size_t)(d->nclocks - i) * sizeof(*k));
    d->clocks[i] = *k;
    d->nclocks++;
}

static void mark_moved(struct ym_dispute *d)
{
    d->marks &= ~(uint32_t)YM_MARK_MOVED;
    for (int i = 0; i < d->nclocks; i++)
        if (d->clocks[i].moved != 0)
            d->marks |= YM_MARK_MOVED;
}

void ym_clocks_apply(struct ym_dispute *d, const struct ym_event *ev)
{
    if (ev->c.kind == YM_CMD_MIGRATE) { /* deadlines have new numbers: the event holds them all */
        memset(d->clocks, 0, sizeof(d->clocks));
        d->nclocks = 0;
    }
    for (int pass = 0; pass < 2; pass++) /* what goes makes room for what comes */
        for (int i = 0; i < ev->nclocks; i++)
            if (is_gone(&ev->clocks[i]) == (pass == 0))
                set_clock(d, &ev->clocks[i]);
    mark_moved(d);
}
