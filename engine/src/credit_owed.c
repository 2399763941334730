/* SPDX-License-Identifier: Apache-2.0 */
/* What was agreed, and what became of each obligation. */
#include "apply.h"
#include "credit_log.h"
#include "rows.h"
#include "terms.h"

/* Kinds that leave something to be done: a new agreement takes their place. */
static bool is_unsettled(uint8_t kind)
{
    return kind == YM_CREDIT_OVERDUE || kind == YM_CREDIT_PARTIAL || kind == YM_CREDIT_BREACHED ||
           kind == YM_CREDIT_CONTESTED;
}

uint8_t ym_credit_seat(struct ym_span text)
{
    unsigned v = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i == 2)
            return YM_SEAT_NONE;
        v = 10 * v + (unsigned)(text.at[i] - '0');
    }
    return text.n > 0 && v < YM_SEATS_MAX ? (uint8_t)v : YM_SEAT_NONE;
}

static void forget_text(struct ym_credit *c)
{
    c->terms_seq = 0;
    c->told = 0;
    c->is_enforced = false;
    memset(c->payer, YM_SEAT_NONE, sizeof(c->payer));
    memset(c->stands, 0, sizeof(c->stands));
}

static void forget_variation(struct ym_credit *c)
{
    c->next_seq = 0;
    memset(c->next_payer, YM_SEAT_NONE, sizeof(c->next_payer));
}

void ym_credit_forget_agreement(struct ym_credit *c)
{
    forget_text(c);
    forget_variation(c);
}

static void read_payers(const struct ym_event *ev, uint8_t ret[YM_OBLIGATIONS_MAX])
{
    struct ym_rows w = { .detail = ev->c.detail, .list = YM_SPAN("obligations") };
    struct ym_span key, value;

    while (ym_rows_next(&w, &key, &value)) {
        if (w.n <= YM_OBLIGATIONS_MAX && ym_span_is(key, YM_SPAN("payer")))
            ret[w.n - 1] = ym_credit_seat(value);
    }
}

/* The agreement binds: what is not settled of an earlier one is owed no more. Items of one
 * agreement stand together, and the last one of an obligation stands for it. */
void ym_credit_replace(const struct ym_credit_making *m)
{
    const struct ym_credit_log *log = &m->c->log;
    uint32_t terms = 0;
    uint64_t seen = 0;

    for (uint32_t n = log->n; n > 0; n--) {
        const struct ym_credit_item old = log->items[n - 1];
        const uint64_t bit = UINT64_C(1) << (old.item % YM_OBLIGATIONS_MAX);

        if (old.terms_seq == 0 || old.terms_seq == m->c->terms_seq)
            continue;
        if (old.terms_seq != terms) {
            terms = old.terms_seq;
            seen = 0;
        }
        if ((seen & bit) == 0 && is_unsettled(old.kind))
            (void)ym_credit_put(m, (struct ym_credit_item){ .seat = old.seat,
                                                            .kind = YM_CREDIT_REPLACED,
                                                            .why = YM_CREDIT_WHY_VARIED,
                                                            .item = old.item,
                                                            .of = old.of,
                                                            .ref_seq = old.seq,
                                                            .terms_seq = old.terms_seq });
        seen |= bit;
    }
}

void ym_credit_agreement(const struct ym_credit_making *m)
{
    struct ym_credit *c = m->c;

    ym_credit_forget_agreement(c);
    c->terms_seq = m->ev->seq;
    read_payers(m->ev, c->payer);
    if (m->ev->c.kind == YM_CMD_REACH_ORAL)
        ym_credit_replace(m);
}

void ym_credit_variation(const struct ym_credit_making *m)
{
    struct ym_credit *c = m->c;

    forget_variation(c);
    c->next_seq = m->ev->seq;
    read_payers(m->ev, c->next_payer);
}

void ym_credit_adopt(const struct ym_credit_making *m)
{
    struct ym_credit *c = m->c;
    const uint32_t seq = c->next_seq;

    forget_text(c);
    c->terms_seq = seq;
    memcpy(c->payer, c->next_payer, sizeof(c->payer));
    forget_variation(c);
    ym_credit_replace(m);
}

/* The debtor signed it, is of those who reached it by word, or had it served. */
static bool is_told(const struct ym_credit *c, uint8_t seat)
{
    const struct ym_dispute *d = &c->dispute;
    const uint32_t agreed = (d->marks & YM_MARK_ORAL) != 0 ? ym_principals(d) : 0;

    return ((c->told | d->terms.signatures | agreed) >> seat & 1U) != 0;
}

/* ---- Performance ---- */

