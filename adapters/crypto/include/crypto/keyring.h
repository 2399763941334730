/* SPDX-License-Identifier: Apache-2.0 */
/* The key ring: sealed fields, and keyed hashes for matching personal numbers.
 *
 * The key file is text, one key a line, `NUMBER HEX` with a number from 1 to 255 and 64 lower-case
 * hexadecimal digits, in ascending order, and a last line `sum HEX` (BLAKE2b-128 of all before it)
 * that makes a cut or mistyped file fail at the start instead of losing data later. Lines that
 * begin with # are comments. New fields are sealed under the highest number; older numbers stay for
 * reading. Key 1 must stay for ever, since the matching hashes derive from it.
 *
 * Whoever loses the file loses the sealed fields: back it up apart from the database.
 * Keys live in locked, guarded pages and are wiped on close. A ring does not change after it is
 * opened, so any number of threads may use it. */
#ifndef YM_KEYRING_H
#define YM_KEYRING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "yima/span.h"

#define YM_KEYRING_KEYS_MAX       32
#define YM_KEYRING_FILE_BYTES_MAX 8192
#define YM_KEYRING_PATH_BYTES_MAX 1024
#define YM_SEAL_PLAIN_BYTES_MAX   262144
#define YM_SEAL_OVERHEAD          41 /* bytes: key number 1, nonce 24, tag 16 */
#define YM_KEYED_HASH_LEN         32 /* bytes */

struct ym_keyring;

/* Read the key file into *ret_ring (close it with ym_keyring_close()).
 *
 * With create, a missing file is made with one fresh key: complete, synced and with mode 0600
 * before it bears its name; when two programs do this at once both use the file of the first.
 * Errors: NOT_FOUND (missing, and create is false); FORBIDDEN (not a regular file, owned by
 * somebody else, or group or others may touch it); INVALID (cut, mistyped, out of order);
 * TOO_LARGE (file or number of keys past its limit); UNAVAILABLE (disk or memory failed). */
__attribute__((warn_unused_result)) enum ym_err ym_keyring_open(const char *path, bool create,
                                                                struct ym_keyring **ret_ring,
                                                                struct ym_error *reterr);

/* Wipe and free; NULL is legal. */
void ym_keyring_close(struct ym_keyring *ring);

/* Add a fresh key with the next number to the key file, replacing the file in one step. Comments
 * are not kept. Rings that are open keep their old content until they are opened again.
 * Errors: those of ym_keyring_open(); CONFLICT when PATH.new exists, left by another rotation that
 * runs now or was cut off; TOO_LARGE when the ring is full. */
__attribute__((warn_unused_result)) enum ym_err ym_keyring_rotate(const char *path,
                                                                  struct ym_error *reterr);

/* Number of the key that seals new fields, 1..255. */
unsigned ym_keyring_newest(const struct ym_keyring *ring);

/* Seal plain under the newest key: key number, 24 random bytes, XChaCha20-Poly1305 (IETF) with the
 * key number and the label as associated data. Name table, column and row in the label, e.g.
 * "party.id_number/4711", and a sealed value copied into another place will not open.
 *
 * *ret_sealed lies in arena, plain.n + YM_SEAL_OVERHEAD bytes. An empty plain is legal.
 * Errors: TOO_LARGE (plain, or the arena is full); UNPROCESSABLE (empty or too long label). */
__attribute__((warn_unused_result)) enum ym_err
ym_seal(const struct ym_keyring *ring, struct ym_span label, struct ym_span plain,
        struct ym_arena *arena, struct ym_span *ret_sealed, struct ym_error *reterr);

/* Open what ym_seal() made under the same label, with whichever key of the ring sealed it.
 *
 * *ret_plain lies in arena with a NUL behind it. On failure it is empty: nothing unverified is
 * ever given out. Errors: UNAVAILABLE (its key is not in this ring); INTERNAL (altered, cut, or
 * sealed under another label or key); TOO_LARGE; UNPROCESSABLE (label). */
__attribute__((warn_unused_result)) enum ym_err
ym_unseal(const struct ym_keyring *ring, struct ym_span label, struct ym_span sealed,
          struct ym_arena *arena, struct ym_span *ret_plain, struct ym_error *reterr);

/* Keyed BLAKE2b-256 of a text that the caller has normalised, so that two records of one personal
 * number can be matched without being readable. Without the key file it cannot be searched by
 * trying all numbers. Derived from key 1, so a rotation does not change it.
 * Pre: 0 < label.n <= YM_LABEL_BYTES_MAX. */
void ym_keyed_hash(const struct ym_keyring *ring, struct ym_span label, struct ym_span text,
                   unsigned char ret_hash[YM_KEYED_HASH_LEN]);

#endif
