/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "pg/casefile.h"
#include "words.h"

#define NAME_MAX_SHOWN 32 /* bytes of an account's name */

enum ym_err cli_log_read(struct ym_conn *conn, struct ym_id dispute, enum app_sight what,
                         struct ym_error *reterr)
{
    const struct app_secrets dice = { .random = ym_random };
    const struct passwd *who = getpwuid(getuid());
    struct app_access row = { .dispute = dispute,
                              .at = cli_now(),
                              .role = YM_ROLE_ADMIN,
                              .seat = YM_SEATS_MAX,
                              .purpose = APP_PURPOSE_HANDLING,
                              .what = (uint8_t)what };
    struct ym_error why;
    enum ym_err err;

    if (who != NULL)
        (void)snprintf(row.reader, sizeof(row.reader), "cli:%.*s", NAME_MAX_SHOWN, who->pw_name);
    else
        (void)snprintf(row.reader, sizeof(row.reader), "cli:%u", (unsigned)getuid());
    row.id = app_file_id(&dice, row.at);
    err = pg_casefile_log_now(conn, &row, &why);
    if (err == YM_E_OK)
        return YM_E_OK;
    return ym_fail(
        reterr, err,
        "reads of personal data are logged, and the log cannot be written, so nothing is "
        "shown: %.300s",
        why.text);
}
