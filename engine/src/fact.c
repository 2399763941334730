/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/fact.h"

#include "rows.h"
#include "terms.h"

enum { AGREED_NONE, AGREED_WRITTEN, AGREED_ORAL };

void ym_fact_begin(struct ym_fact_maker *m, const struct ym_procedures *procedures,
                   struct ym_period period, ym_usec known)
{
    assert(period.from < period.until && period.until <= known);
    memset(m, 0, sizeof(*m));
    m->procedures = procedures;
    m->period = period;
    m->known = known;
    m->applied_on = YM_DAY_NONE;
    m->fact.days = -1;
    m->fact.confirm_days = -1;
}

/* ---- What an agreement promises, and what became of it ---- */

/* An amount as it is written: digits. What is none adds nothing. */
static int64_t read_amount(struct ym_span text)
{
    int64_t fen = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || fen > YM_AMOUNT_FEN_MAX / 10)
            return 0;
        fen = fen * 10 + (text.at[i] - '0');
    }
    return fen;
}

static int64_t promised(const struct ym_command *c)
{
    struct ym_rows rows = { .detail = c->detail, .list = YM_SPAN("obligations") };
    struct ym_span key, value;
    int64_t fen = 0;

    while (ym_rows_next(&rows, &key, &value))
        if (ym_span_is(key, YM_SPAN("amount_fen")))
            fen += read_amount(value);
    return fen;
}

/* Other terms bind: what was performed under those before counts for nothing. */
static void bind(struct ym_fact_maker *m, int64_t fen)
{
    m->amount_fen = fen;
    m->is_effective = false;
    memset(m->result, YM_RESULT_NONE, sizeof(m->result));
}

static bool is_settled(uint8_t result)
{
    return result == YM_RESULT_FULFILLED || result == YM_RESULT_LATE || result == YM_RESULT_EXCUSED;
}

/* What is settled stays so until it is recorded as breached or as settled in another way. */
static void perform(struct ym_fact_maker *m, const struct ym_command *c)
{
    uint8_t *result = &m->result[c->item % YM_OBLIGATIONS_MAX];

    if (c->code != YM_RESULT_PARTIAL || !is_settled(*result))
        *result = c->code;
}

/* The same steps as engine/src/agreement.c takes, for what a dispute itself does not keep. */
static void take_terms(struct ym_fact_maker *m, const struct ym_event *ev)
{
    if (ev->c.kind == YM_CMD_REACH_AGREEMENT || ev->c.kind == YM_CMD_REACH_ORAL) {
        bind(m, promised(&ev->c));
        m->agreed = ev->c.kind == YM_CMD_REACH_ORAL ? AGREED_ORAL : AGREED_WRITTEN;
    }
    if (ev->c.kind == YM_CMD_VARY)
        m->next_fen = promised(&ev->c);
    if (ev->c.kind == YM_CMD_RECORD_PERFORMANCE)
        perform(m, &ev->c);
    if ((m->d.marks & YM_MARK_VARIED || ev->c.kind == YM_CMD_VARY) &&
        ev->effects & (YM_E(ADOPT) | YM_E(UNSIGN)))
        bind(m, m->next_fen);
    if (ev->effects & YM_E(RESTART)) {
        bind(m, 0);
        m->agreed = AGREED_NONE;
    }
}

/* ---- Steps ---- */

static void settle(struct ym_fact_maker *m)
{
    m->fact.amount_fen += m->amount_fen;
    m->fact.written += m->agreed == AGREED_WRITTEN;
    m->fact.oral += m->agreed == AGREED_ORAL;
}

static void rule_on(struct ym_fact_maker *m, const struct ym_command *c)
{
    const ym_day day = c->date != YM_DAY_NONE ? c->date : ym_day_of(c->at);

    if (m->applied_on != YM_DAY_NONE && c->at >= m->period.from)
        m->fact.confirm_days = day > m->applied_on ? day - m->applied_on : 0;
    m->applied_on = YM_DAY_NONE;
}

static void count_kind(struct ym_fact_maker *m, const struct ym_event *ev, const struct ym_rule *r)
{
    const bool is_in = ev->c.at >= m->period.from;

    switch (ev->c.kind) {
    case YM_CMD_HOLD_SESSION:
        m->fact.sessions += is_in;
        break;
    case YM_CMD_VISIT:
        m->fact.visits += is_in;
        break;
    case YM_CMD_APPLY_CONFIRMATION: /* the one after whom both sides have applied */
        if (r->to[YM_TRACK_CONFIRM] != YM_STATE_NONE)
            m->applied_on = ym_day_of(ev->c.at);
        break;
    case YM_CMD_CONFIRM:
    case YM_CMD_DISMISS_CONFIRMATION:
        rule_on(m, &ev->c);
        break;
    default:
        break;
    }
}

