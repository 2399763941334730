/* SPDX-License-Identifier: Apache-2.0 */
/* What MIGRATE does to a dispute, and when it must not. */
#ifndef YM_MIGRATE_H
#define YM_MIGRATE_H

#include "yima/dispute.h"
#include "yima/migration.h"

/* Fill states, clocks and version of an event that is complete but for them. A refusal of those of
 * yima/migration.h leaves *ev of no use. */
enum ym_refusal ym_migrate(const struct ym_dispute *d, const struct ym_command *c,
                           struct ym_event *ev);

#endif
