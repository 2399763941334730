/* SPDX-License-Identifier: Apache-2.0 */
#include "arrays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER   20                       /* dimensions, nulls, type, length, lower bound */
#define PG_EPOCH INT64_C(946684800000000) /* 2000-01-01 in microseconds since 1970 */

static unsigned char *more(struct array *a, size_t n)
{
    unsigned char *at;

    if (a->n + n > a->room) {
        a->room = (a->n + n) * 2;
        a->buf = realloc(a->buf, a->room);
        if (a->buf == NULL) {
            (void)fputs("out of memory\n", stderr);
            exit(1);
        }
    }
    at = a->buf + a->n;
    a->n += n;
    return at;
}

static void put(unsigned char *at, uint64_t v, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (unsigned char)(v >> (8 * (bytes - 1 - i)));
}

void array_begin(struct array *a, uint32_t type)
{
    a->type = type;
    a->n = 0;
    a->elements = 0;
    (void)more(a, HEADER);
}

void array_add_number(struct array *a, int64_t v)
{
    const size_t bytes = a->type == ARRAY_INT2 ? 2 : a->type == ARRAY_INT4 ? 4 : 8;
    unsigned char *at = more(a, 4 + bytes);

    put(at, bytes, 4);
    put(at + 4, (uint64_t)(a->type == ARRAY_TIMESTAMPTZ ? v - PG_EPOCH : v), bytes);
    a->elements++;
}

void array_add_bytes(struct array *a, const void *bytes, size_t n)
{
    const size_t version = a->type == ARRAY_JSONB; /* a binary jsonb begins with its version, 1 */
    unsigned char *at = more(a, 4 + version + n);

    put(at, version + n, 4);
    if (version > 0)
        at[4] = 1;
    memcpy(at + 4 + version, bytes, n);
    a->elements++;
}

void array_end(struct array *a)
{
    put(a->buf, 1, 4);
    put(a->buf + 4, 0, 4);
    put(a->buf + 8, a->type, 4);
    put(a->buf + 12, (uint64_t)a->elements, 4);
    put(a->buf + 16, 1, 4);
}
