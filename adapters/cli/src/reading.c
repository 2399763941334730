/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "pg/casefile.h"
#include "words.h"

#define NAME_MAX_SHOWN 32 /* bytes of an account's name */

void cli_os_user(char ret[CLI_OS_USER_MAX])
{
    const struct passwd *who = getpwuid(getuid());

    if (who != NULL)
        (void)snprintf(ret, CLI_OS_USER_MAX, "cli:%.*s", NAME_MAX_SHOWN, who->pw_name);
    else
        (void)snprintf(ret, CLI_OS_USER_MAX, "cli:%u", (unsigned)getuid());
}

static enum ym_err put(struct ym_conn *conn, struct app_access *row, struct ym_error *reterr)
{
    const struct app_secrets dice = { .random = ym_random };
    struct ym_error why;
    enum ym_err err;

    row->at = cli_now();
    row->id = app_file_id(&dice, row->at);
    row->seat = YM_SEATS_MAX;
    err = pg_casefile_log_now(conn, row, &why);
    if (err == YM_E_OK)
        return YM_E_OK;
    return ym_fail(
        reterr, err,
        "reads of personal data are logged, and the log cannot be written, so nothing is "
        "shown or changed: %.300s",
        why.text);
}

enum ym_err cli_log_read(struct ym_conn *conn, struct ym_id dispute, enum app_sight what,
                         struct ym_error *reterr)
{
    struct app_access row = { .dispute = dispute,
                              .role = YM_ROLE_ADMIN,
                              .purpose = APP_PURPOSE_HANDLING,
                              .what = (uint8_t)what };

    cli_os_user(row.reader);
    return put(conn, &row, reterr);
}

enum ym_err cli_log_request(struct ym_conn *conn, struct ym_id dispute,
                            const struct cli_granted *by, struct ym_error *reterr)
{
    struct app_access row = { .dispute = dispute,
                              .role = YM_ROLE_DPO,
                              .purpose = APP_PURPOSE_REQUEST,
                              .what = APP_SIGHT_DISPUTE };

    (void)snprintf(row.reader, sizeof(row.reader), "%.*s", (int)sizeof(row.reader) - 1, by->trace);
    return put(conn, &row, reterr);
}
