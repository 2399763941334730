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
    unsigned char number[YM_KEYRING_KEYS_MAX]; /* ascending; the first is 1 unless has_code */
    unsigned char key[YM_KEYRING_KEYS_MAX][YM_KEY_LEN];
    bool has_code; /* code and match stand in the file; else both derive from key 1 */
    unsigned char code[YM_KEY_LEN];
    unsigned nmatch; /* 1..YM_KEYRING_MATCHES_MAX when has_code */
    unsigned char match_number[YM_KEYRING_MATCHES_MAX];
    unsigned char match[YM_KEYRING_MATCHES_MAX][YM_KEY_LEN];
    unsigned char under; /* number of the key that seals; 0: the newest */
    unsigned char hash;  /* number of the match that is written; 0: the newest */
};

/* Zeroed keys in guarded memory, or NULL with *reterr filled. */
struct ym_keys *ym_keyfile_new(struct ym_error *reterr);

/* May this be the name of a key file? */
__attribute__((warn_unused_result)) enum ym_err ym_keyfile_check_path(const char *path,
                                                                      struct ym_error *reterr);

/* The place of a number among n, or of the last one. */
unsigned ym_keyfile_place(unsigned number, const unsigned char *numbers, unsigned n);

/* Code and match, which a file without them derives from key 1. Pre: keys were read. */
void ym_keyfile_derive(struct ym_keys *keys);

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
