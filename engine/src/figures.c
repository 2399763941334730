/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/command.h"
#include "yima/figures.h"

/* clang-format off */
static const struct ym_word words[YM_FIGURE_COUNT] = {
#define X(name, code, zh, en) [YM_FIGURE_##name] = { code, zh, en },
    YM_FIGURES(X)
#undef X
};
/* clang-format on */

const struct ym_word *ym_figure_word(enum ym_figure figure)
{
    assert(figure < YM_FIGURE_COUNT);
    return &words[figure];
}

void ym_figures_begin(struct ym_figures *f, const struct ym_procedure *p, struct ym_period period)
{
    assert(period.from < period.until);
    memset(f, 0, sizeof(*f));
    f->p = p;
    f->period = period;
    f->days = -1;
    memcpy(f->state, p->idle, sizeof(f->state));
}

static const struct ym_state *standing(const struct ym_figures *f)
{
    return &f->p->states[f->state[YM_TRACK_MAIN]];
}

static void count(struct ym_figures *f, enum ym_figure figure)
{
    if (f->has_begun)
        f->n[figure]++;
}

static void begin_period(struct ym_figures *f)
{
    f->has_begun = true;
    f->colour_from = standing(f)->colour;
    if (f->is_under_way)
        count(f, YM_FIGURE_CARRIED);
}

/* Sets of stages. */
#define STAGE(name) (UINT32_C(1) << YM_STAGE_##name)
#define WITH_COURT  (STAGE(COURT_PRE) | STAGE(COURT_FILED))
#define MEDIATION   (STAGE(FIRST) | STAGE(SECOND) | WITH_COURT)

static bool is_of(const struct ym_state *s, uint32_t stages)
{
    return (stages >> s->stage & 1) != 0;
}

/* ---- What a change of the main track is ---- */

static void take_up(struct ym_figures *f, ym_usec at)
{
    count(f, f->is_accepted ? YM_FIGURE_REOPENED : YM_FIGURE_ACCEPTED);
    f->is_accepted = true;
    f->is_under_way = true;
    f->has_overrun = false;
    f->taken_at = at;
}

static void close(struct ym_figures *f, uint8_t phase, ym_usec at)
{
    f->is_under_way = false;
    if (!f->has_begun)
        return;
    count(f, phase == YM_PHASE_SETTLED  ? YM_FIGURE_SETTLED
             : phase == YM_PHASE_FAILED ? YM_FIGURE_FAILED
                                        : YM_FIGURE_ENDED);
    f->days = ym_day_of(at) - ym_day_of(f->taken_at);
    f->is_late = f->has_overrun;
}

static void move_colour(struct ym_figures *f, uint8_t was, uint8_t is, ym_usec at)
{
    if (was == is)
        return;
    if (f->has_begun && f->nmoves < YM_MOVES_MAX)
        f->moves[f->nmoves++] =
            (struct ym_move){ was, is, ym_day_of(at) - ym_day_of(f->colour_at) };
    f->colour_at = at;
}

/* Entered by a rule that names a state of the main track, perhaps the one that it stood in. */
static void enter(struct ym_figures *f, uint8_t to, ym_usec at)
{
    const struct ym_state *was = standing(f);
    const struct ym_state *is = &f->p->states[to];

    f->state[YM_TRACK_MAIN] = to;
    if (is_of(is, WITH_COURT) && !is_of(was, WITH_COURT))
        count(f, YM_FIGURE_WITH_COURT);
    if (f->is_under_way && is->phase != YM_PHASE_OPEN)
        close(f, is->phase, at);
    else if (f->is_accepted && !f->is_under_way && is->phase == YM_PHASE_OPEN)
        take_up(f, at);
    else if (!f->is_accepted && is_of(is, MEDIATION))
        take_up(f, at);
    else if (!f->is_accepted && is->phase == YM_PHASE_FINAL)
        count(f, YM_FIGURE_DECLINED);
    else if (was->phase == YM_PHASE_SETTLED && is->phase == YM_PHASE_FAILED)
        count(f, YM_FIGURE_UNDONE);
    move_colour(f, was->colour, is->colour, at);
}

