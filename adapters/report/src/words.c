/* SPDX-License-Identifier: Apache-2.0 */
/* What the cells, dimensions and rates are called, and what the rates are made of. */
#include <assert.h>

#include "report/report.h"
#include "tally.h"

/* clang-format off */
static const struct ym_word more[REPORT_MORE_COUNT] = {
#define X(name, code, zh, en) [REPORT_MORE_##name] = { code, zh, en },
    REPORT_MORE_CELLS(X)
#undef X
};

static const struct ym_word dimensions[REPORT_BY_COUNT] = {
#define X(name, code, zh, en, vocab) [REPORT_BY_##name] = { code, zh, en },
    REPORT_DIMENSIONS(X)
#undef X
};

static const int vocabs[REPORT_BY_COUNT] = {
#define X(name, code, zh, en, vocab) [REPORT_BY_##name] = vocab,
    REPORT_DIMENSIONS(X)
#undef X
};

static const struct report_rate_words rates[REPORT_RATE_COUNT] = {
#define X(name, code, zh, en, part_zh, whole_zh, part_en, whole_en) \
    [REPORT_RATE_##name] = { { code, zh, en }, part_zh, whole_zh, part_en, whole_en },
    REPORT_RATES(X)
#undef X
};
/* clang-format on */

const struct ym_word *report_cell_word(int cell)
{
    assert(cell >= 0);
    assert(cell < REPORT_CELLS);
    return cell < YM_FIGURE_COUNT ? ym_figure_word((enum ym_figure)cell)
                                  : &more[cell - YM_FIGURE_COUNT];
}

const struct ym_word *report_by_word(enum report_by by)
{
    assert(by < REPORT_BY_COUNT);
    return &dimensions[by];
}

int report_by_vocab(enum report_by by)
{
    assert(by < REPORT_BY_COUNT);
    return vocabs[by];
}

const struct report_rate_words *report_rate_words(enum report_rate rate)
{
    assert(rate < REPORT_RATE_COUNT);
    return &rates[rate];
}

static int64_t of(const int64_t *n, enum report_more more_cell)
{
    return n[YM_FIGURE_COUNT + more_cell];
}

static void share(int64_t part, int64_t whole, int64_t *ret_part, int64_t *ret_whole)
{
    *ret_part = part;
    *ret_whole = whole;
}

void report_rate(const int64_t n[REPORT_CELLS], enum report_rate rate, int64_t *p, int64_t *w)
{
    const int64_t settled = n[YM_FIGURE_SETTLED];
    const int64_t closed = of(n, REPORT_MORE_CLOSED);

    assert(rate < REPORT_RATE_COUNT);
    switch (rate) {
    case REPORT_RATE_SUCCESS_A:
        share(settled, n[YM_FIGURE_ACCEPTED], p, w);
        break;
    case REPORT_RATE_SUCCESS_B:
        share(settled, settled + n[YM_FIGURE_FAILED] + n[YM_FIGURE_ENDED], p, w);
        break;
    case REPORT_RATE_SUCCESS_C:
        share(settled, settled + n[YM_FIGURE_FAILED], p, w);
        break;
    case REPORT_RATE_PERFORMANCE:
        share(of(n, REPORT_MORE_PERFORMED) + of(n, REPORT_MORE_PERFORMED_LATE),
              of(n, REPORT_MORE_DUE) - of(n, REPORT_MORE_EXCUSED), p, w);
        break;
    case REPORT_RATE_CONFIRM:
        share(n[YM_FIGURE_CONFIRMED], of(n, REPORT_MORE_WRITTEN) + of(n, REPORT_MORE_ORAL), p, w);
        break;
    case REPORT_RATE_CONFIRM_UPHELD:
        share(n[YM_FIGURE_CONFIRMED], n[YM_FIGURE_CONFIRMED] + n[YM_FIGURE_DISMISSED], p, w);
        break;
    case REPORT_RATE_ON_TIME:
        share(closed - of(n, REPORT_MORE_LATE), closed + of(n, REPORT_MORE_OVERDUE_OPEN), p, w);
        break;
    case REPORT_RATE_EXTENSION:
        share(of(n, REPORT_MORE_PROLONGED), of(n, REPORT_MORE_UNDER_WAY), p, w);
        break;
    case REPORT_RATE_REPEAT:
        share(of(n, REPORT_MORE_REPEAT), n[YM_FIGURE_REGISTERED], p, w);
        break;
    case REPORT_RATE_VISIT:
        share(of(n, REPORT_MORE_VISITED_CLOSED), closed, p, w);
        break;
    case REPORT_RATE_SUED:
        share(of(n, REPORT_MORE_SUED), of(n, REPORT_MORE_DISPUTES), p, w);
        break;
    case REPORT_RATE_COUNT:
        break;
    }
}
