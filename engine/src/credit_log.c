/* SPDX-License-Identifier: Apache-2.0 */
/* The history of one dispute becomes a log of items. */
#include "apply.h"
#include "rows.h"
#include "terms.h"
#include "yima/credit.h"

/* Kinds that leave something to be done: a new agreement takes their place. */
static bool is_unsettled(uint8_t kind)
{
    return kind == YM_CREDIT_OVERDUE || kind == YM_CREDIT_PARTIAL || kind == YM_CREDIT_BREACHED ||
           kind == YM_CREDIT_CONTESTED;
}

static void forget_agreement(struct ym_credit *c)
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

static void forget_round(struct ym_credit *c)
{
    forget_agreement(c);
    forget_variation(c);
    c->came = 0;
    memset(c->asked_seq, 0, sizeof(c->asked_seq));
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        c->notified_on[seat] = YM_DAY_NONE;
        c->willing_on[seat] = YM_DAY_NONE;
    }
}

void ym_credit_begin(struct ym_credit *c)
{
    memset(c, 0, sizeof(*c));
    forget_round(c);
}

/* ---- Items ---- */

/* What all items of one event share. */
struct making {
    struct ym_credit *c;
    const struct ym_event *ev;
    ym_day day;
    uint16_t procedure;
};

/* Put an item at the end: *i says whose it is, of which kind and day, and why it counts or not.
 * Returns its number counted from 1; 0 when there is no room, which is counted. */
static uint32_t put(const struct making *m, struct ym_credit_item i)
{
    struct ym_credit_log *log = &m->c->log;
    const bool is_owed = ym_credit_kind_part(i.kind) == YM_CREDIT_PART_PERFORMANCE;
    const uint32_t room =
        is_owed ? YM_CREDIT_ITEMS_MAX : YM_CREDIT_ITEMS_MAX - YM_CREDIT_REPAIRS_KEPT;

    if (log->n >= room) {
        log->left_out++;
        return 0;
    }
    i.seq = m->ev->seq;
    i.rule = m->ev->rule;
    i.procedure = m->procedure;
    i.day = m->day;
    log->items[log->n++] = i;
    return log->n;
}

static void put_plain(const struct making *m, uint8_t seat, enum ym_credit_kind kind,
                      enum ym_credit_why why)
{
    (void)put(m, (struct ym_credit_item){
                     .seat = seat, .kind = (uint8_t)kind, .why = (uint8_t)why, .of = m->day });
}

/* ---- Force majeure ---- */

static bool is_stayed(const struct ym_credit *c, ym_day day)
{
    for (int i = 0; i < c->nstays; i++) {
        if (c->stays[i].from <= day && day <= c->stays[i].until)
            return true;
    }
    return false;
}

/* When there is no room the two oldest periods become one, which only adds days. */
static void begin_stay(struct ym_credit *c, ym_day day)
{
    if (c->nstays == YM_CREDIT_STAYS_MAX) {
        c->stays[0].until = c->stays[1].until;
        memmove(c->stays + 1, c->stays + 2, (YM_CREDIT_STAYS_MAX - 2) * sizeof(c->stays[0]));
        c->nstays--;
    }
    c->stays[c->nstays++] = (struct ym_credit_stay){ .from = day, .until = YM_DAY_MAX };
}

static void take_stay(const struct making *m)
{
    struct ym_credit *c = m->c;

    if (m->ev->c.kind == YM_CMD_STAY && m->ev->c.code == YM_STAY_FORCE_MAJEURE)
        begin_stay(c, m->day);
    else if (c->nstays > 0 && c->stays[c->nstays - 1].until == YM_DAY_MAX &&
             c->dispute.stayed_on == YM_DAY_NONE)
        c->stays[c->nstays - 1].until = m->day;
}

/* ---- Taking part ---- */

/* Who applies for mediation, alone or with the other side, wants it. */
static void take_parties(const struct making *m)
{
    struct ym_credit *c = m->c;
    const struct ym_dispute *d = &c->dispute;
    const uint32_t willing =
        d->consented | (d->source == YM_SOURCE_APPLIED ? d->claimants : UINT32_C(0));

    for (uint8_t seat = 0; seat < d->seats; seat++) {
        put_plain(m, seat, YM_CREDIT_PARTY, YM_CREDIT_WHY_COUNTS);
        if ((willing >> seat & 1U) != 0)
            c->willing_on[seat] = m->day;
    }
}