/* Let the figures take the step, and see what it came to. */
static bool take_step(struct ym_fact_maker *m, const struct ym_event *ev)
{
    const struct ym_step step = { .at = ev->c.at, .rule = ev->rule, .kind = ev->c.kind };
    const struct ym_procedure *p = m->figures.p;
    const struct ym_procedure *target = NULL;
    const uint32_t settled = m->figures.n[YM_FIGURE_SETTLED];

    if (ev->c.kind == YM_CMD_MIGRATE) {
        target = ym_procedures_get(m->procedures, ev->c.reg.procedure);
        if (target == NULL)
            return false;
    }
    if (!ym_figures_take(&m->figures, &step, target, ev->to))
        return false;
    count_kind(m, ev, ym_procedure_rule(p, ev->rule));
    if (m->figures.n[YM_FIGURE_SETTLED] > settled)
        settle(m);
    p = m->figures.p;
    if (p->states[m->figures.state[YM_TRACK_MAIN]].phase == YM_PHASE_SETTLED)
        m->is_effective = true;
    return true;
}

/* A correction says what was true all along. */
static void correct(struct ym_fact_maker *m, const struct ym_command *c)
{
    if (c->kind != YM_CMD_CORRECT || c->at >= m->known || m->d.version == 0)
        return;
    if (c->fields & YM_FB(TYPE))
        m->d.type = c->code;
    if (c->fields & YM_FB(REGION))
        m->d.region = c->ref;
}

static bool begin_figures(struct ym_fact_maker *m, const struct ym_event *ev)
{
    const struct ym_procedure *p = ym_procedures_get(m->procedures, ev->c.reg.procedure);

    if (ev->c.kind != YM_CMD_REGISTER || p == NULL)
        return false;
    ym_figures_begin(&m->figures, p, m->period);
    return true;
}

bool ym_fact_take(struct ym_fact_maker *m, const struct ym_event *ev)
{
    if (ev->seq != m->seq + 1)
        return false;
    if (m->seq == 0 && !begin_figures(m, ev))
        return false;
    m->seq++;
    if (m->is_over || ev->c.at >= m->period.until) {
        m->is_over = true;
        correct(m, &ev->c);
        return true;
    }
    take_terms(m, ev);
    ym_evolve(&m->d, ev);
    return take_step(m, ev);
}

/* ---- The end ---- */

static void count_due(struct ym_month_fact *f, uint8_t result)
{
    uint8_t *const counts[YM_RESULT_COUNT] = {
        [YM_RESULT_FULFILLED] = &f->performed, [YM_RESULT_LATE] = &f->performed_late,
        [YM_RESULT_PARTIAL] = &f->partial,     [YM_RESULT_EXCUSED] = &f->excused,
        [YM_RESULT_BREACHED] = &f->breached,
    };

    f->due++;
    if (result != YM_RESULT_NONE)
        ++*counts[result];
}

static void count_dues(struct ym_fact_maker *m)
{
    const ym_day from = ym_day_of(m->period.from);
    const ym_day until = ym_day_of(m->period.until);

    for (unsigned i = 0; m->is_effective && i < m->d.terms.obligations; i++) {
        const ym_day due = ym_terms_due(&m->d.terms, i);

        if (due >= from && due < until)
            count_due(&m->fact, m->result[i]);
    }
}

void ym_fact_end(struct ym_fact_maker *m, struct ym_month_fact *ret)
{
    struct ym_month_fact *f = &m->fact;
    const struct ym_dispute *d = &m->d;

    assert(m->seq > 0);
    ym_figures_end(&m->figures);
    count_dues(m);
    f->dispute = d->id;
    f->region = d->region;
    f->body = d->body;
    f->mediator = d->mediator;
    f->court = d->court;
    f->body_kind = d->body_kind;
    f->type = d->type;
    f->source = d->source;
    f->channel = d->channel;
    f->colour_from = m->figures.colour_from;
    f->colour = m->figures.colour;
    f->is_late = m->figures.is_late;
    f->days = m->figures.days;
    f->nmoves = m->figures.nmoves;
    memcpy(f->n, m->figures.n, sizeof(f->n));
    memcpy(f->moves, m->figures.moves, sizeof(f->moves));
    *ret = *f;
}
