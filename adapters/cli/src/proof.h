/* SPDX-License-Identifier: Apache-2.0 */
/* The proof that one dispute is what its events made of it. Fed with the stored row, then with
 * every event in order; says at the end whether all agrees, or names the first thing that does not.
 */
#ifndef YM_CLI_PROOF_H
#define YM_CLI_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "pg/scan.h"
#include "redactions.h"
#include "yima/dispute.h"
#include "yima/procedure.h"

#define CLI_PROOF_TEXT_MAX 200

struct cli_proof {
    const struct ym_procedures *procedures; /* not owned */
    struct cli_redactions *redactions;      /* begun with the dispute; NULL: it has its words */
    struct ym_dispute dispute;              /* folded so far; head included */
    struct ym_event event;                  /* the last one, unless something is broken */
    uint32_t seq;                           /* event that is broken; 0: the row itself */
    bool is_broken;
    char text[CLI_PROOF_TEXT_MAX]; /* what differs */
};

/* redactions: of this dispute when words were removed from it, else NULL. Not owned. */
void cli_proof_begin(struct cli_proof *p, const struct ym_procedures *procedures,
                     struct cli_redactions *redactions);

/* The next event: chain, canonical form, columns, order. Nothing more is checked once broken. */
void cli_proof_event(struct cli_proof *p, struct ym_id id, const struct app_event *e);

/* After the last event: everything that is derived from the history. True: it holds. */
bool cli_proof_end(struct cli_proof *p, const struct pg_scan_row *row);

#endif
