/* SPDX-License-Identifier: Apache-2.0 */
/* One-dimensional PostgreSQL arrays in binary form, as parameters of set-based statements. */
#ifndef YM_BENCH_ARRAYS_H
#define YM_BENCH_ARRAYS_H

#include <stddef.h>
#include <stdint.h>

/* Types of elements, by their OIDs. */
enum {
    ARRAY_INT2 = 21,
    ARRAY_INT4 = 23,
    ARRAY_INT8 = 20,
    ARRAY_BYTEA = 17,
    ARRAY_TEXT = 25,
    ARRAY_TIMESTAMPTZ = 1184,
    ARRAY_JSONB = 3802
};

/* An array under construction; used again for each batch, it keeps its memory. */
struct array {
    uint32_t type;      /* one of the above */
    unsigned char *buf; /* n bytes: the parameter, once array_end() was called */
    size_t n;
    size_t room;
    int32_t elements;
};

/* Begin anew. The program ends when the heap has no room. */
void array_begin(struct array *a, uint32_t type);

/* A number of 2, 4 or 8 bytes, as the type asks; microseconds since 1970 for a timestamptz. */
void array_add_number(struct array *a, int64_t v);

/* Bytes of a bytea, text or jsonb. */
void array_add_bytes(struct array *a, const void *bytes, size_t n);

/* Fill in the header: then buf and n are the parameter. */
void array_end(struct array *a);

#endif
