/* SPDX-License-Identifier: Apache-2.0 */
/* Who has something done from the command line: --by LOGIN, an account that may. */
#ifndef YM_CLI_GRANTED_H
#define YM_CLI_GRANTED_H

#include <stdbool.h>
#include <stdint.h>

#include "app/account.h"
#include "app/rights.h"
#include "base/error.h"
#include "pg/conn.h"

struct cli_granted {
    int64_t account;
    char login[APP_LOGIN_CHARS_MAX + 1]; /* folded */
};

/* The account with this login, when it is active and one of its grants has the right. Errors say
 * what to do: INVALID (no login, or none by its form), NOT_FOUND, FORBIDDEN. */
__attribute__((warn_unused_result)) enum ym_err cli_granted(struct ym_conn *c, const char *login,
                                                            enum app_right right,
                                                            struct cli_granted *ret,
                                                            struct ym_error *reterr);

/* Do two accounts, by their folded logins, belong to one person: the same account, or one member of
 * staff? An account that is not there belongs to nobody. */
__attribute__((warn_unused_result)) enum ym_err cli_is_same_person(struct ym_conn *c,
                                                                   const char *login,
                                                                   const char *other, bool *ret,
                                                                   struct ym_error *reterr);

#endif
