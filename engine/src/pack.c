/* SPDX-License-Identifier: Apache-2.0 */
/* One walk over the members of a dispute serves both directions, so that they cannot differ. */
#include "packer.h"
#include "yima/canon.h"

/* Version 2 knew no due days, no version of the agreement beside the one in force and nobody who
 * appeared; rows of it are read, and written as version 3 with the next event. */
#define PACK_VERSION 3
#define PACK_OLDEST  2

/* One of the procedure's deadlines, or none. */
static void walk_extended(struct ym_packer *k, uint8_t *v)
{
    ym_walk_u8(k, v);
    if (k->out == NULL && *v >= YM_DEADLINES_MAX && *v != YM_DEADLINE_NONE)
        k->failed = true;
}

/* due follows from last, so it is not kept. */
static void walk_clock(struct ym_packer *k, struct ym_clock *c)
{
    ym_walk_upto(k, &c->deadline, YM_DEADLINES_MAX - 1);
    ym_walk_day(k, &c->last);
    ym_walk_i16(k, &c->left);
    c->due = c->last == YM_DAY_NONE ? 0 : ym_term_due(c->last);
}

static uint64_t of_obligations(const struct ym_packer *k)
{
    return k->version < 3 ? UINT32_MAX : UINT64_MAX;
}

static void walk_sets(struct ym_packer *k, struct ym_dispute *d)
{
    ym_walk_u32(k, &d->marks);
    ym_walk_u32(k, &d->claimants);
    ym_walk_u32(k, &d->respondents);
    ym_walk_u32(k, &d->notified);
    ym_walk_u32(k, &d->consented);
    ym_walk_u32(k, &d->refused);
    ym_walk_u32(k, &d->withdrawn);
    ym_walk_u32(k, &d->terms.signatures);
    ym_walk_u32(k, &d->applied);
    ym_walk_u32(k, &d->reopening);
    ym_walk_u32(k, &d->ext_consents);
    ym_walk_u64(k, &d->settled, of_obligations(k));
    ym_walk_u64(k, &d->breached, of_obligations(k));
    ym_walk_u32(k, &d->recused);
    ym_walk_u32(k, &d->recused_again);
}

/* Days stand only for the seats on which the ruling was served. */
static void walk_service(struct ym_packer *k, struct ym_dispute *d)
{
    ym_walk_u32(k, &d->served);
    ym_walk_u32(k, &d->periods_over);
    for (int seat = 0; seat < YM_SEATS_MAX; seat++)
        if (d->served >> seat & 1U)
            ym_walk_day(k, &d->served_on[seat]);
}

static void walk_dues(struct ym_packer *k, struct ym_terms *t)
{
    for (int i = 0; i < t->obligations; i++)
        ym_walk_u16(k, &t->due_before[i]);
}

static void walk_next(struct ym_packer *k, struct ym_terms *t)
{
    ym_walk_u32(k, &t->signatures);
    ym_walk_u32(k, &t->e_signed);
    ym_walk_day(k, &t->last_due);
    ym_walk_upto(k, &t->obligations, YM_OBLIGATIONS_MAX);
    walk_dues(k, t);
}

/* What version 2 did not hold. The due days of its obligations stand in the events alone, so they
 * count as the last one until another agreement binds. */
static void walk_third(struct ym_packer *k, struct ym_dispute *d)
{
    d->next.last_due = k->out == NULL ? YM_DAY_NONE : d->next.last_due;
    if (k->version < 3) {
        k->failed = k->failed || d->marks >= YM_MARK_UNDATED;
        d->marks |= d->terms.obligations > 0 ? YM_MARK_UNDATED : 0;
        return;
    }
    ym_walk_u64(k, &d->overdue, UINT64_MAX);
    ym_walk_u32(k, &d->appeared);
    ym_walk_u32(k, &d->terms.e_signed);
    if ((d->marks & YM_MARK_UNDATED) == 0)
        walk_dues(k, &d->terms);
    if (d->marks & YM_MARK_VARIED)
        walk_next(k, &d->next);
}

/* Only a dispute with such a clock holds them, so that no other grows by a byte. */
static void walk_moved(struct ym_packer *k, struct ym_dispute *d)
{
    if ((d->marks & YM_MARK_MOVED) == 0)
        return;
    for (int i = 0; i < d->nclocks; i++)
        ym_walk_i16(k, &d->clocks[i].moved);
}

