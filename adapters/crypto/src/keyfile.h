/* SPDX-License-Identifier: Apache-2.0 */
/* The key file as text and on disk; crypto/keyring.h describes its form. Private to the layer. */
#ifndef YM_KEYFILE_H
#define YM_KEYFILE_H

#include <stdbool.h>

#include "base/error.h"
#include "crypto/keyring.h"
#include "yima/span.h"

#define YM_KEY_LEN 32 /* bytes */

/* The keys of one file. Lives in memory from sodium_malloc() only. */
struct ym_keys {
    unsigned n;                                /* 1..YM_KEYRING_KEYS_MAX once read */
    unsigned char number[YM_KEYRING_KEYS_MAX]; /* ascending; the first is 1 */
    unsigned char key[YM_KEYRING_KEYS_MAX][YM_KEY_LEN];
};

/* Read the whole text of a key file. Pre: ret_keys is zeroed. */
__attribute__((warn_unused_result)) enum ym_err
ym_keyfile_parse(struct ym_span text, struct ym_keys *ret_keys, struct ym_error *reterr);

/* Read path after checking who may touch it. Pre: ret_keys is zeroed. */
__attribute__((warn_unused_result)) enum ym_err
ym_keyfile_read(const char *path, struct ym_keys *ret_keys, struct ym_error *reterr);

/* Make path hold keys. The content is complete and on disk before path names it. With is_new the
 * file must not exist yet (CONFLICT when it does); otherwise it is replaced. */
__attribute__((warn_unused_result)) enum ym_err ym_keyfile_write(const char *path,
                                                                 const struct ym_keys *keys,
                                                                 bool is_new,
                                                                 struct ym_error *reterr);

#endif