static void take_merger(const struct making *m)
{
    for (uint8_t seat = 0; seat < m->c->dispute.seats; seat++)
        put_plain(m, seat, YM_CREDIT_MERGED, YM_CREDIT_WHY_MERGED);
}

static void take_notice(const struct making *m, uint8_t seat)
{
    struct ym_credit *c = m->c;

    put_plain(m, seat, YM_CREDIT_INVITED, YM_CREDIT_WHY_COUNTS);
    c->asked_seq[seat] = m->ev->seq;
    c->asked_on[seat] = m->day;
    if (c->notified_on[seat] == YM_DAY_NONE)
        c->notified_on[seat] = m->day;
}

/* Yes and no are answers alike. */
static void take_answer(const struct making *m, uint8_t seat)
{
    struct ym_credit *c = m->c;

    if (m->ev->c.kind != YM_CMD_CONSENT)
        c->willing_on[seat] = YM_DAY_NONE;
    else if (c->willing_on[seat] == YM_DAY_NONE)
        c->willing_on[seat] = m->day;
    if (c->asked_seq[seat] == 0)
        return;
    (void)put(m, (struct ym_credit_item){ .seat = seat,
                                          .kind = YM_CREDIT_REPLIED,
                                          .of = c->asked_on[seat],
                                          .ref_seq = c->asked_seq[seat] });
    c->asked_seq[seat] = 0;
}

/* Do it for each seat for which the command speaks. */
static void for_seats(const struct making *m, void (*take)(const struct making *m, uint8_t seat))
{
    for (uint8_t seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((m->ev->c.seats >> seat & 1U) != 0)
            take(m, seat);
    }
}

/* Staying away counts only of who wanted mediation then, and had been told of it. */
static enum ym_credit_why why_absent(const struct ym_credit *c, uint8_t seat, ym_day of)
{
    if (is_stayed(c, of))
        return YM_CREDIT_WHY_FORCE_MAJEURE;
    if (c->willing_on[seat] == YM_DAY_NONE || c->willing_on[seat] > of)
        return YM_CREDIT_WHY_NO_CONSENT;
    if (c->notified_on[seat] == YM_DAY_NONE || c->notified_on[seat] > of)
        return YM_CREDIT_WHY_NOT_NOTIFIED;
    return YM_CREDIT_WHY_COUNTS;
}

static void take_presence(const struct making *m, uint8_t seat, int attendance)
{
    const ym_day date = m->ev->c.date;
    struct ym_credit_item i = { .seat = seat, .of = date != YM_DAY_NONE ? date : m->day };

    if (attendance == YM_ATTENDANCE_ATTENDED) {
        i.kind = YM_CREDIT_ATTENDED;
        m->c->came |= UINT32_C(1) << seat;
    } else if (attendance == YM_ATTENDANCE_EXCUSED) {
        i.kind = YM_CREDIT_AWAY;
    } else {
        i.kind = YM_CREDIT_ABSENT;
        i.why = (uint8_t)why_absent(m->c, seat, i.of);
    }
    (void)put(m, i);
}

/* A seat below YM_SEATS_MAX, written as decimals; else YM_SEAT_NONE. */
static uint8_t read_seat(struct ym_span text)
{
    unsigned v = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i == 2)
            return YM_SEAT_NONE;
        v = 10 * v + (unsigned)(text.at[i] - '0');
    }
    return text.n > 0 && v < YM_SEATS_MAX ? (uint8_t)v : YM_SEAT_NONE;
}

/* In the canonical form a row names its seat first, then how it came. */
static void take_session(const struct making *m)
{
    struct ym_rows w = { .detail = m->ev->c.detail, .list = YM_SPAN("attendance") };
    uint8_t seat = YM_SEAT_NONE;
    struct ym_span key, value;

    while (ym_rows_next(&w, &key, &value)) {
        const int attendance = ym_vocab_find(YM_VOCAB_ATTENDANCE, value);

        if (ym_span_is(key, YM_SPAN("seat")))
            seat = read_seat(value);
        else if (seat < m->c->dispute.seats && attendance >= 0)
            take_presence(m, seat, attendance);
    }
}

/* ---- Agreements ---- */

