/* SPDX-License-Identifier: Apache-2.0 */
#include "tally.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "yima/fact.h"

#define LINES_FIRST 8u

/* ---- Lines ---- */

static uint32_t slot_of(const struct lines *l, int64_t id)
{
    const uint32_t mask = 2 * l->cap - 1;
    uint64_t h = (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t at = (uint32_t)(h >> 32) & mask;

    while (l->slots[at] != 0 && l->at[l->slots[at] - 1].id != id)
        at = (at + 1) & mask;
    return at;
}

static bool lines_grow(struct lines *l)
{
    const uint32_t cap = l->cap == 0 ? LINES_FIRST : 2 * l->cap;
    uint32_t *slots = calloc((size_t)cap * 2, sizeof(*slots));
    struct report_line *at = slots == NULL ? NULL : realloc(l->at, (size_t)cap * sizeof(*at));

    if (at == NULL) {
        free(slots);
        return false;
    }
    free(l->slots);
    l->at = at;
    l->slots = slots;
    l->cap = cap;
    for (uint32_t i = 0; i < l->n; i++)
        l->slots[slot_of(l, l->at[i].id)] = i + 1;
    return true;
}

struct report_line *lines_of(struct lines *l, int64_t id)
{
    uint32_t slot;

    if (l->n == l->cap && !lines_grow(l))
        return NULL;
    slot = slot_of(l, id);
    if (l->slots[slot] == 0) {
        l->at[l->n] = (struct report_line){ .id = id };
        l->slots[slot] = ++l->n;
    }
    return &l->at[l->slots[slot] - 1];
}

void lines_release(struct lines *l)
{
    free(l->at);
    free(l->slots);
    *l = (struct lines){ 0 };
}

void line_add(struct report_line *to, const int64_t n[REPORT_CELLS])
{
    for (int i = 0; i < REPORT_CELLS; i++)
        to->n[i] += n[i];
}

/* ---- Facts ---- */

struct report_tally *report_tally_new(void)
{
    return calloc(1, sizeof(struct report_tally));
}

void report_tally_free(struct report_tally *t)
{
    if (t == NULL)
        return;
    for (int by = 0; by < REPORT_BY_COUNT; by++)
        lines_release(&t->by[by]);
    free(t);
}

/* What one dispute counts for in each cell. */
static void cells_of(const struct ym_month_fact *f, int64_t n[REPORT_CELLS])
{
    const bool is_closed = f->days >= 0;
    const bool is_under_way =
        f->n[YM_FIGURE_CARRIED] + f->n[YM_FIGURE_ACCEPTED] + f->n[YM_FIGURE_REOPENED] > 0;
    int64_t *more = &n[YM_FIGURE_COUNT];

    for (int i = 0; i < YM_FIGURE_COUNT; i++)
        n[i] = f->n[i];
    more[REPORT_MORE_DISPUTES] = 1;
    more[REPORT_MORE_CLOSED] = is_closed;
    more[REPORT_MORE_LATE] = is_closed && f->is_late;
    more[REPORT_MORE_OVERDUE_OPEN] = !is_closed && f->is_late && f->n[YM_FIGURE_OPEN] > 0;
    more[REPORT_MORE_UNDER_WAY] = is_under_way;
    more[REPORT_MORE_PROLONGED] = is_under_way && f->n[YM_FIGURE_EXTENDED] > 0;
    more[REPORT_MORE_CLOSE_DAYS] = is_closed ? f->days : 0;
    more[REPORT_MORE_WRITTEN] = f->written;
    more[REPORT_MORE_ORAL] = f->oral;
    more[REPORT_MORE_SESSIONS] = f->sessions;
    more[REPORT_MORE_DUE] = f->due;
    more[REPORT_MORE_PERFORMED] = f->performed;
    more[REPORT_MORE_PERFORMED_LATE] = f->performed_late;
    more[REPORT_MORE_PARTIAL] = f->partial;
    more[REPORT_MORE_EXCUSED] = f->excused;
    more[REPORT_MORE_BREACHED] = f->breached;
    more[REPORT_MORE_REPEAT] = f->is_repeat;
    more[REPORT_MORE_VISITED] = f->visits > 0;
    more[REPORT_MORE_VISITED_CLOSED] = is_closed && f->visits > 0;
    more[REPORT_MORE_SUED] = f->n[YM_FIGURE_WITH_COURT] + f->n[YM_FIGURE_UNDONE] > 0;
    more[REPORT_MORE_RULED] = f->confirm_days >= 0;
    more[REPORT_MORE_RULED_DAYS] = f->confirm_days >= 0 ? f->confirm_days : 0;
    more[REPORT_MORE_SCORES] = f->answers;
    more[REPORT_MORE_SCORE] = f->answer_sum;
    more[REPORT_MORE_AMOUNT] = f->amount_fen;
}

static bool is_within(const struct report_line *total)
{
    for (int i = 0; i < REPORT_CELLS; i++) {
        const int64_t max = i == REPORT_CELL(AMOUNT) ? REPORT_FEN_MAX : REPORT_COUNT_MAX;

        if (total->n[i] < 0 || total->n[i] > max)
            return false;
    }
    return true;
}

static void add_moves(struct report_tally *t, const struct ym_month_fact *f)
{
    for (uint8_t i = 0; i < f->nmoves && i < YM_MOVES_MAX; i++) {
        const struct ym_move *m = &f->moves[i];
        struct report_turnover *to = &t->turnover[m->from][m->to];

        to->n++;
        to->days += m->days > 0 ? m->days : 0;
    }
}

bool report_tally_add(struct report_tally *t, const struct ym_month_fact *f)
{
    const int64_t ids[REPORT_BY_COUNT] = {
        [REPORT_BY_TYPE] = f->type,       [REPORT_BY_SOURCE] = f->source,
        [REPORT_BY_CHANNEL] = f->channel, [REPORT_BY_BODY_KIND] = f->body_kind,
        [REPORT_BY_COLOUR] = f->colour,   [REPORT_BY_REGION] = f->region,
        [REPORT_BY_BODY] = f->body,       [REPORT_BY_MEDIATOR] = f->mediator,
    };
    int64_t n[REPORT_CELLS];

    assert(f->colour < YM_COLOUR_COUNT);
    cells_of(f, n);
    line_add(&t->total, n);
    if (!is_within(&t->total))
        return false;
    for (int by = 0; by < REPORT_BY_COUNT; by++) {
        struct report_line *line = lines_of(&t->by[by], ids[by]);

        if (line == NULL)
            return false;
        line_add(line, n);
    }
    if (f->days >= 0)
        ym_day_counts_add(&t->days, f->days);
    add_moves(t, f);
    return true;
}
