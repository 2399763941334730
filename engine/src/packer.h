/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as few bytes, and back. One walk over the members of a struct serves both directions, so
 * that they cannot differ: begun with .out it writes, begun with .in it reads.
 *
 * Each number has one form only, so that equal values are equal bytes; what is not that form, lies
 * out of its range or does not fit sets failed, and reads as 0 from then on. */
#ifndef YM_PACKER_H
#define YM_PACKER_H

#include "yima/date.h"

struct ym_packer {
    unsigned char *out;      /* when packing */
    const unsigned char *in; /* when unpacking */
    size_t n, cap;           /* bytes written or read, and how many there are */
    uint8_t version;         /* of the bytes */
    bool failed;
};

/* A number of at most max: seven bits a byte. */
void ym_walk_u64(struct ym_packer *k, uint64_t *v, uint64_t max);

/* One from min to max; small magnitudes of either sign stay short. */
void ym_walk_i64(struct ym_packer *k, int64_t *v, int64_t min, int64_t max);

/* The same for smaller types. upto: a row that holds more than max is corrupt, and what is unpacked
 * serves as an index or a shift. */
void ym_walk_upto(struct ym_packer *k, uint8_t *v, uint8_t max);
void ym_walk_u8(struct ym_packer *k, uint8_t *v);
void ym_walk_u16(struct ym_packer *k, uint16_t *v);
void ym_walk_u32(struct ym_packer *k, uint32_t *v);
void ym_walk_i16(struct ym_packer *k, int16_t *v);
void ym_walk_day(struct ym_packer *k, ym_day *v);
void ym_walk_big(struct ym_packer *k, int64_t *v);

#endif