static void read_payers(const struct ym_event *ev, uint8_t ret[YM_OBLIGATIONS_MAX])
{
    struct ym_rows w = { .detail = ev->c.detail, .list = YM_SPAN("obligations") };
    struct ym_span key, value;

    while (ym_rows_next(&w, &key, &value)) {
        if (w.n <= YM_OBLIGATIONS_MAX && ym_span_is(key, YM_SPAN("payer")))
            ret[w.n - 1] = read_seat(value);
    }
}

/* The agreement binds: what is not settled of an earlier one is owed no more. Items of one
 * agreement stand together, and the last one of an obligation stands for it. */
static void replace_earlier(const struct making *m)
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
            (void)put(m, (struct ym_credit_item){ .seat = old.seat,
                                                  .kind = YM_CREDIT_REPLACED,
                                                  .why = YM_CREDIT_WHY_VARIED,
                                                  .item = old.item,
                                                  .of = old.of,
                                                  .ref_seq = old.seq,
                                                  .terms_seq = old.terms_seq });
        seen |= bit;
    }
}

static void take_agreement(const struct making *m)
{
    struct ym_credit *c = m->c;

    forget_agreement(c);
    forget_variation(c);
    c->terms_seq = m->ev->seq;
    read_payers(m->ev, c->payer);
    if (m->ev->c.kind == YM_CMD_REACH_ORAL)
        replace_earlier(m);
}

static void take_variation(const struct making *m)
{
    struct ym_credit *c = m->c;

    forget_variation(c);
    c->next_seq = m->ev->seq;
    read_payers(m->ev, c->next_payer);
}

static void adopt(const struct making *m)
{
    struct ym_credit *c = m->c;
    const uint32_t seq = c->next_seq;

    forget_agreement(c);
    c->terms_seq = seq;
    memcpy(c->payer, c->next_payer, sizeof(c->payer));
    forget_variation(c);
    replace_earlier(m);
}

static bool is_signed_by_all(const struct ym_dispute *d)
{
    const uint32_t all = ym_principals(d);

    return (d->terms.signatures & all) == all;
}

/* The debtor signed it, was there when it was reached by word, or had it served. */
static bool is_told(const struct ym_credit *c, uint8_t seat)
{
    const struct ym_dispute *d = &c->dispute;
    const uint32_t there = (d->marks & YM_MARK_ORAL) != 0 ? c->came : 0;

    return ((c->told | d->terms.signatures | there) >> seat & 1U) != 0;
}

/* ---- Performance ---- */

static enum ym_credit_why why_owed(const struct making *m, uint8_t kind, uint8_t seat, ym_day due)
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
    if (kind != YM_CREDIT_ON_TIME && kind != YM_CREDIT_EXCUSED && is_stayed(m->c, due))
        return YM_CREDIT_WHY_FORCE_MAJEURE;
    return YM_CREDIT_WHY_COUNTS;
}

static const struct ym_credit_item *standing(const struct ym_credit *c, uint8_t item)
{
    return c->stands[item] != 0 ? &c->log.items[c->stands[item] - 1] : NULL;
}

