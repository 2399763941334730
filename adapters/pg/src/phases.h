/* SPDX-License-Identifier: Apache-2.0 */
/* What a statement needs to know of the procedures: which rule enters which phase of the main
 * track, and which phase each of its states has. */
#ifndef YM_PG_PHASES_H
#define YM_PG_PHASES_H

#include "pg/bin.h"
#include "yima/procedure.h"

#define PG_PHASES_PARAMS 4

/* As sql/part/happened.sql takes them. */
struct pg_phases {
    struct ym_column columns[PG_PHASES_PARAMS];
};

/* False when the heap is empty. Release it either way. */
__attribute__((warn_unused_result)) bool pg_phases_init(struct pg_phases *p,
                                                        const struct ym_procedures *procedures);
void pg_phases_release(struct pg_phases *p);

/* $1 to $4; they point into *p. */
void pg_phases_params(struct pg_phases *p, struct ym_param ret[PG_PHASES_PARAMS]);

#endif
