/* SPDX-License-Identifier: Apache-2.0 */
#include "packer.h"

static void put_byte(struct ym_packer *k, unsigned char b)
{
    if (k->n == k->cap) {
        k->failed = true;
        return;
    }
    k->out[k->n++] = b;
}

static unsigned char take_byte(struct ym_packer *k)
{
    if (k->failed || k->n == k->cap) {
        k->failed = true;
        return 0;
    }
    return k->in[k->n++];
}

/* Seven bits a byte, low ones first, the high bit says that more follow. */
static void put_u64(struct ym_packer *k, uint64_t v)
{
    while (v >= 0x80) {
        put_byte(k, (unsigned char)(v | 0x80));
        v >>= 7;
    }
    put_byte(k, (unsigned char)v);
}

/* Refuses anything but the one shortest form, so that equal values are equal bytes. The tenth byte
 * holds the last bit and ends it. */
static uint64_t take_u64(struct ym_packer *k)
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

void ym_walk_u64(struct ym_packer *k, uint64_t *v, uint64_t max)
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
void ym_walk_i64(struct ym_packer *k, int64_t *v, int64_t min, int64_t max)
{
    uint64_t z = ((uint64_t)*v << 1) ^ (*v < 0 ? UINT64_MAX : 0);

    ym_walk_u64(k, &z, UINT64_MAX);
    *v = (int64_t)(z >> 1) ^ -(int64_t)(z & 1);
    if (*v < min || *v > max) {
        k->failed = true;
        *v = 0;
    }
}

/* A number that may be at most so much: a row that holds more is corrupt, and what is unpacked
 * serves as an index or a shift. */
void ym_walk_upto(struct ym_packer *k, uint8_t *v, uint8_t max)
{
    uint64_t wide = *v;

    ym_walk_u64(k, &wide, max);
    *v = (uint8_t)wide;
}

void ym_walk_u8(struct ym_packer *k, uint8_t *v)
{
    ym_walk_upto(k, v, UINT8_MAX);
}

void ym_walk_u16(struct ym_packer *k, uint16_t *v)
{
    uint64_t wide = *v;

    ym_walk_u64(k, &wide, UINT16_MAX);
    *v = (uint16_t)wide;
}

void ym_walk_u32(struct ym_packer *k, uint32_t *v)
{
    uint64_t wide = *v;

    ym_walk_u64(k, &wide, UINT32_MAX);
    *v = (uint32_t)wide;
}

void ym_walk_i16(struct ym_packer *k, int16_t *v)
{
    int64_t wide = *v;

    ym_walk_i64(k, &wide, INT16_MIN, INT16_MAX);
    *v = (int16_t)wide;
}

void ym_walk_day(struct ym_packer *k, ym_day *v)
{
    int64_t wide = *v;

    ym_walk_i64(k, &wide, INT32_MIN, INT32_MAX);
    *v = (ym_day)wide;
}

void ym_walk_big(struct ym_packer *k, int64_t *v)
{
    ym_walk_i64(k, v, INT64_MIN, INT64_MAX);
}
