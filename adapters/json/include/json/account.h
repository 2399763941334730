/* SPDX-License-Identifier: Apache-2.0 */
/* The bodies of the calls about sessions and accounts.
 *
 *   log in       {"login":"zhou","password":"…","totp":"123456","role":"mediator"}; totp (a code of
 *                an app, or a recovery code) and role may be left out
 *   role         {"role":"mediator"}
 *   password     {"old":"…","new":"…"}
 *   by link      {"password":"…"}
 *   totp         {"password":"…"}, {"code":"123456"}
 *   new account  {"login":"zhou","name":"周敏","grants":[{"role":"mediator","staff":"21"}]}
 *   change       {"name":"…","active":false,"grants":[…],"totp":false}, each may be left out
 *
 * A grant names a role and staff, body or region as that role needs them. */
#ifndef YM_JSON_ACCOUNT_H
#define YM_JSON_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define JSON_ACCOUNT_BYTES_MAX 8192 /* body of any of these calls */
#define JSON_LOGIN_BYTES_MAX   64   /* of what is typed as a login */
#define JSON_PASSWORD_MAX      256  /* bytes of what is typed as a password */
#define JSON_TOTP_CHARS_MAX    16   /* of what is typed as a code */
#define JSON_ROLE_NONE         255  /* none was named */

/* Spans lie in the arena. */
struct json_login {
    struct ym_span login, password;
    struct ym_span totp; /* n == 0: none */
    uint8_t role;        /* enum ym_role, JSON_ROLE_NONE */
};

struct json_grant {
    uint8_t role;          /* enum ym_role */
    int64_t staff, body;   /* 0: none */
    struct ym_span region; /* digits as given; n == 0: none */
};

struct json_account {
    struct ym_span login, name; /* n == 0: not given */
    bool has_active, is_active;
    bool ends_totp;
    bool has_grants;
    size_t ngrants;
    struct json_grant grants[YM_ROLE_COUNT];
};

/* Errors: those of json/read.h. *ret is written only on YM_E_OK. */
__attribute__((warn_unused_result)) enum ym_err json_login_read(struct ym_span text,
                                                                struct ym_arena *arena,
                                                                struct json_login *ret,
                                                                struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
json_role_read(struct ym_span text, struct ym_arena *arena, uint8_t *ret, struct ym_error *reterr);
/* An object of exactly these texts, each of min..max characters: n of them. */
__attribute__((warn_unused_result)) enum ym_err
json_texts_read(struct ym_span text, const char *const *names, size_t n, struct ym_arena *arena,
                struct ym_span *ret, struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err json_account_read(struct ym_span text, bool is_new,
                                                                  struct ym_arena *arena,
                                                                  struct json_account *ret,
                                                                  struct ym_error *reterr);

#endif
