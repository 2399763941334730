/* SPDX-License-Identifier: Apache-2.0 */
/* The names of the statements prepared on one connection: a small open-addressed set. */
#ifndef YM_PG_PREPARED_H
#define YM_PG_PREPARED_H

#include <stdbool.h>
#include <stddef.h>

#include "pg/link.h"

#define YM_PREPARED_SLOTS                                                                          \
    (2 * YM_LINK_PREPARED_MAX) /* a power of two, never more than half full                        \
                                */

struct ym_prepared {
    const char *name[YM_PREPARED_SLOTS]; /* not owned; NULL: free */
    size_t n;
};

bool ym_prepared_has(const struct ym_prepared *p, const char *name);

/* Remember a name that is not there yet; false when the set is full. */
bool ym_prepared_add(struct ym_prepared *p, const char *name);

void ym_prepared_clear(struct ym_prepared *p);

#endif
