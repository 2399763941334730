/* SPDX-License-Identifier: Apache-2.0 */
/* One walk over the members of a dispute serves both directions, so that they cannot differ. */
#include "yima/canon.h"

/* Version 2 knew no due days, no version of the agreement beside the one in force and nobody who
 * appeared; rows of it are read, and written as version 3 with the next event. */
#define PACK_VERSION 3
#define PACK_OLDEST  2

struct packer {
    unsigned char *out;      /* when packing */
    const unsigned char *in; /* when unpacking */
    size_t n, cap;
    uint8_t version; /* of the bytes */
    bool failed;
};

static void put_byte(struct packer *k, unsigned char b)
{
    if (k->n == k->cap) {
        k->failed = true;
        return;
    }
    k->out[k->n++] = b;
}

static unsigned char take_byte(struct packer *k)
{
    if (k->failed || k->n == k->cap) {
        k->failed = true;
        return 0;
    }
    return k->in[k->n++];
}

/* Seven bits a byte, low ones first, the high bit says that more follow. */
static void put_u64(struct packer *k, uint64_t v)
{
    while (v >= 0x80) {
        put_byte(k, (unsigned char)(v | 0x80));
        v >>= 7;
    }
    put_byte(k, (unsigned char)v);
}

/* Refuses anything but the one shortest form, so that equal values are equal bytes. The tenth byte
 * holds the last bit and ends it. */
static uint64_t take_u64(struct packer *k)
{
    uint64_t v = 0;

    for (unsigned shift = 0;; shift += 7) {
        const unsigned char b = take_byte(k);

        if (shift == 63 && b > 1)
            break;
        v |= (uint64_t)(b & 0x7f) << shift;
        if ((b & 0x80) == 0) {
            if (b == 0 && shift > 0)
                break;
            return v;
        }
    }
    k->failed = true;
    return 0;
}

static void walk_u64(struct packer *k, uint64_t *v, uint64_t max)
{
    if (k->out != NULL) {
        put_u64(k, *v);
        return;
    }
    *v = take_u64(k);
    if (*v > max) {
        k->failed = true;
        *v = 0;
    }
}

/* Small magnitudes of either sign stay short. */
static void walk_i64(struct packer *k, int64_t *v, int64_t min, int64_t max)
{
    uint64_t z = ((uint64_t)*v << 1) ^ (*v < 0 ? UINT64_MAX : 0);

    walk_u64(k, &z, UINT64_MAX);
    *v = (int64_t)(z >> 1) ^ -(int64_t)(z & 1);
    if (*v < min || *v > max) {
        k->failed = true;
        *v = 0;
    }
}

/* A number that may be at most so much: a row that holds more is corrupt, and what is unpacked
 * serves as an index or a shift. */
static void walk_upto(struct packer *k, uint8_t *v, uint8_t max)
{
    uint64_t wide = *v;

    walk_u64(k, &wide, max);
    *v = (uint8_t)wide;
}

static void walk_u8(struct packer *k, uint8_t *v)
{
    walk_upto(k, v, UINT8_MAX);
}

/* One of the procedure's deadlines, or none. */
static void walk_extended(struct packer *k, uint8_t *v)
{
    walk_u8(k, v);
    if (k->out == NULL && *v >= YM_DEADLINES_MAX && *v != YM_DEADLINE_NONE)
        k->failed = true;
}

static void walk_u16(struct packer *k, uint16_t *v)
{
    uint64_t wide = *v;

    walk_u64(k, &wide, UINT16_MAX);
    *v = (uint16_t)wide;
}

static void walk_u32(struct packer *k, uint32_t *v)
{
    uint64_t wide = *v;

    walk_u64(k, &wide, UINT32_MAX);
    *v = (uint32_t)wide;
}

static void walk_i16(struct packer *k, int16_t *v)
{
    int64_t wide = *v;

    walk_i64(k, &wide, INT16_MIN, INT16_MAX);
    *v = (int16_t)wide;
}

static void walk_day(struct packer *k, ym_day *v)
{
    int64_t wide = *v;

    walk_i64(k, &wide, INT32_MIN, INT32_MAX);
    *v = (ym_day)wide;
}

static void walk_big(struct packer *k, int64_t *v)
{
    walk_i64(k, v, INT64_MIN, INT64_MAX);
}

/* due follows from last, so it is not kept. */
static void walk_clock(struct packer *k, struct ym_clock *c)
{
    walk_upto(k, &c->deadline, YM_DEADLINES_MAX - 1);
    walk_day(k, &c->last);
    walk_i16(k, &c->left);
    c->due = c->last == YM_DAY_NONE ? 0 : ym_term_due(c->last);
}

static uint64_t of_obligations(const struct packer *k)
{
    return k->version < 3 ? UINT32_MAX : UINT64_MAX;
}

