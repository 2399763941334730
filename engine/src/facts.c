/* SPDX-License-Identifier: Apache-2.0 */
#include "apply.h"
#include "terms.h"

static uint64_t when(bool holds, uint64_t fact)
{
    return holds ? fact : 0;
}

static bool all_of(uint32_t set, uint32_t wanted)
{
    return wanted != 0 && (set & wanted) == wanted;
}

static uint64_t consent_facts(const struct ym_dispute *d)
{
    const uint32_t all = ym_principals(d);

    return when(all_of(d->consented, all), YM_F(ALL_CONSENT)) |
           when((d->refused & all) != 0, YM_F(SOME_REFUSED)) |
           when(all_of(d->notified, all), YM_F(ALL_NOTIFIED)) |
           when(all_of(d->applied, all), YM_F(ALL_APPLIED)) |
           when(all_of(d->appeared, all), YM_F(ALL_APPEARED)) |
           when(all_of(d->reopening, all), YM_F(ALL_REOPEN)) |
           when(all_of(d->withdrawn, d->claimants), YM_F(ALL_WITHDRAWN));
}

static uint64_t mark_facts(const struct ym_dispute *d)
{
    return when(d->marks & YM_MARK_JOINT, YM_F(JOINT)) |
           when(d->marks & YM_MARK_CASE_ACCEPTED, YM_F(CASE_ACCEPTED)) |
           when(d->marks & YM_MARK_NUMBERED, YM_F(NUMBERED)) |
           when(d->marks & YM_MARK_SIMPLIFIED, YM_F(SIMPLIFIED)) |
           when(d->marks & YM_MARK_FILED, YM_F(WAS_FILED)) |
           when(d->marks & YM_MARK_CONFIRMED, YM_F(CONFIRMED)) |
           when(d->marks & YM_MARK_POLICE, YM_F(POLICE_REPORTED)) |
           when(d->marks & YM_MARK_FEE_PAID, YM_F(FEE_PAID));
}

static uint64_t dispute_facts(const struct ym_dispute *d)
{
    return when(d->mediator != 0, YM_F(HAS_MEDIATOR)) | when(d->sessions > 0, YM_F(SESSION_HELD)) |
           when(d->stayed_on != YM_DAY_NONE, YM_F(STAYED)) | when(d->court != 0, YM_F(HAS_COURT)) |
           when(d->body_kind == YM_BODY_PEOPLE_COMMITTEE ||
                    d->body_kind == YM_BODY_INDUSTRY_COMMITTEE,
                YM_F(COMMITTEE)) |
           when(d->type == YM_TYPE_LABOUR, YM_F(LABOUR)) |
           when(d->type == YM_TYPE_MARRIAGE, YM_F(FAMILY)) |
           when(d->type == YM_TYPE_MEDICAL, YM_F(MEDICAL)) |
           when(d->type == YM_TYPE_TRAFFIC, YM_F(TRAFFIC)) |
           when(d->type == YM_TYPE_CONSUMER, YM_F(CONSUMER));
}

/* What binds, and how far it was performed. */
static uint64_t performance_facts(const struct ym_dispute *d)
{
    const uint64_t owed = ym_terms_all(&d->terms);

    return when(d->terms.obligations > 0, YM_F(OBLIGED)) |
           when((d->settled & owed) == owed, YM_F(ALL_SETTLED)) |
           when(d->breached != 0, YM_F(SOME_BREACHED)) |
           when((d->overdue & ~d->settled) != 0, YM_F(SOME_OVERDUE));
}

/* Who has signed the version that waits for signatures; the one in force, when none waits. */
static uint64_t signature_facts(const struct ym_dispute *d)
{
    const bool varied = (d->marks & YM_MARK_VARIED) != 0;
    const struct ym_terms *t = varied ? &d->next : &d->terms;
    const uint32_t signed_by = varied ? YM_MARK_NEXT_MEDIATOR_SIGNED : YM_MARK_MEDIATOR_SIGNED;
    const uint32_t sealed = varied ? YM_MARK_NEXT_SEALED : YM_MARK_SEALED;

    return when(all_of(t->signatures, ym_principals(d)), YM_F(PARTIES_SIGNED)) |
           when(all_of(t->e_signed, ym_principals(d)), YM_F(ALL_E_SIGNED)) |
           when(d->marks & signed_by, YM_F(MEDIATOR_SIGNED)) |
           when(d->marks & sealed, YM_F(SEALED)) | when(varied, YM_F(VARIED)) |
           when(d->next.obligations > 0, YM_F(VARIED_OBLIGED));
}

/* The running limit that an extension would prolong, or NULL. */
static const struct ym_clock *limit_clock(const struct ym_procedure *p, const struct ym_dispute *d)
{
    for (int i = 0; i < d->nclocks; i++) {
        const struct ym_deadline *dl = &p->deadlines[d->clocks[i].deadline];

        if (dl->is_limit && dl->extend_days_max != 0 && d->clocks[i].due != 0)
            return &d->clocks[i];
    }
    return NULL;
}

