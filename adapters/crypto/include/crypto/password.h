/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords: argon2id (RFC 9106), stored in the usual encoded form with its parameters,
 * "$argon2id$v=19$m=19456,t=2,p=1$…", so that old ones keep working when more is asked for.
 *
 * Slow on purpose (28 ms) and heavy (19 MiB while it runs): never on the loop's thread, and few at
 * a time. Parameters: OWASP's first choice for argon2id. */
#ifndef YM_CRYPTO_PASSWORD_H
#define YM_CRYPTO_PASSWORD_H

#include <stdbool.h>

#include "yima/span.h"

#define YM_PASSWORD_PASSES     2                   /* t */
#define YM_PASSWORD_BYTES      (19u * 1024 * 1024) /* m */
#define YM_PASSWORD_STORED_MAX 128                 /* bytes of the encoded form with its NUL */

/* Store a password, under a fresh salt. False: there is no memory for it. */
__attribute__((warn_unused_result)) bool ym_password_store(struct ym_span password,
                                                           char ret[YM_PASSWORD_STORED_MAX]);

/* Is this the password? False, too, for what is not of the stored form. */
__attribute__((warn_unused_result)) bool ym_password_verify(const char *stored,
                                                            struct ym_span password);

/* Was it stored with other parameters than are asked for now? */
bool ym_password_is_old(const char *stored);

/* A stored password that nothing matches, of the present parameters: checking any password against
 * it takes as long as against a real one. */
const char *ym_password_dummy(void);

#endif
