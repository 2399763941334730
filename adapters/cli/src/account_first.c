/* SPDX-License-Identifier: Apache-2.0 */
#include "account_first.h"

#include "cli.h"
#include "credentials.h"
#include "crypto/crypto.h"
#include "pg/account.h"

void cli_account_print_link(FILE *to, const char *origin, const char *token)
{
    (void)fprintf(to, "%s/app/link/%s\n", origin, token);
}

/* An origin in a code is in upper case; people are used to the other. */
static void print_first(const char *origin, const char *token)
{
    char lower[256];
    size_t n = 0;

    for (; origin[n] != '\0' && n + 1 < sizeof(lower); n++)
        lower[n] = origin[n] >= 'A' && origin[n] <= 'Z' ? (char)(origin[n] - 'A' + 'a') : origin[n];
    lower[n] = '\0';
    (void)fprintf(stderr,
                  "there is no account yet: " CLI_ACCOUNT_FIRST " was made; set its password here, "
                  "once, within %d hours:\n",
                  APP_LINK_S / 3600);
    cli_account_print_link(stderr, lower, token);
}

enum ym_err cli_account_first(struct ym_conn *conn, const char *origin, struct ym_error *reterr)
{
    const ym_usec now = cli_now();
    struct app_account a = { .login = YM_SPAN(CLI_ACCOUNT_FIRST),
                             .name = YM_SPAN("管理员 Administrator"),
                             .created_at = now,
                             .ngrants = 1,
                             .grants = { { .role = YM_ROLE_ADMIN } } };
    struct app_link link = { .made_at = now, .expires_at = now + APP_LINK_S * YM_USEC_PER_SECOND };
    char token[APP_TICKET_LEN + 1];
    bool any = false;
    enum ym_err err = pg_accounts_any(conn, &any, reterr);

    if (err != YM_E_OK || any)
        return err;
    a.id = link.account = app_account_id(ym_random);
    cli_credentials.ticket(APP_TICKET_LINK, token, link.hash);
    err = pg_account_add(conn, &a, &link, reterr);
    if (err == YM_E_OK)
        print_first(origin, token);
    ym_crypto_wipe(token, sizeof(token));
    return err == YM_E_CONFLICT ? YM_E_OK : err; /* another program was first */
}
