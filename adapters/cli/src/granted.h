/* SPDX-License-Identifier: Apache-2.0 */
/* Who has something done from the command line: --by LOGIN, an account that may. */
#ifndef YM_CLI_GRANTED_H
#define YM_CLI_GRANTED_H

#include <stdint.h>

#include "app/account.h"
#include "app/rights.h"
#include "base/error.h"
#include "pg/conn.h"

struct cli_granted {
    int64_t account;
    char login[APP_LOGIN_CHARS_MAX + 1]; /* folded */
    char trace[APP_LOGIN_CHARS_MAX + 1]; /* for what is recorded: the login, a space and "cli:" with
                                            the account on the machine, cut where they are long */
};

/* The account with this login, when it is active and one of its grants has the right. Errors say
 * what to do: INVALID (no login, or none by its form), NOT_FOUND, FORBIDDEN. */
__attribute__((warn_unused_result)) enum ym_err cli_granted(struct ym_conn *c, const char *login,
                                                            enum app_right right,
                                                            struct cli_granted *ret,
                                                            struct ym_error *reterr);

/* Are the account of this trace (or login) and this other one two people: members of staff, each
 * named by its account, and none of them by both? REFUSED: they are not, or nothing tells; the text
 * says what to do. */
__attribute__((warn_unused_result)) enum ym_err
cli_other_person(struct ym_conn *c, const char *trace, const char *login, struct ym_error *reterr);

/* Does the account name a member of staff at all? REFUSED: it does not. */
__attribute__((warn_unused_result)) enum ym_err cli_is_staff(struct ym_conn *c, const char *login,
                                                             struct ym_error *reterr);

#endif
