/* SPDX-License-Identifier: Apache-2.0 */
#include "credentials.h"

#include "crypto/crypto.h"
#include "crypto/password.h"
#include "crypto/ticket.h"
#include "crypto/totp.h"

_Static_assert(YM_TICKET_LEN == APP_TICKET_LEN && YM_TICKET_HASH_LEN == APP_TICKET_HASH_LEN &&
                   YM_PASSWORD_STORED_MAX == APP_PASSWORD_STORED_MAX &&
                   YM_TOTP_SECRET_LEN == APP_TOTP_SECRET_LEN,
               "the port's sizes are those of crypto");

/* Part of the stored form: never change them. */
static struct ym_span use_of(enum app_ticket kind)
{
    return kind == APP_TICKET_SESSION ? YM_SPAN("yima session") : YM_SPAN("yima one-time link");
}

static void ticket(enum app_ticket kind, char ret_text[APP_TICKET_LEN + 1],
                   unsigned char ret_hash[APP_TICKET_HASH_LEN])
{
    ym_ticket_make(use_of(kind), ret_text, ret_hash);
}

static bool ticket_hash(enum app_ticket kind, struct ym_span text,
                        unsigned char ret_hash[APP_TICKET_HASH_LEN])
{
    return ym_ticket_hash(use_of(kind), text, ret_hash);
}

const struct app_credentials cli_credentials = {
    .ticket = ticket,
    .ticket_hash = ticket_hash,
    .password_store = ym_password_store,
    .password_verify = ym_password_verify,
    .password_is_old = ym_password_is_old,
    .dummy = ym_password_dummy,
    .totp_code = ym_totp_code,
    .same = ym_crypto_same,
};
