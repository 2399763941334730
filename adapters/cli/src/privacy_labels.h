/* SPDX-License-Identifier: Apache-2.0 */
/* Under which label a sealed field of the database lies: whoever sealed it knows, and says so in a
 * header of its own; here they all stand side by side, so that a field can be opened and sealed
 * anew without knowing what it is. */
#ifndef YM_CLI_PRIVACY_LABELS_H
#define YM_CLI_PRIVACY_LABELS_H

#include "pg/keys.h"

#define CLI_LABEL_MAX 512

/* The label of a field, in room. n == 0: the row is not of the stored form. */
struct ym_span cli_sealed_label(enum pg_sealed_table table, const struct pg_sealed *s,
                                char room[CLI_LABEL_MAX]);

#endif