/* ---- What a step is besides ---- */

/* The limit of the mediation itself: those of other tracks bind the court. */
static bool passes_limit(const struct ym_procedure *p, const struct ym_rule *r)
{
    assert(r->deadline < p->ndeadlines);
    if (!p->deadlines[r->deadline].is_limit)
        return false;
    for (int i = 0; i < p->nstates; i++)
        if (r->from >> i & 1)
            return p->states[i].track == YM_TRACK_MAIN;
    return false;
}

static void count_kind(struct ym_figures *f, const struct ym_rule *r, uint8_t kind)
{
    /* clang-format off */
    static const struct { uint8_t kind, figure; } kinds[] = {
        { YM_CMD_REGISTER,             YM_FIGURE_REGISTERED },
        { YM_CMD_TRANSFER,             YM_FIGURE_TRANSFERRED },
        { YM_CMD_ACCEPT_CONFIRMATION,  YM_FIGURE_TAKEN },
        { YM_CMD_CONFIRM,              YM_FIGURE_CONFIRMED },
        { YM_CMD_DISMISS_CONFIRMATION, YM_FIGURE_DISMISSED },
        { YM_CMD_REJECT_CONFIRMATION,  YM_FIGURE_REJECTED },
    };
    /* clang-format on */

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (kinds[i].kind == kind)
            count(f, (enum ym_figure)kinds[i].figure);
    /* The one after whom both sides have applied. */
    if (kind == YM_CMD_APPLY_CONFIRMATION && r->to[YM_TRACK_CONFIRM] != YM_STATE_NONE)
        count(f, YM_FIGURE_APPLIED);
    if ((r->effects & YM_E(EXTEND)) != 0 && f->is_under_way)
        count(f, YM_FIGURE_EXTENDED);
    if (kind == YM_CMD_EXPIRE && f->is_under_way && passes_limit(f->p, r)) {
        f->has_overrun = true;
        count(f, YM_FIGURE_OVERDUE);
    }
}

static void move(struct ym_figures *f, const struct ym_rule *r, ym_usec at)
{
    for (int t = YM_TRACK_MAIN + 1; t < YM_TRACKS; t++)
        if (r->to[t] != YM_STATE_NONE)
            f->state[t] = r->to[t];
    if (r->to[YM_TRACK_MAIN] != YM_STATE_NONE)
        enter(f, r->to[YM_TRACK_MAIN], at);
}

bool ym_figures_take(struct ym_figures *f, const struct ym_step *s,
                     const struct ym_procedure *target, const uint8_t to[YM_TRACKS])
{
    const struct ym_rule *r = ym_procedure_rule(f->p, s->rule);

    if (r == NULL)
        return false;
    if (f->is_over || s->at >= f->period.until) {
        f->is_over = true;
        return true;
    }
    if (!f->has_begun && s->at >= f->period.from)
        begin_period(f);
    if (f->colour_at == 0) /* without a colour since it was registered */
        f->colour_at = s->at;
    count_kind(f, r, s->kind);
    if (target != NULL) {
        f->p = target;
        memcpy(f->state, to, sizeof(f->state));
    } else {
        move(f, r, s->at);
    }
    return true;
}

void ym_figures_end(struct ym_figures *f)
{
    if (!f->has_begun)
        begin_period(f);
    f->colour = standing(f)->colour;
    if (f->is_under_way) {
        count(f, YM_FIGURE_OPEN);
        f->is_late = f->has_overrun;
    }
}

bool ym_figures_balance(const int64_t n[YM_FIGURE_COUNT])
{
    return n[YM_FIGURE_CARRIED] + n[YM_FIGURE_ACCEPTED] + n[YM_FIGURE_REOPENED] ==
           n[YM_FIGURE_SETTLED] + n[YM_FIGURE_FAILED] + n[YM_FIGURE_ENDED] + n[YM_FIGURE_OPEN];
}
