/* SPDX-License-Identifier: Apache-2.0 */
/* Layout: a byte VERSION; numbers as base-128 varints, low groups first; signed ones in zigzag. Of
 * the figures a set tells which are not 0. Groups that most facts lack hang on flags. */
#include "yima/fact.h"

#define VERSION     1
#define VARINT_MAX  10 /* bytes of 64 bits */
#define VARINT_HIGH 0x80U

enum flag {
    FLAG_LATE = 1 << 0,
    FLAG_REPEAT = 1 << 1,
    FLAG_DUES = 1 << 2,
    FLAG_CONFIRM = 1 << 3,
    FLAG_AGREED = 1 << 4, /* amount, written, oral */
    FLAG_WORK = 1 << 5,   /* sessions, visits */
    FLAG_ANSWERS = 1 << 6,
};

_Static_assert(YM_FIGURE_COUNT <= 32, "a set of figures is a uint32_t");

bool ym_fact_is_empty(const struct ym_month_fact *f)
{
    for (int i = 0; i < YM_FIGURE_COUNT; i++)
        if (f->n[i] != 0)
            return false;
    return (f->nmoves | f->sessions | f->visits | f->due | f->answers) == 0;
}

/* ---- Writing ---- */

struct out {
    unsigned char *at;
    size_t n;
};

static void put(struct out *w, uint64_t v)
{
    while (v >= VARINT_HIGH) {
        w->at[w->n++] = (unsigned char)(v | VARINT_HIGH);
        v >>= 7;
    }
    w->at[w->n++] = (unsigned char)v;
}

static void put_signed(struct out *w, int64_t v)
{
    put(w, ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0));
}

static uint64_t flags_of(const struct ym_month_fact *f)
{
    uint64_t flags = 0;

    flags |= f->is_late ? FLAG_LATE : 0;
    flags |= f->is_repeat ? FLAG_REPEAT : 0;
    flags |= f->due != 0 ? FLAG_DUES : 0;
    flags |= f->confirm_days >= 0 ? FLAG_CONFIRM : 0;
    flags |= ((uint64_t)f->amount_fen | f->written | f->oral) != 0 ? FLAG_AGREED : 0;
    flags |= (f->sessions | f->visits) != 0 ? FLAG_WORK : 0;
    flags |= f->answers != 0 ? FLAG_ANSWERS : 0;
    return flags;
}

static void put_head(struct out *w, const struct ym_month_fact *f)
{
    put(w, (uint64_t)f->dispute.v);
    put(w, (uint64_t)f->region);
    put(w, (uint64_t)f->body);
    put(w, (uint64_t)f->mediator);
    put(w, (uint64_t)f->court);
    put(w, f->body_kind);
    put(w, f->type);
    put(w, f->source);
    put(w, f->channel);
    put(w, f->colour_from);
    put(w, f->colour);
}

static void put_figures(struct out *w, const struct ym_month_fact *f)
{
    uint32_t set = 0;

    for (int i = 0; i < YM_FIGURE_COUNT; i++)
        set |= f->n[i] != 0 ? UINT32_C(1) << i : 0;
    put(w, set);
    for (int i = 0; i < YM_FIGURE_COUNT; i++)
        if (f->n[i] != 0)
            put(w, f->n[i]);
}

static void put_groups(struct out *w, const struct ym_month_fact *f, uint64_t flags)
{
    if (flags & FLAG_DUES) {
        put(w, f->due);
        put(w, f->performed);
        put(w, f->performed_late);
        put(w, f->partial);
        put(w, f->excused);
        put(w, f->breached);
    }
    if (flags & FLAG_CONFIRM)
        put_signed(w, f->confirm_days);
    if (flags & FLAG_AGREED) {
        put(w, (uint64_t)f->amount_fen);
        put(w, f->written);
        put(w, f->oral);
    }
    if (flags & FLAG_WORK) {
        put(w, f->sessions);
        put(w, f->visits);
    }
    if (flags & FLAG_ANSWERS) {
        put(w, f->answers);
        put(w, f->answer_sum);
    }
}

size_t ym_fact_pack(const struct ym_month_fact *f, unsigned char buf[YM_FACT_BYTES_MAX])
{
    struct out w = { .at = buf };
    const uint64_t flags = flags_of(f);

    put(&w, VERSION);
    put_head(&w, f);
    put(&w, flags);
    put_figures(&w, f);
    put_signed(&w, f->days);
    put_groups(&w, f, flags);
    put(&w, f->nmoves);
    for (int i = 0; i < f->nmoves; i++) {
        put(&w, f->moves[i].from);
        put(&w, f->moves[i].to);
        put_signed(&w, f->moves[i].days);
    }
    return w.n;
}

