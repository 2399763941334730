/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a list in the canonical detail of a command: obligations, attendance.
 *
 * They and the name of a deadline are all of a detail that the engine reads. A walk over texts and
 * brackets is enough, since the detail is canonical: one object, in it arrays, in those flat
 * objects. What is not so gives fewer members, never a read beyond the detail. */
#ifndef YM_ROWS_H
#define YM_ROWS_H

#include "yima/span.h"

struct ym_rows {
    struct ym_span detail; /* walked over; not owned */
    struct ym_span list;   /* name of the list */
    size_t i;              /* where the walk stands */
    unsigned depth;        /* objects and arrays open */
    bool is_list;          /* inside the list */
    unsigned n;            /* rows begun: the member told last is of row n - 1 */
};

/* Step to the next member of a row: its name, and its value as a text without quotes or as the
 * characters of a number or word. False at the end. Begin with { .detail = …, .list = … }. */
__attribute__((warn_unused_result)) bool ym_rows_next(struct ym_rows *w, struct ym_span *ret_key,
                                                      struct ym_span *ret_value);

/* The text or number that this member of the detail itself holds; empty when it has none. */
struct ym_span ym_rows_member(struct ym_span detail, struct ym_span name);

#endif
