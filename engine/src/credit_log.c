/* SPDX-License-Identifier: Apache-2.0 */
/* The history of one dispute becomes a log of items: who took part, and how. */
#include "credit_log.h"

#include "apply.h"
#include "rows.h"

static void forget_round(struct ym_credit *c)
{
    ym_credit_forget_agreement(c);
    memset(c->asked_seq, 0, sizeof(c->asked_seq));
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        for (int i = 0; i < YM_CREDIT_TOLD_MAX; i++)
            c->told_of[seat][i] = YM_DAY_NONE;
        c->told_on[seat] = YM_DAY_NONE;
        c->willing_on[seat] = YM_DAY_NONE;
    }
}

void ym_credit_begin(struct ym_credit *c)
{
    memset(c, 0, sizeof(*c));
    forget_round(c);
}

/* ---- Items ---- */

uint32_t ym_credit_put(const struct ym_credit_making *m, struct ym_credit_item i)
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

static void put_plain(const struct ym_credit_making *m, uint8_t seat, enum ym_credit_kind kind,
                      enum ym_credit_why why)
{
    (void)ym_credit_put(
        m, (struct ym_credit_item){
               .seat = seat, .kind = (uint8_t)kind, .why = (uint8_t)why, .of = m->day });
}

/* ---- Force majeure ---- */

bool ym_credit_is_stayed(const struct ym_credit *c, ym_day day)
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

static void take_stay(const struct ym_credit_making *m)
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
static void take_parties(const struct ym_credit_making *m)
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

static void take_merger(const struct ym_credit_making *m)
{
    for (uint8_t seat = 0; seat < m->c->dispute.seats; seat++)
        put_plain(m, seat, YM_CREDIT_MERGED, YM_CREDIT_WHY_MERGED);
}

/* The session whose day a notice names, and no other, was told of by it: unless that day was over
 * when the notice was put on record. */
static void tell_of(struct ym_credit *c, uint8_t seat, ym_day day, ym_day today)
{
    ym_day *of = c->told_of[seat];

    if (day < today)
        return;
    memmove(of + 1, of, (YM_CREDIT_TOLD_MAX - 1) * sizeof(of[0]));
    of[0] = day;
}

static void take_notice(const struct ym_credit_making *m, uint8_t seat)
{
    struct ym_credit *c = m->c;
    ym_day day;

    put_plain(m, seat, YM_CREDIT_INVITED, YM_CREDIT_WHY_COUNTS);
    c->asked_seq[seat] = m->ev->seq;
    c->asked_on[seat] = m->day;
    if (ym_day_parse(ym_rows_member(m->ev->c.detail, YM_SPAN("session_day")), &day))
        tell_of(c, seat, day, m->day);
    else
        c->told_on[seat] = m->day;
}

/* Yes and no are answers alike. */
static void take_answer(const struct ym_credit_making *m, uint8_t seat)
{
    struct ym_credit *c = m->c;

    if (m->ev->c.kind != YM_CMD_CONSENT)
        c->willing_on[seat] = YM_DAY_NONE;
    else if (c->willing_on[seat] == YM_DAY_NONE)
        c->willing_on[seat] = m->day;
    if (c->asked_seq[seat] == 0)
        return;
    (void)ym_credit_put(m, (struct ym_credit_item){ .seat = seat,
                                                    .kind = YM_CREDIT_REPLIED,
                                                    .of = c->asked_on[seat],
                                                    .ref_seq = c->asked_seq[seat] });
    c->asked_seq[seat] = 0;
}

/* Do it for each seat for which the command speaks. */
static void for_seats(const struct ym_credit_making *m,
                      void (*take)(const struct ym_credit_making *m, uint8_t seat))
{
    for (uint8_t seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((m->ev->c.seats >> seat & 1U) != 0)
            take(m, seat);
    }
}

static bool is_told(const struct ym_credit *c, uint8_t seat, ym_day of)
{
    for (int i = 0; i < YM_CREDIT_TOLD_MAX; i++) {
        if (c->told_of[seat][i] == of)
            return true;
    }
    return c->told_on[seat] != YM_DAY_NONE && c->told_on[seat] <= of;
}

