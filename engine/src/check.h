/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of ym_procedure_check(): each walks the procedure and notes what it finds. */
#ifndef YM_CHECK_H
#define YM_CHECK_H

#include "yima/procedure.h"

/* Where flaws are noted; total counts those that did not fit too. */
struct ym_findings {
    struct ym_flaw *flaws;
    size_t max;
    size_t total;
};

void ym_note(struct ym_findings *f, struct ym_flaw flaw);

/* Names, order, tracks, colours: what can be seen row by row. */
void ym_check_rows(const struct ym_procedure *p, struct ym_findings *f);

/* Reachability, traps, deadlines, the way to court: what can be seen by walking. Pre: every index
 * in p is in range (ym_check_rows() found no flaw of names and tracks). */
void ym_check_graph(const struct ym_procedure *p, struct ym_findings *f);

static inline bool ym_set_has(uint64_t set, int i)
{
    return (set & (UINT64_C(1) << i)) != 0;
}

#endif
