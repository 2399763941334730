/* SPDX-License-Identifier: Apache-2.0 */
/* A person at the command line: --by LOGIN, who proves to be that by the account's password, and by
 * a one-time password where the account has them.
 *
 * What a program does by a timer asks for the account alone (granted.h). What a person decides is
 * held against the person: two decisions of which one person may make only one are two passwords.
 * That keeps apart people who use one shell honestly, and leaves a trace of each. It does not keep
 * out somebody who has the key file and the database's own account: no program could.
 *
 * A wrong password holds the account's place for CLI_PERSON_WRONG_S seconds (pg/account.h), for
 * every shell on every machine. The pages have a throttle of their own. */
#ifndef YM_CLI_PERSON_H
#define YM_CLI_PERSON_H

#include "cli.h"
#include "database.h"
#include "granted.h"

#define CLI_PERSON_WRONG_S 3

/* What stands behind --password-stdin in the help. */
#define CLI_PERSON_HELP                                                                            \
    "the password of --by is a line of standard input, and the code of its app the next one"

/* Who somebody says to be. */
struct cli_claim {
    const char *login;    /* of --by; NULL: not said */
    enum app_right right; /* that the account must have */
    bool is_stdin;        /* --password-stdin: the words come that way, not from the terminal */
};

/* As cli_granted(), and it is that person. The words are asked for at the terminal, or read from
 * standard input. Errors besides those: INVALID (there are no words, or they are too long),
 * UNAUTHORIZED (they are wrong), THROTTLED (wait), CONFLICT (the code was used before). */
__attribute__((warn_unused_result)) enum ym_err
cli_person(const struct cli *cli, const struct cli_database *db, const struct cli_claim *claim,
           struct cli_granted *ret, struct ym_error *reterr);

#endif
