/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that are much alike, stored small by a dictionary of what they share.
 *
 * Stored form: one byte, the number of the dictionary (1, 2, ...), and a frame of zstd. What begins
 * with '{' was stored before there were dictionaries and is the text itself. */
#ifndef YM_COMPACT_H
#define YM_COMPACT_H

#include "base/arena.h"
#include "base/buf.h"

#define YM_COMPACT_TEXT_MAX 262144 /* bytes of one text */

/* What packs and unpacks; for one thread at a time. */
struct ym_compact;

/* NULL: no memory. To be freed. */
struct ym_compact *ym_compact_new(void);
void ym_compact_free(struct ym_compact *c); /* NULL is fine */

/* Add the stored form of a text to ret. The same text gives the same bytes with the same zstd.
 * Errors: TOO_LARGE, a text over YM_COMPACT_TEXT_MAX or a buffer over its maximum; UNAVAILABLE, no
 * memory. After an error what ret holds is of no use. */
__attribute__((warn_unused_result)) enum ym_err ym_compact_put(struct ym_compact *c,
                                                               struct ym_span text,
                                                               struct ym_buf *ret,
                                                               struct ym_error *reterr);

/* The text that a stored form is of: in the arena, or the stored form itself where it is the text.
 * Errors: INTERNAL, not a stored form, cut, or of a dictionary that this program does not have;
 * TOO_LARGE, more than YM_COMPACT_TEXT_MAX bytes; UNAVAILABLE, the arena is full. */
__attribute__((warn_unused_result)) enum ym_err
ym_compact_take(struct ym_compact *c, struct ym_span stored, struct ym_arena *arena,
                struct ym_span *ret, struct ym_error *reterr);

#endif
