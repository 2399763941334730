/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the reading of agreements. */
#ifndef YM_APP_SRC_AGREEMENT_PRIVATE_H
#define YM_APP_SRC_AGREEMENT_PRIVATE_H

#include "app/agreement.h"
#include "app/agreement_law.h"

struct app_version *app_version_open(const struct app_agreement *a);
struct app_version *app_version_in_force(const struct app_agreement *a);

/* Each text is a copy of its own, so that what is dropped gives its room back. Keep a copy of text
 * in place of what was in the slot; drop what is in it. */
void app_text_keep(struct app_agreement *a, struct ym_span *slot, struct ym_span text);
void app_text_drop(struct ym_span *text);

/* Take what was recorded or said of an obligation of the version in force; note that a reminder has
 * gone out. */
void app_debts_perform(struct app_agreement *a, const struct ym_event *ev,
                       const struct ym_said *said);
void app_debts_remind(struct app_agreement *a, const struct ym_event *ev);

/* The rule under which signing takes effect here: of those that put the text in force, else of
 * those that move it on, the one that wants the fewest to sign. NULL: nobody is to sign here. */
const struct ym_rule *app_effect_rule(const struct ym_procedure *p, const struct ym_dispute *d);

/* What makes a written text bind that takes effect under this rule; NULL: under none by which
 * somebody signs. enum app_binding. */
uint8_t app_binding_by(const struct ym_procedure *p, const struct ym_rule *r,
                       const struct ym_dispute *d, bool is_invited);

/* Does a new version wait to be signed beside the one in force? */
bool app_version_waits(const struct ym_dispute *d);

#endif