static void walk_sets(struct packer *k, struct ym_dispute *d)
{
    walk_u32(k, &d->marks);
    walk_u32(k, &d->claimants);
    walk_u32(k, &d->respondents);
    walk_u32(k, &d->notified);
    walk_u32(k, &d->consented);
    walk_u32(k, &d->refused);
    walk_u32(k, &d->withdrawn);
    walk_u32(k, &d->terms.signatures);
    walk_u32(k, &d->applied);
    walk_u32(k, &d->reopening);
    walk_u32(k, &d->ext_consents);
    walk_u64(k, &d->settled, of_obligations(k));
    walk_u64(k, &d->breached, of_obligations(k));
    walk_u32(k, &d->recused);
    walk_u32(k, &d->recused_again);
}

/* Days stand only for the seats on which the ruling was served. */
static void walk_service(struct packer *k, struct ym_dispute *d)
{
    walk_u32(k, &d->served);
    walk_u32(k, &d->periods_over);
    for (int seat = 0; seat < YM_SEATS_MAX; seat++)
        if (d->served >> seat & 1U)
            walk_day(k, &d->served_on[seat]);
}

static void walk_dues(struct packer *k, struct ym_terms *t)
{
    for (int i = 0; i < t->obligations; i++)
        walk_u16(k, &t->due_before[i]);
}

static void walk_next(struct packer *k, struct ym_terms *t)
{
    walk_u32(k, &t->signatures);
    walk_u32(k, &t->e_signed);
    walk_day(k, &t->last_due);
    walk_upto(k, &t->obligations, YM_OBLIGATIONS_MAX);
    walk_dues(k, t);
}

/* What version 2 did not hold. The due days of its obligations stand in the events alone, so they
 * count as the last one until another agreement binds. */
static void walk_third(struct packer *k, struct ym_dispute *d)
{
    d->next.last_due = k->out == NULL ? YM_DAY_NONE : d->next.last_due;
    if (k->version < 3) {
        k->failed = k->failed || d->marks >= YM_MARK_UNDATED;
        d->marks |= d->terms.obligations > 0 ? YM_MARK_UNDATED : 0;
        return;
    }
    walk_u64(k, &d->overdue, UINT64_MAX);
    walk_u32(k, &d->appeared);
    walk_u32(k, &d->terms.e_signed);
    if ((d->marks & YM_MARK_UNDATED) == 0)
        walk_dues(k, &d->terms);
    if (d->marks & YM_MARK_VARIED)
        walk_next(k, &d->next);
}

static void walk(struct packer *k, struct ym_dispute *d)
{
    k->version = PACK_VERSION;
    walk_u8(k, &k->version);
    if (k->version < PACK_OLDEST || k->version > PACK_VERSION)
        k->failed = true;
    walk_big(k, &d->id.v);
    walk_u32(k, &d->version);
    walk_u16(k, &d->procedure);
    for (int t = 0; t < YM_TRACKS; t++)
        walk_upto(k, &d->state[t], YM_STATES_MAX - 1);
    walk_upto(k, &d->type, YM_TYPE_COUNT - 1);
    walk_upto(k, &d->channel, YM_CHANNEL_COUNT - 1);
    walk_upto(k, &d->source, YM_SOURCE_COUNT - 1);
    walk_upto(k, &d->harm, 3);
    walk_upto(k, &d->urgency, 3);
    walk_upto(k, &d->scope, 3);
    walk_upto(k, &d->risk, YM_RISK_COUNT - 1);
    walk_upto(k, &d->seats, YM_SEATS_MAX);
    walk_upto(k, &d->ground, YM_GROUND_COUNT - 1);
    walk_u8(k, &d->sessions);
    walk_upto(k, &d->terms.obligations, YM_OBLIGATIONS_MAX);
    walk_sets(k, d);
    walk_service(k, d);
    walk_i16(k, &d->ext_pending);
    walk_i16(k, &d->ext_total);
    walk_extended(k, &d->ext_deadline);
    walk_big(k, &d->region);
    walk_big(k, &d->body);
    walk_upto(k, &d->body_kind, YM_BODY_COUNT - 1);
    walk_big(k, &d->mediator);
    walk_big(k, &d->court);
    walk_day(k, &d->stayed_on);
    walk_day(k, &d->terms.last_due);
    walk_day(k, &d->asked_on);
    walk_big(k, &d->received_at);
    walk_big(k, &d->entered_at);
    walk_u8(k, &d->nclocks);
    if (d->nclocks > YM_CLOCKS_MAX) {
        k->failed = true;
        d->nclocks = 0;
    }
    for (int i = 0; i < d->nclocks; i++)
        walk_clock(k, &d->clocks[i]);
    walk_third(k, d);
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
    n = ym_dispute_pack(&known, x, sizeof(x));
    return n > 0 && n == ym_dispute_pack(stored, y, sizeof(y)) && memcmp(x, y, n) == 0;
}

size_t ym_dispute_pack(const struct ym_dispute *d, unsigned char *buf, size_t cap)
{
    struct ym_dispute copy = *d;
    struct packer k = { .out = buf, .cap = cap };

    walk(&k, &copy);
    return k.failed ? 0 : k.n;
}

bool ym_dispute_unpack(const unsigned char *buf, size_t n, struct ym_dispute *ret)
{
    struct packer k = { .in = buf, .cap = n };

    memset(ret, 0, sizeof(*ret));
    walk(&k, ret);
    return !k.failed && k.n == n;
}
