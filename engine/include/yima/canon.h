/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical bytes: of an event for the hash chain, of a dispute for its row.
 *
 * An event's canonical form is one JSON object: keys in byte order, no white space, numbers as
 * plain decimals, 64-bit values and ids as strings, times as RFC 3339 at +08:00 with six digits,
 * keys left out when they hold nothing. The hash of an event is
 *     SHA-256(hash of the event before it (32 bytes; zeros before the first) || canonical bytes)
 * so an auditor needs sha256sum and nothing of ours. adapters/json reads the form back. */
#ifndef YM_CANON_H
#define YM_CANON_H

#include <stddef.h>

#include "yima/dispute.h"

/* Write the canonical bytes of ev. Returns their number, 0 when they do not fit into cap.
 * YM_EVENT_BYTES_MAX always suffices. */
size_t ym_canon_event(const struct ym_event *ev, char *buf, size_t cap);

/* Read what ym_canon_event() wrote, in one pass and without memory: for whoever folds millions of
 * events whose hashes were checked. ret->c.detail points into bytes and is not looked into. False,
 * and *ret says nothing, when the members are not there, do not stand in their order or hold what
 * they may not. Unlike json_event_read() it does not say what is wrong, and does not write the
 * event again to see that no other form of it was hashed. */
__attribute__((warn_unused_result)) bool ym_canon_event_read(struct ym_span bytes,
                                                             struct ym_event *ret);

/* Pack d, all but its head, for its row: version byte, then variable-length integers.
 * Equal disputes give equal bytes. Returns their number, 0 when they do not fit.
 * YM_STATE_BYTES_MAX always suffices. */
size_t ym_dispute_pack(const struct ym_dispute *d, unsigned char *buf, size_t cap);

/* Unpack into *ret; head is zeroed. False when the bytes are not what ym_dispute_pack() writes, or
 * wrote in its version 2, which did not hold the due days: such a dispute, if it holds obligations,
 * bears YM_MARK_UNDATED until another agreement binds. */
bool ym_dispute_unpack(const unsigned char *buf, size_t n, struct ym_dispute *ret);

/* Is stored, but for its head, what the events make of the dispute? The days that a stored dispute
 * never knew are not held against it. */
bool ym_dispute_proves(const struct ym_dispute *folded, const struct ym_dispute *stored);

#endif