/* Staying away counts only of who wanted mediation then, and had been told of that session. */
static enum ym_credit_why why_absent(const struct ym_credit *c, uint8_t seat, ym_day of)
{
    if (ym_credit_is_stayed(c, of))
        return YM_CREDIT_WHY_FORCE_MAJEURE;
    if (c->willing_on[seat] == YM_DAY_NONE || c->willing_on[seat] > of)
        return YM_CREDIT_WHY_NO_CONSENT;
    return is_told(c, seat, of) ? YM_CREDIT_WHY_COUNTS : YM_CREDIT_WHY_NOT_NOTIFIED;
}

static ym_day session_day(const struct ym_credit_making *m)
{
    return m->ev->c.date != YM_DAY_NONE ? m->ev->c.date : m->day;
}

static void take_presence(const struct ym_credit_making *m, uint8_t seat, int attendance)
{
    struct ym_credit_item i = { .seat = seat, .of = session_day(m) };

    if (attendance == YM_ATTENDANCE_ATTENDED) {
        i.kind = YM_CREDIT_ATTENDED;
    } else if (attendance == YM_ATTENDANCE_EXCUSED) {
        i.kind = YM_CREDIT_AWAY;
    } else {
        i.kind = YM_CREDIT_ABSENT;
        i.why = (uint8_t)why_absent(m->c, seat, i.of);
    }
    (void)ym_credit_put(m, i);
}

/* A notice without a day told of the first session that was held from its day on. */
static void use_notices(const struct ym_credit_making *m)
{
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        if (m->c->told_on[seat] <= session_day(m))
            m->c->told_on[seat] = YM_DAY_NONE;
    }
}

/* In the canonical form a row names its seat first, then how it came. */
static void take_session(const struct ym_credit_making *m)
{
    struct ym_rows w = { .detail = m->ev->c.detail, .list = YM_SPAN("attendance") };
    uint8_t seat = YM_SEAT_NONE;
    struct ym_span key, value;

    while (ym_rows_next(&w, &key, &value)) {
        const int attendance = ym_vocab_find(YM_VOCAB_ATTENDANCE, value);

        if (ym_span_is(key, YM_SPAN("seat")))
            seat = ym_credit_seat(value);
        else if (seat < m->c->dispute.seats && attendance >= 0)
            take_presence(m, seat, attendance);
    }
    use_notices(m);
}

/* ---- One event ---- */

static bool is_signed_by_all(const struct ym_dispute *d)
{
    const uint32_t all = ym_principals(d);

    return (d->terms.signatures & all) == all;
}

/* By what was said; the dispute stands as it does after the event. */
static void take_command(const struct ym_credit_making *m)
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
        ym_credit_agreement(m);
        break;
    case YM_CMD_VARY:
        ym_credit_variation(m);
        break;
    case YM_CMD_SERVE:
        m->c->told |= m->ev->c.seats;
        break;
    case YM_CMD_RECORD_PERFORMANCE:
        ym_credit_performance(m);
        break;
    case YM_CMD_CLAIM_PERFORMANCE:
        ym_credit_claim(m);
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
static void restart(const struct ym_credit_making *m, const struct ym_dispute *before)
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
static void take_effects(const struct ym_credit_making *m, const struct ym_dispute *before)
{
    struct ym_credit *c = m->c;
    const uint32_t effects = m->ev->effects;
    const bool waits = (before->marks & YM_MARK_VARIED) != 0 || m->ev->c.kind == YM_CMD_VARY;

    if ((effects & YM_E(RESTART)) != 0)
        restart(m, before);
    else if (waits && (effects & (YM_E(ADOPT) | YM_E(UNSIGN))) != 0)
        ym_credit_adopt(m);
    else if (m->ev->c.kind == YM_CMD_SIGN && is_signed_by_all(&c->dispute))
        ym_credit_replace(m);
    if ((effects & YM_E(OVERDUE)) != 0)
        ym_credit_overdue(m, c->dispute.overdue & ~before->overdue);
}

bool ym_credit_take(struct ym_credit *c, const struct ym_event *ev)
{
    const struct ym_dispute before = c->dispute;
    const struct ym_credit_making m = {
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
    c->log.type = c->dispute.type;
    c->log.is_reported_family = ym_dispute_is_reported_family(&c->dispute);
    return true;
}
