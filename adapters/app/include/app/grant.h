/* SPDX-License-Identifier: Apache-2.0 */
/* May an account be given this role, bound so? */
#ifndef YM_APP_GRANT_H
#define YM_APP_GRANT_H

#include "app/account.h"
#include "app/gate.h"
#include "yima/ports.h"
#include "yima/procedure.h"

/* Complete a grant and check it: staff bring their body with them, a body its region. OK, or
 * UNPROCESSABLE with what is missing or wrong: a role of people (app/rights.h); staff, body and
 * region that exist and are active; staff who may hold the role; what the role's relation to
 * disputes needs; a body whose staff can hold the role under some procedure. */
__attribute__((warn_unused_result)) enum ym_err
app_grant_check(struct app_directory *d, const struct ym_procedures *procedures,
                struct app_grant *g, struct ym_error *reterr);

#endif
