/* SPDX-License-Identifier: Apache-2.0 */
/* What a run of profiles deletes first. */
#ifndef YM_CLI_CREDIT_SWEEP_H
#define YM_CLI_CREDIT_SWEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/desk.h"
#include "base/error.h"
#include "json/profile.h"
#include "pg/conn.h"

/* Find out how old the items of profiles are that were drawn before it was kept, by opening them;
 * then pg_credit_sweep() at this moment. *ret_n: profiles that were deleted. One that does not open
 * is left to `yima verify`. */
__attribute__((warn_unused_result)) enum ym_err credit_sweep(struct ym_conn *c,
                                                             const struct app_secrets *secrets,
                                                             int64_t *ret_n,
                                                             struct ym_error *reterr);

/* Is an item of the profile past its time at this moment? Its sums rest on all of them: then
 * nothing of it is told. oldest, expiry_days: of its row. */
bool credit_is_over(ym_day oldest, uint16_t expiry_days, const struct json_profile *p);

#endif
