/* SPDX-License-Identifier: Apache-2.0 */
#include "packer.h"
#include "yima/credit.h"

#define PACK_VERSION 2

/* Items stand in the order of their events and days: the distance to the one before is short. */
static void walk_after(struct ym_packer *k, uint32_t *v, uint32_t before)
{
    uint64_t step = (uint64_t)*v - before;

    ym_walk_u64(k, &step, UINT32_MAX);
    if (step > UINT32_MAX - before)
        k->failed = true;
    *v = (uint32_t)(before + step);
}

static void walk_day_near(struct ym_packer *k, ym_day *v, ym_day near)
{
    int64_t step = (int64_t)*v - near;

    ym_walk_i64(k, &step, (int64_t)INT32_MIN - near, (int64_t)INT32_MAX - near);
    *v = (ym_day)(near + step);
}

static void walk_item(struct ym_packer *k, struct ym_credit_item *i,
                      const struct ym_credit_item *before)
{
    walk_after(k, &i->seq, before->seq);
    ym_walk_u32(k, &i->ref_seq);
    ym_walk_u32(k, &i->terms_seq);
    walk_day_near(k, &i->day, before->day);
    walk_day_near(k, &i->of, i->day);
    ym_walk_u16(k, &i->procedure);
    ym_walk_u16(k, &i->rule);
    ym_walk_upto(k, &i->seat, YM_SEATS_MAX - 1);
    ym_walk_upto(k, &i->kind, YM_CREDIT_KIND_COUNT - 1);
    ym_walk_upto(k, &i->item, YM_OBLIGATIONS_MAX - 1);
    ym_walk_upto(k, &i->why, YM_CREDIT_WHY_LATER - 1);
}

/* What stands before the items. */
static void walk_head(struct ym_packer *k, uint8_t *type, uint8_t *reported, uint32_t *left_out,
                      uint32_t *n)
{
    k->version = PACK_VERSION;
    ym_walk_u8(k, &k->version);
    if (k->version != PACK_VERSION)
        k->failed = true;
    ym_walk_upto(k, type, YM_TYPE_COUNT - 1);
    ym_walk_upto(k, reported, 1);
    ym_walk_u32(k, left_out);
    ym_walk_u32(k, n);
    if (*n > YM_CREDIT_ITEMS_MAX) {
        k->failed = true;
        *n = 0;
    }
}

size_t ym_credit_items_pack(const struct ym_credit_log *log, unsigned char *buf, size_t cap)
{
    struct ym_packer k = { .out = buf, .cap = cap };
    const struct ym_credit_item none = { 0 };
    uint8_t type = log->type;
    uint8_t reported = log->is_reported_family ? 1 : 0;
    uint32_t left_out = log->left_out;
    uint32_t n = log->n;

    walk_head(&k, &type, &reported, &left_out, &n);
    for (uint32_t i = 0; i < n; i++) {
        struct ym_credit_item item = log->items[i];

        walk_item(&k, &item, i == 0 ? &none : &log->items[i - 1]);
    }
    return k.failed ? 0 : k.n;
}

bool ym_credit_items_unpack(const unsigned char *buf, size_t n, struct ym_credit_log *ret)
{
    struct ym_packer k = { .in = buf, .cap = n };
    const struct ym_credit_item none = { 0 };
    uint8_t reported = 0;

    ret->type = 0;
    ret->left_out = 0;
    ret->n = 0;
    walk_head(&k, &ret->type, &reported, &ret->left_out, &ret->n);
    ret->is_reported_family = reported != 0;
    memset(ret->items, 0, ret->n * sizeof(ret->items[0]));
    for (uint32_t i = 0; i < ret->n; i++)
        walk_item(&k, &ret->items[i], i == 0 ? &none : &ret->items[i - 1]);
    return !k.failed && k.n == n;
}
