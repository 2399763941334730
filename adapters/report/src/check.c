/* SPDX-License-Identifier: Apache-2.0 */
/* Does a report balance? Nothing is frozen that does not. */
#include <inttypes.h>
#include <stdio.h>

#include "model.h"
#include "tally.h"

#define NAME_BYTES 64

/* Parts that are never more than their whole: cells of one and the same set of disputes or
 * obligations. */
static const struct pair {
    int part, whole;
} pairs[] = {
    { REPORT_CELL(CLOSED), REPORT_CELL(DISPUTES) },
    { REPORT_CELL(LATE), REPORT_CELL(CLOSED) },
    { REPORT_CELL(VISITED_CLOSED), REPORT_CELL(CLOSED) },
    { REPORT_CELL(VISITED_CLOSED), REPORT_CELL(VISITED) },
    { REPORT_CELL(UNDER_WAY), REPORT_CELL(DISPUTES) },
    { REPORT_CELL(PROLONGED), REPORT_CELL(UNDER_WAY) },
    { REPORT_CELL(OVERDUE_OPEN), REPORT_CELL(UNDER_WAY) },
    { REPORT_CELL(SUED), REPORT_CELL(DISPUTES) },
    { REPORT_CELL(VISITED), REPORT_CELL(DISPUTES) },
    { REPORT_FIGURE(OPEN), REPORT_CELL(UNDER_WAY) },
    { REPORT_CELL(REPEAT), REPORT_FIGURE(REGISTERED) },
};

static void put_line(char out[NAME_BYTES], enum report_by by, const struct report_line *line)
{
    const int vocab = report_by_vocab(by);

    if (vocab == REPORT_NO_VOCAB && line->id == REPORT_OTHERS)
        (void)snprintf(out, NAME_BYTES, "the others");
    else if (vocab == REPORT_NO_VOCAB)
        (void)snprintf(out, NAME_BYTES, "%" PRId64, line->id);
    else
        (void)snprintf(out, NAME_BYTES, "%s",
                       ym_word((enum ym_vocab_id)vocab, (int)line->id)->code);
}

static enum ym_err check_line(const struct report_line *line, const char *dimension,
                              const char *name, struct ym_error *reterr)
{
    const int64_t *n = line->n;

    if (!ym_figures_balance(n))
        return ym_fail(
            reterr, YM_E_UNPROCESSABLE,
            "the report does not balance: %s %s: carried + accepted + reopened is "
            "%" PRId64 ", settled + failed + ended + open is %" PRId64,
            dimension, name, n[YM_FIGURE_CARRIED] + n[YM_FIGURE_ACCEPTED] + n[YM_FIGURE_REOPENED],
            n[YM_FIGURE_SETTLED] + n[YM_FIGURE_FAILED] + n[YM_FIGURE_ENDED] + n[YM_FIGURE_OPEN]);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        if (n[pairs[i].part] > n[pairs[i].whole])
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "the report does not balance: %s %s: %s is %" PRId64
                           ", more than %s, which is %" PRId64,
                           dimension, name, report_cell_word(pairs[i].part)->code, n[pairs[i].part],
                           report_cell_word(pairs[i].whole)->code, n[pairs[i].whole]);
    }
    if (n[REPORT_CELL(PERFORMED)] + n[REPORT_CELL(PERFORMED_LATE)] + n[REPORT_CELL(PARTIAL)] +
            n[REPORT_CELL(EXCUSED)] + n[REPORT_CELL(BREACHED)] >
        n[REPORT_CELL(DUE)])
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "the report does not balance: %s %s: more obligations have a result than "
                       "the %" PRId64 " that fell due",
                       dimension, name, n[REPORT_CELL(DUE)]);
    return YM_E_OK;
}

/* The lines of a dimension add up to the total. */
static enum ym_err check_sums(const struct report *r, enum report_by by, struct ym_error *reterr)
{
    const struct report_dimension *d = &r->by[by];
    struct report_line sum = { 0 };

    for (size_t i = 0; i < d->n; i++)
        line_add(&sum, d->lines[i].n);
    for (int c = 0; c < REPORT_CELLS; c++) {
        const int64_t differs = sum.n[c] - r->total.n[c];

        if (differs != 0)
            return ym_fail(
                reterr, YM_E_UNPROCESSABLE,
                "the report does not balance: %s adds up to %" PRId64 " %s, the total is "
                "%" PRId64 ": %" PRId64 " %s",
                report_by_word(by)->code, sum.n[c], report_cell_word(c)->code, r->total.n[c],
                differs > 0 ? differs : -differs, differs > 0 ? "too many" : "missing");
    }
    return YM_E_OK;
}

/* Reports frozen before there was a line of the others have no line where there were too many; none
 * is made like that any more. */
static bool is_without_lines(const struct report_dimension *d)
{
    return d->n == 0 && d->left_out > 0;
}

static enum ym_err check_dimension(const struct report *r, enum report_by by,
                                   struct ym_error *reterr)
{
    const struct report_dimension *d = &r->by[by];
    enum ym_err err = is_without_lines(d) ? YM_E_OK : check_sums(r, by, reterr);

    for (size_t i = 0; i < d->n && err == YM_E_OK; i++) {
        char name[NAME_BYTES];

        put_line(name, by, &d->lines[i]);
        err = check_line(&d->lines[i], report_by_word(by)->code, name, reterr);
    }
    return err;
}

static enum ym_err check_days(const struct report *r, struct ym_error *reterr)
{
    int64_t count = 0;

    for (int i = 0; i <= YM_SPAN_DAYS; i++)
        count += r->days.n[i];
    if (count != r->days.count || count != r->total.n[REPORT_CELL(CLOSED)])
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "the report does not balance: days: %" PRId64 " disputes with a time, "
                       "%" PRId64 " were closed",
                       count, r->total.n[REPORT_CELL(CLOSED)]);
    if (r->days.sum != r->total.n[REPORT_CELL(CLOSE_DAYS)])
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "the report does not balance: days: %" PRId64 " together, the total is "
                       "%" PRId64,
                       r->days.sum, r->total.n[REPORT_CELL(CLOSE_DAYS)]);
    return YM_E_OK;
}

enum ym_err report_check(const struct report *r, struct ym_error *reterr)
{
    enum ym_err err = check_line(&r->total, "total", "of all disputes", reterr);

    for (int by = 0; by < REPORT_BY_COUNT && err == YM_E_OK; by++)
        err = check_dimension(r, (enum report_by)by, reterr);
    if (err == YM_E_OK)
        err = check_days(r, reterr);
    return err;
}
