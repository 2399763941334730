/* SPDX-License-Identifier: Apache-2.0 */
/* A stored profile, opened: unsealed, and unpacked. */
#ifndef YM_CLI_CREDIT_OPEN_H
#define YM_CLI_CREDIT_OPEN_H

#include "app/credit.h"
#include "app/desk.h"
#include "compact/compact.h"

/* Bytes of the arena that opening one takes. */
#define CREDIT_OPEN_BYTES (2 * (APP_CREDIT_BYTES_MAX + 1024))

/* The canonical JSON of a profile of that month and party, in the arena. Errors: INTERNAL, it was
 * altered, is another party's, or is of no form that this program knows; UNAVAILABLE, no key, or no
 * room. */
__attribute__((warn_unused_result)) enum ym_err
credit_open(const struct app_secrets *secrets, struct ym_compact *compact,
            const struct app_credit_row *row, struct ym_arena *arena, struct ym_span *ret,
            struct ym_error *reterr);

#endif
