/* SPDX-License-Identifier: Apache-2.0 */
/* What became of each obligation of the version in force, and what both sides say of it. */
#include <string.h>

#include "agreement_private.h"

static struct app_debt *debt_of(const struct app_agreement *a, uint8_t item)
{
    struct app_version *v = app_version_in_force(a);

    return v != NULL && item < v->ndebts ? &v->debts[item] : NULL;
}

static struct app_entry *new_entry(struct app_debt *d)
{
    if (d->nentries == APP_ENTRIES_MAX) {
        app_text_drop(&d->entries[0].note);
        memmove(d->entries, d->entries + 1, (APP_ENTRIES_MAX - 1) * sizeof(d->entries[0]));
        d->nentries--;
        d->earlier++;
    }
    return &d->entries[d->nentries++];
}

/* The party whose word it is: its own seat, or the one for whom staff sent it. */
static uint8_t speaker(const struct ym_event *ev)
{
    if (ev->c.by.seat != YM_SEAT_NONE)
        return ev->c.by.seat;
    for (uint8_t seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((ev->c.seats >> seat & 1U) != 0)
            return seat;
    }
    return YM_SEATS_MAX;
}

static void say(struct app_agreement *a, struct app_debt *d, const struct ym_event *ev,
                const struct ym_said *said)
{
    struct app_entry *e = new_entry(d);

    *e = (struct app_entry){ .is_claim = ev->c.kind == YM_CMD_CLAIM_PERFORMANCE,
                             .seat = speaker(ev),
                             .role = ev->c.by.role,
                             .result = said->result,
                             .amount_fen = said->amount_fen,
                             .attachment = said->attachment,
                             .date = said->date,
                             .at = ev->c.at };
    app_text_keep(a, &e->note, said->note);
}

/* A part counts as far as its sum was named; what was fulfilled is paid in full. Pre: d->result is
 * still the one before. */
static void pay(struct app_debt *d, const struct ym_said *said)
{
    const int64_t owed = d->said.amount_fen;

    if (owed == 0)
        return;
    if (said->result == YM_RESULT_BREACHED && app_debt_is_settled(d))
        d->paid_fen = 0; /* what counted as paid came back, or was recorded by mistake */
    else if (said->result == YM_RESULT_FULFILLED || said->result == YM_RESULT_LATE)
        d->paid_fen = owed;
    else if (said->result == YM_RESULT_PARTIAL && said->amount_fen > 0)
        d->paid_fen = said->amount_fen < owed - d->paid_fen ? d->paid_fen + said->amount_fen : owed;
}

void app_debts_perform(struct app_agreement *a, const struct ym_event *ev,
                       const struct ym_said *said)
{
    struct app_debt *d = debt_of(a, ev->c.item);

    if (d == NULL)
        return;
    say(a, d, ev, said);
    if (ev->c.kind == YM_CMD_CLAIM_PERFORMANCE)
        return;
    pay(d, said);
    d->result = said->result;
    d->recorded_at = ev->c.at;
    d->performed_on = said->date;
}

/* A reminder goes out for what is overdue, or else for what falls due next. */
void app_debts_remind(struct app_agreement *a, const struct ym_event *ev)
{
    struct app_version *v = app_version_in_force(a);
    ym_day last = ym_day_of(ev->c.at);
    ym_day next = YM_DAY_MAX;

    for (size_t i = 0; v != NULL && i < v->ndebts; i++) {
        if (!app_debt_is_settled(&v->debts[i]) && v->debts[i].said.due < next)
            next = v->debts[i].said.due;
    }
    last = next > last ? next : last;
    for (size_t i = 0; v != NULL && i < v->ndebts; i++) {
        struct app_debt *d = &v->debts[i];

        if (app_debt_is_settled(d) || d->said.due > last)
            continue;
        d->reminders = d->reminders < UINT16_MAX ? (uint16_t)(d->reminders + 1) : UINT16_MAX;
        d->reminded_at = ev->c.at;
    }
}
