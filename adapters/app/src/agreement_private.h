/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the reading of agreements. */
#ifndef YM_APP_SRC_AGREEMENT_PRIVATE_H
#define YM_APP_SRC_AGREEMENT_PRIVATE_H

#include "app/agreement.h"

struct app_version *app_version_open(const struct app_agreement *a);
struct app_version *app_version_in_force(const struct app_agreement *a);

/* Does a new version wait to be signed beside the one in force? */
bool app_version_waits(const struct ym_dispute *d);

#endif
