/* SPDX-License-Identifier: Apache-2.0 */
/* Reads of personal data by this program's own commands stand in the log of reads like those of the
 * interface (个人信息保护法 51, 54): whoever may run it on the machine reads past every role. */
#ifndef YM_CLI_READING_H
#define YM_CLI_READING_H

#include "app/casefile.h"
#include "base/error.h"
#include "granted.h"
#include "pg/conn.h"

#define CLI_OS_USER_MAX 40 /* bytes of "cli:NAME" with its NUL */

_Static_assert(CLI_OS_USER_MAX <= APP_CALLER_NAME_MAX, "it is the public name of a reader");

/* "cli:" and the name of the account on the machine that runs this program. */
void cli_os_user(char ret[CLI_OS_USER_MAX]);

/* Log that the person who runs this program reads `what` of a dispute (v == 0: of many), as "cli:"
 * and the name of the account on the machine, for handling. Blocks; what was read may be shown when
 * this says OK. Otherwise UNAVAILABLE, or what the database says. */
__attribute__((warn_unused_result)) enum ym_err cli_log_read(struct ym_conn *conn,
                                                             struct ym_id dispute,
                                                             enum app_sight what,
                                                             struct ym_error *reterr);

/* Likewise that an order about a party's personal data is carried out in this dispute: by whom. */
__attribute__((warn_unused_result)) enum ym_err cli_log_request(struct ym_conn *conn,
                                                                struct ym_id dispute,
                                                                const struct cli_granted *by,
                                                                struct ym_error *reterr);

#endif