static enum ym_credit_why why_owed(const struct ym_credit_making *m, uint8_t kind, uint8_t seat,
                                   ym_day due)
{
    const bool is_short = kind == YM_CREDIT_PARTIAL || kind == YM_CREDIT_BREACHED;

    if (kind == YM_CREDIT_OVERDUE)
        return YM_CREDIT_WHY_NOT_EVIDENCED;
    if (kind == YM_CREDIT_CONTESTED)
        return YM_CREDIT_WHY_DISPUTED;
    if (!is_told(m->c, seat))
        return YM_CREDIT_WHY_NOT_NOTIFIED;
    if (is_short && m->day <= due)
        return YM_CREDIT_WHY_NOT_DUE;
    if (kind != YM_CREDIT_ON_TIME && kind != YM_CREDIT_EXCUSED && ym_credit_is_stayed(m->c, due))
        return YM_CREDIT_WHY_FORCE_MAJEURE;
    return YM_CREDIT_WHY_COUNTS;
}

static const struct ym_credit_item *standing(const struct ym_credit *c, uint8_t item)
{
    return c->stands[item] != 0 ? &c->log.items[c->stands[item] - 1] : NULL;
}

static void put_owed(const struct ym_credit_making *m, uint8_t item, enum ym_credit_kind kind)
{
    struct ym_credit *c = m->c;
    const struct ym_credit_item *before = standing(c, item);
    const ym_day known = ym_terms_due(&c->dispute.terms, item);
    const ym_day due = known != YM_DAY_NONE ? known : m->day;
    const uint8_t seat = c->payer[item];
    uint32_t number;

    if (seat >= c->dispute.seats)
        return;
    number = ym_credit_put(
        m, (struct ym_credit_item){ .seat = seat,
                                    .kind = (uint8_t)kind,
                                    .why = (uint8_t)why_owed(m, (uint8_t)kind, seat, due),
                                    .item = item,
                                    .of = due,
                                    .ref_seq = before != NULL ? before->seq : 0,
                                    .terms_seq = c->terms_seq });
    c->stands[item] = number != 0 ? number : c->stands[item];
}

static enum ym_credit_kind kind_of_late(const struct ym_credit *c, uint8_t item)
{
    const struct ym_credit_item *before = standing(c, item);

    if (c->is_enforced)
        return YM_CREDIT_ENFORCED;
    if (before == NULL)
        return YM_CREDIT_LATE;
    if (before->kind == YM_CREDIT_BREACHED || before->kind == YM_CREDIT_CONTESTED)
        return YM_CREDIT_REPAIRED;
    return YM_CREDIT_LATE;
}

void ym_credit_performance(const struct ym_credit_making *m)
{
    static const uint8_t kinds[YM_RESULT_COUNT] = {
        [YM_RESULT_FULFILLED] = YM_CREDIT_ON_TIME, [YM_RESULT_LATE] = YM_CREDIT_LATE,
        [YM_RESULT_PARTIAL] = YM_CREDIT_PARTIAL,   [YM_RESULT_EXCUSED] = YM_CREDIT_EXCUSED,
        [YM_RESULT_BREACHED] = YM_CREDIT_BREACHED,
    };
    const uint8_t item = m->ev->c.item % YM_OBLIGATIONS_MAX;
    const uint8_t result = m->ev->c.code;

    if (result == YM_RESULT_NONE || result >= YM_RESULT_COUNT)
        return;
    put_owed(m, item,
             result == YM_RESULT_LATE ? kind_of_late(m->c, item)
                                      : (enum ym_credit_kind)kinds[result]);
}

/* The debtor's own word settles nothing; against a record of breach it opens the question until
 * somebody records what became of it. */
void ym_credit_claim(const struct ym_credit_making *m)
{
    const struct ym_command *said = &m->ev->c;
    const uint8_t item = said->item % YM_OBLIGATIONS_MAX;
    const struct ym_credit_item *before = standing(m->c, item);

    if (before == NULL || said->by.seat != before->seat || said->code == YM_RESULT_BREACHED ||
        said->code == YM_RESULT_PARTIAL)
        return;
    if (before->kind == YM_CREDIT_BREACHED || before->kind == YM_CREDIT_PARTIAL)
        put_owed(m, item, YM_CREDIT_CONTESTED);
}

void ym_credit_overdue(const struct ym_credit_making *m, uint64_t overdue)
{
    for (uint8_t item = 0; item < YM_OBLIGATIONS_MAX; item++) {
        if ((overdue >> item & 1U) != 0)
            put_owed(m, item, YM_CREDIT_OVERDUE);
    }
}