static void walk(struct ym_packer *k, struct ym_dispute *d)
{
    k->version = PACK_VERSION;
    ym_walk_u8(k, &k->version);
    if (k->version < PACK_OLDEST || k->version > PACK_VERSION)
        k->failed = true;
    ym_walk_big(k, &d->id.v);
    ym_walk_u32(k, &d->version);
    ym_walk_u16(k, &d->procedure);
    for (int t = 0; t < YM_TRACKS; t++)
        ym_walk_upto(k, &d->state[t], YM_STATES_MAX - 1);
    ym_walk_upto(k, &d->type, YM_TYPE_COUNT - 1);
    ym_walk_upto(k, &d->channel, YM_CHANNEL_COUNT - 1);
    ym_walk_upto(k, &d->source, YM_SOURCE_COUNT - 1);
    ym_walk_upto(k, &d->harm, 3);
    ym_walk_upto(k, &d->urgency, 3);
    ym_walk_upto(k, &d->scope, 3);
    ym_walk_upto(k, &d->risk, YM_RISK_COUNT - 1);
    ym_walk_upto(k, &d->seats, YM_SEATS_MAX);
    ym_walk_upto(k, &d->ground, YM_GROUND_COUNT - 1);
    ym_walk_u8(k, &d->sessions);
    ym_walk_upto(k, &d->terms.obligations, YM_OBLIGATIONS_MAX);
    walk_sets(k, d);
    walk_service(k, d);
    ym_walk_i16(k, &d->ext_pending);
    ym_walk_i16(k, &d->ext_total);
    walk_extended(k, &d->ext_deadline);
    ym_walk_big(k, &d->region);
    ym_walk_big(k, &d->body);
    ym_walk_upto(k, &d->body_kind, YM_BODY_COUNT - 1);
    ym_walk_big(k, &d->mediator);
    ym_walk_big(k, &d->court);
    ym_walk_day(k, &d->stayed_on);
    ym_walk_day(k, &d->terms.last_due);
    ym_walk_day(k, &d->asked_on);
    ym_walk_big(k, &d->received_at);
    ym_walk_big(k, &d->entered_at);
    ym_walk_u8(k, &d->nclocks);
    if (d->nclocks > YM_CLOCKS_MAX) {
        k->failed = true;
        d->nclocks = 0;
    }
    for (int i = 0; i < d->nclocks; i++)
        walk_clock(k, &d->clocks[i]);
    walk_third(k, d);
    walk_moved(k, d);
}

bool ym_dispute_proves(const struct ym_dispute *folded, const struct ym_dispute *stored)
{
    unsigned char x[YM_STATE_BYTES_MAX];
    unsigned char y[YM_STATE_BYTES_MAX];
    struct ym_dispute known = *folded;
    size_t n;

    if (stored->marks & YM_MARK_UNDATED) { /* it never knew the days that the events tell */
        known.marks |= YM_MARK_UNDATED;
        memset(known.terms.due_before, 0, sizeof(known.terms.due_before));
    }
    if ((stored->marks & (YM_MARK_POLICE | YM_MARK_TYPED)) == YM_MARK_POLICE) {
        known.marks &= ~(uint32_t)YM_MARK_TYPED; /* it was told before FAMILY was kept */
        if ((stored->marks & YM_MARK_FAMILY) == 0)
            known.marks &= ~(uint32_t)YM_MARK_FAMILY;
    }
    n = ym_dispute_pack(&known, x, sizeof(x));
    return n > 0 && n == ym_dispute_pack(stored, y, sizeof(y)) && memcmp(x, y, n) == 0;
}

size_t ym_dispute_pack(const struct ym_dispute *d, unsigned char *buf, size_t cap)
{
    struct ym_dispute copy = *d;
    struct ym_packer k = { .out = buf, .cap = cap };

    walk(&k, &copy);
    return k.failed ? 0 : k.n;
}

bool ym_dispute_unpack(const unsigned char *buf, size_t n, struct ym_dispute *ret)
{
    struct ym_packer k = { .in = buf, .cap = n };

    memset(ret, 0, sizeof(*ret));
    walk(&k, ret);
    return !k.failed && k.n == n;
}
