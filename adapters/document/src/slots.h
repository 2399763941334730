/* SPDX-License-Identifier: Apache-2.0 */
/* The slots in a text of a form. */
#ifndef YM_DOCUMENT_SRC_SLOTS_H
#define YM_DOCUMENT_SRC_SLOTS_H

#include <stdbool.h>

#include "document/form.h"

/* A run of plain text, or one slot. */
struct slots_piece {
    struct ym_span plain; /* n == 0: a slot */
    int slot;             /* enum doc_slot; -1: no such slot, or a brace that closes nothing */
};

/* Take the first piece off *rest. False when nothing is left. */
bool slots_next(struct ym_span *rest, struct slots_piece *ret);

#endif