/* ---- Reading: what is out of range writes other bytes again, and so is told ---- */

struct in {
    const unsigned char *at;
    size_t i, n;
    bool is_bad;
};

static uint64_t get(struct in *r)
{
    uint64_t v = 0;

    for (unsigned shift = 0; shift < VARINT_MAX * 7; shift += 7) {
        if (r->i == r->n)
            break;
        v |= (uint64_t)(r->at[r->i] & ~VARINT_HIGH) << shift;
        if ((r->at[r->i++] & VARINT_HIGH) == 0)
            return v;
    }
    r->is_bad = true;
    return 0;
}

static int64_t get_signed(struct in *r)
{
    const uint64_t v = get(r);

    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

/* A value of a vocabulary, so that whoever reads it may use it as an index. */
static uint8_t get_word(struct in *r, unsigned count)
{
    const uint64_t v = get(r);

    r->is_bad = r->is_bad || v >= count;
    return (uint8_t)v;
}

static void get_head(struct in *r, struct ym_month_fact *f)
{
    f->dispute.v = (int64_t)get(r);
    f->region = (int64_t)get(r);
    f->body = (int64_t)get(r);
    f->mediator = (int64_t)get(r);
    f->court = (int64_t)get(r);
    f->body_kind = get_word(r, YM_BODY_COUNT);
    f->type = get_word(r, YM_TYPE_COUNT);
    f->source = get_word(r, YM_SOURCE_COUNT);
    f->channel = get_word(r, YM_CHANNEL_COUNT);
    f->colour_from = get_word(r, YM_COLOUR_COUNT);
    f->colour = get_word(r, YM_COLOUR_COUNT);
}

static void get_figures(struct in *r, struct ym_month_fact *f)
{
    const uint64_t set = get(r);

    for (int i = 0; i < YM_FIGURE_COUNT; i++)
        f->n[i] = set >> i & 1 ? (uint32_t)get(r) : 0;
}

static void get_groups(struct in *r, struct ym_month_fact *f, uint64_t flags)
{
    if (flags & FLAG_DUES) {
        f->due = (uint8_t)get(r);
        f->performed = (uint8_t)get(r);
        f->performed_late = (uint8_t)get(r);
        f->partial = (uint8_t)get(r);
        f->excused = (uint8_t)get(r);
        f->breached = (uint8_t)get(r);
    }
    if (flags & FLAG_CONFIRM)
        f->confirm_days = (int32_t)get_signed(r);
    if (flags & FLAG_AGREED) {
        f->amount_fen = (int64_t)get(r);
        f->written = (uint32_t)get(r);
        f->oral = (uint32_t)get(r);
    }
    if (flags & FLAG_WORK) {
        f->sessions = (uint32_t)get(r);
        f->visits = (uint32_t)get(r);
    }
    if (flags & FLAG_ANSWERS) {
        f->answers = (uint32_t)get(r);
        f->answer_sum = (uint32_t)get(r);
    }
}

static void get_moves(struct in *r, struct ym_month_fact *f)
{
    f->nmoves = get_word(r, YM_MOVES_MAX + 1);
    for (int i = 0; !r->is_bad && i < f->nmoves; i++) {
        f->moves[i].from = get_word(r, YM_COLOUR_COUNT);
        f->moves[i].to = get_word(r, YM_COLOUR_COUNT);
        f->moves[i].days = (int32_t)get_signed(r);
    }
}

bool ym_fact_unpack(struct ym_span *from, struct ym_month_fact *ret)
{
    struct in r = { .at = (const unsigned char *)from->at, .n = from->n };
    unsigned char again[YM_FACT_BYTES_MAX];
    const uint64_t version = get(&r);
    uint64_t flags;

    memset(ret, 0, sizeof(*ret));
    ret->confirm_days = -1;
    get_head(&r, ret);
    flags = get(&r);
    ret->is_late = (flags & FLAG_LATE) != 0;
    ret->is_repeat = (flags & FLAG_REPEAT) != 0;
    get_figures(&r, ret);
    ret->days = (int32_t)get_signed(&r);
    get_groups(&r, ret, flags);
    get_moves(&r, ret);
    if (r.is_bad || version != VERSION || ym_fact_pack(ret, again) != r.i ||
        memcmp(again, from->at, r.i) != 0)
        return false;
    from->at += r.i;
    from->n -= r.i;
    return true;
}
