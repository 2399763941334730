/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords, tokens and one-time passwords as app/account.h asks for them, made of crypto's. */
#ifndef YM_CLI_CREDENTIALS_H
#define YM_CLI_CREDENTIALS_H

#include "app/account.h"

extern const struct app_credentials cli_credentials;

#endif