static uint64_t extension_facts(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const struct ym_clock *k = limit_clock(p, d);
    const bool pending = d->ext_pending > 0;
    uint64_t facts = when(pending, YM_F(EXT_PENDING)) |
                     when(pending && all_of(d->ext_consents, ym_principals(d)), YM_F(EXT_AGREED));

    if (k == NULL)
        return facts | YM_F(EXT_NO_LIMIT);
    if (p->deadlines[k->deadline].extend_days_max != YM_CAP_NONE) {
        const int had = d->ext_deadline == k->deadline ? d->ext_total : 0;

        facts |= when(pending && had + k->moved + d->ext_pending >
                                     p->deadlines[k->deadline].extend_days_max,
                      YM_F(EXT_OVER_CAP));
    }
    return facts;
}

/* What the command itself names; its word belongs to another vocabulary under each command. */
static uint64_t command_facts(const struct ym_command *c)
{
    if (c->kind == YM_CMD_TERMINATE)
        return when(c->code == YM_GROUND_AGREEMENT, YM_F(GROUND_AGREEMENT)) |
               when(c->code == YM_GROUND_SELF_SETTLED, YM_F(GROUND_SELF_SETTLED));
    if (c->kind == YM_CMD_RECORD_PERFORMANCE)
        return when(c->code == YM_RESULT_BREACHED, YM_F(BREACH_NAMED));
    if (c->kind == YM_CMD_DECIDE_OBJECTION)
        return when(c->code == YM_RULING_UPHELD, YM_F(RULING_UPHELD));
    if (c->kind == YM_CMD_CLOSE_CASE)
        return when(c->code == YM_WAY_STATEMENT, YM_F(WAY_STATEMENT)) |
               when(c->code == YM_WAY_DEEMED, YM_F(WAY_DEEMED));
    if (c->kind == YM_CMD_STAY)
        return when(c->code == YM_STAY_AGREED, YM_F(PAUSE_NAMED));
    if (c->kind == YM_CMD_SIGN || c->kind == YM_CMD_SIGN_MEDIATOR || c->kind == YM_CMD_SEAL)
        return when(c->code == YM_SIGNING_PAGE, YM_F(ON_PAGE)) |
               when(c->code == YM_SIGNING_PAPER || c->code == YM_SIGNING_FINGERPRINT ||
                        c->code == YM_SIGNING_STAMP,
                    YM_F(ON_PAPER));
    if (c->kind == YM_CMD_REJECT_CONFIRMATION)
        return when(c->code >= YM_BAR_ILLEGAL && c->code <= YM_BAR_ABSENT, YM_F(BAR_OF_MERITS));
    return 0;
}

/* Of the deadline that it names, which ym_decide() has found by then. */
static uint64_t shift_facts(const struct ym_procedure *p, const struct ym_command *c)
{
    const struct ym_deadline *dl;
    bool is_agreed; /* prolonged by consent alone */

    if (c->kind != YM_CMD_RESCHEDULE)
        return 0;
    dl = c->deadline < p->ndeadlines ? &p->deadlines[c->deadline] : NULL;
    is_agreed = dl != NULL && dl->is_limit && dl->shift.is_party;
    return when(dl != NULL && dl->shift.is_court, YM_F(COURT_DEADLINE)) |
           when(c->code == YM_SHIFT_CALENDAR, YM_F(CALENDAR_NAMED)) |
           when(is_agreed && c->code == YM_SHIFT_JUST_CAUSE, YM_F(EXTENSION_MEANT));
}

/* For whom the command speaks: mediation is between claimants and respondents. */
static uint64_t seat_facts(const struct ym_dispute *d, const struct ym_command *c)
{
    if ((c->fields & YM_FB(SEAT)) == 0 || c->seats == 0)
        return 0;
    return when((c->seats & ym_principals(d)) == 0, YM_F(BY_THIRD)) |
           when((c->seats & ~d->periods_over) == 0, YM_F(OWN_PERIOD_OVER)) |
           when(c->kind == YM_CMD_ASK_RECUSAL && (c->seats & d->recused_again) != 0,
                YM_F(SECOND_RECUSAL));
}

static uint64_t service_facts(const struct ym_dispute *d)
{
    const uint32_t left = ym_principals(d) & ~d->periods_over;

    return when(all_of(d->periods_over, ym_principals(d)), YM_F(PERIODS_OVER)) |
           when(left != 0 && (left & ~d->served) == 0 && left == ym_periods_ending(d),
                YM_F(PERIODS_ENDING));
}

/* How things stood before the command, where the command itself blurs it. */
static uint64_t former_facts(const struct ym_dispute *d, const struct ym_command *c)
{
    return when(d->mediator != 0, YM_F(HAD_MEDIATOR)) |
           when((c->fields & YM_FB(BODY)) && c->ref == d->body, YM_F(SAME_BODY)) |
           when(c->kind == YM_CMD_SERVE && (c->seats & ~d->served) == 0, YM_F(SERVED_BEFORE));
}

uint64_t ym_facts(const struct ym_procedure *p, const struct ym_dispute *d,
                  const struct ym_command *c)
{
    struct ym_dispute after = *d;

    ym_apply(&after, c);
    return consent_facts(&after) | mark_facts(&after) | dispute_facts(&after) |
           performance_facts(&after) | signature_facts(&after) | service_facts(&after) |
           extension_facts(p, &after) | seat_facts(&after, c) | former_facts(d, c) |
           command_facts(c) | shift_facts(p, c);
}