static void put_owed(const struct making *m, uint8_t item, enum ym_credit_kind kind)
{
    struct ym_credit *c = m->c;
    const struct ym_credit_item *before = standing(c, item);
    const ym_day known = ym_terms_due(&c->dispute.terms, item);
    const ym_day due = known != YM_DAY_NONE ? known : m->day;
    const uint8_t seat = c->payer[item];
    uint32_t number;

    if (seat >= c->dispute.seats)
        return;
    number = put(m, (struct ym_credit_item){ .seat = seat,
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
    return before != NULL &&
                   (before->kind == YM_CREDIT_BREACHED || before->kind == YM_CREDIT_CONTESTED)
               ? YM_CREDIT_REPAIRED
               : YM_CREDIT_LATE;
}

static void take_performance(const struct making *m)
{
    const uint8_t item = m->ev->c.item % YM_OBLIGATIONS_MAX;

    switch ((enum ym_result)m->ev->c.code) {
    case YM_RESULT_FULFILLED:
        put_owed(m, item, YM_CREDIT_ON_TIME);
        break;
    case YM_RESULT_LATE:
        put_owed(m, item, kind_of_late(m->c, item));
        break;
    case YM_RESULT_PARTIAL:
        put_owed(m, item, YM_CREDIT_PARTIAL);
        break;
    case YM_RESULT_EXCUSED:
        put_owed(m, item, YM_CREDIT_EXCUSED);
        break;
    case YM_RESULT_BREACHED:
        put_owed(m, item, YM_CREDIT_BREACHED);
        break;
    case YM_RESULT_NONE:
    case YM_RESULT_COUNT:
        break;
    }
}

/* The debtor's own word settles nothing; against a record of breach it opens the question until
 * somebody records what became of it. */
static void take_claim(const struct making *m)
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

static void take_overdue(const struct making *m, uint64_t overdue)
{
    for (uint8_t item = 0; item < YM_OBLIGATIONS_MAX; item++) {
        if ((overdue >> item & 1U) != 0)
            put_owed(m, item, YM_CREDIT_OVERDUE);
    }
}

/* ---- One event ---- */

/* By what was said; the dispute stands as it does after the event. */
static void take_command(const struct making *m)
{
    switch ((int)m->ev->c.kind) {
    case YM_CMD_REGISTER:
        take_parties(m);
        break;
    case YM_CMD_MERGE:
        take_merger(m);
        break;
    case YM_CMD_NOTIFY:
        for_seats(m, take_notice);
        break;
    case YM_CMD_CONSENT:
    case YM_CMD_REFUSE_MEDIATION:
    case YM_CMD_WITHDRAW:
    case YM_CMD_GO_TO_COURT:
        for_seats(m, take_answer);
        break;
    case YM_CMD_HOLD_SESSION:
        take_session(m);
        break;
    case YM_CMD_REACH_AGREEMENT:
    case YM_CMD_REACH_ORAL:
        take_agreement(m);
        break;
    case YM_CMD_VARY:
        take_variation(m);
        break;
    case YM_CMD_SERVE:
        m->c->told |= m->ev->c.seats;
        break;
    case YM_CMD_RECORD_PERFORMANCE:
        take_performance(m);
        break;
    case YM_CMD_CLAIM_PERFORMANCE:
        take_claim(m);
        break;
    case YM_CMD_APPLY_ENFORCEMENT:
        m->c->is_enforced = true;
        break;
    default:
        break;
    }
}

/* A new round: what was said in the last one binds nobody in this one. Who asked for it is willing.
 */
static void restart(const struct making *m, const struct ym_dispute *before)
{
    const uint32_t reopening =
        m->ev->c.kind == YM_CMD_REOPEN ? before->reopening | m->ev->c.seats : 0;

    forget_round(m->c);
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((reopening >> seat & 1U) != 0)
            m->c->willing_on[seat] = m->day;
    }
}

static bool is_next(const struct ym_credit *c, const struct ym_event *ev)
{
    const bool is_first = c->dispute.version == 0;

    return ev->seq == c->dispute.version + 1 && is_first == (ev->c.kind == YM_CMD_REGISTER) &&
           (is_first || ev->dispute.v == c->dispute.id.v);
}

/* By its effects; before: the dispute as it stood. */
static void take_effects(const struct making *m, const struct ym_dispute *before)
{
    struct ym_credit *c = m->c;
    const uint32_t effects = m->ev->effects;
    const bool waits = (before->marks & YM_MARK_VARIED) != 0 || m->ev->c.kind == YM_CMD_VARY;

    if ((effects & YM_E(RESTART)) != 0)
        restart(m, before);
    else if (waits && (effects & (YM_E(ADOPT) | YM_E(UNSIGN))) != 0)
        adopt(m);
    else if (m->ev->c.kind == YM_CMD_SIGN && is_signed_by_all(&c->dispute))
        replace_earlier(m);
    if ((effects & YM_E(OVERDUE)) != 0)
        take_overdue(m, c->dispute.overdue & ~before->overdue);
}

bool ym_credit_take(struct ym_credit *c, const struct ym_event *ev)
{
    const struct ym_dispute before = c->dispute;
    const struct making m = {
        .c = c,
        .ev = ev,
        .day = ym_day_of(ev->c.at),
        .procedure = ev->c.kind == YM_CMD_REGISTER ? ev->c.reg.procedure : before.procedure,
    };

    if (!is_next(c, ev))
        return false;
    ym_evolve(&c->dispute, ev);
    take_stay(&m);
    take_command(&m);
    take_effects(&m, &before);
    c->log.is_reported_family =
        c->dispute.type == YM_TYPE_MARRIAGE && (c->dispute.marks & YM_MARK_POLICE) != 0;
    return true;
}
