/* SPDX-License-Identifier: Apache-2.0 */
/* The key ring: sealed fields, and keyed hashes for matching personal numbers.
 *
 * The key file is text, one key a line, `NUMBER HEX` with a number from 1 to 255 and 64 lower-case
 * hexadecimal digits, in ascending order, and a last line `sum HEX` (BLAKE2b-128 of all before it)
 * that makes a cut or mistyped file fail at the start instead of losing data later. Lines that
 * begin with # are comments. Between keys and sum there may stand, in this order:
 *
 *   code HEX          the key of hashes that match no person: codes, cursors, checks. Never changes
 *   match NUMBER HEX  a generation of the hashes that match personal numbers; one, or two while
 *                     they are being hashed anew
 *   under NUMBER      the key that seals new fields, while a newer one is only read
 *   hash NUMBER       the generation that is written, while a newer one is only searched
 *
 * A file without `code` derives it and match 1 from key 1. New fields are sealed under the highest
 * number unless `under` says another; older numbers stay for reading until they are retired.
 *
 * Whoever loses the file loses the sealed fields: back it up apart from the database.
 * Keys live in locked, guarded pages and are wiped on close. Any number of threads may use a ring,
 * also while ym_keyring_refresh() gives it the newer content of its file. */
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
#define YM_KEYRING_MATCHES_MAX    2
#define YM_KEYRING_REFRESH_MAX    64  /* contents that one ring has in its life */
#define YM_KEYRING_TEXT_MAX       256 /* of a description, with its NUL */
#define YM_SEAL_PLAIN_BYTES_MAX   262144
#define YM_SEAL_OVERHEAD          41 /* bytes: key number 1, nonce 24, tag 16 */
#define YM_KEYED_HASH_LEN         32 /* bytes */
#define YM_KEYRING_SET_LEN        32 /* bytes: a bit for each number a key can have */

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

/* One change of a key file. Each replaces the file in one step; done in this order, with all
 * programs knowing of one before the next is made, no field is ever met that cannot be opened and
 * no person that is not found. */
enum ym_keyring_step {
    YM_KEYRING_ADD,       /* a fresh key that is read, while the one before still seals */
    YM_KEYRING_SEAL,      /* the newest key seals from now on */
    YM_KEYRING_RETIRE,    /* this key goes; it may not be the one that seals */
    YM_KEYRING_MATCH_ADD, /* a fresh generation that is searched, while the one before is written */
    YM_KEYRING_MATCH_USE, /* the newest generation is written from now on */
    YM_KEYRING_MATCH_DROP /* the generation before goes */
};

/* Make one; number: of the key that is retired, else 0. Comments are not kept. Errors: those of
 * ym_keyring_open(); CONFLICT when the file is not in the state that the step begins with, or
 * PATH.new exists; TOO_LARGE when the file is full; NOT_FOUND when there is no such key. */
__attribute__((warn_unused_result)) enum ym_err ym_keyring_change(const char *path,
                                                                  enum ym_keyring_step step,
                                                                  unsigned number,
                                                                  struct ym_error *reterr);

/* Read the file again; what was open stays open if it cannot be read. Errors: those of
 * ym_keyring_open(); TOO_LARGE after YM_KEYRING_REFRESH_MAX other contents: start the program anew.
 * One thread at a time. */
__attribute__((warn_unused_result)) enum ym_err ym_keyring_refresh(struct ym_keyring *ring,
                                                                   struct ym_error *reterr);

/* Which keys the ring has and uses, without any secret: "seal 2 of 1 2; match 1 of 1". Two rings of
 * one text do the same. */
void ym_keyring_describe(const struct ym_keyring *ring, char ret[YM_KEYRING_TEXT_MAX]);

/* Number of the key that seals new fields, 1..255. */
unsigned ym_keyring_newest(const struct ym_keyring *ring);

/* The numbers of its keys: bit number % 8, the lowest being 0, of byte number / 8. */
void ym_keyring_set(const struct ym_keyring *ring, unsigned char ret[YM_KEYRING_SET_LEN]);

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

/* Keyed BLAKE2b-256 of a text that matches no person: a code, a cursor, a check. No rotation
 * changes it. Pre: 0 < label.n <= YM_LABEL_BYTES_MAX. */
void ym_keyed_hash(const struct ym_keyring *ring, struct ym_span label, struct ym_span text,
                   unsigned char ret_hash[YM_KEYED_HASH_LEN]);

/* The same of a text that the caller has normalised and that names a person, so that two records of
 * one personal number can be matched without being readable. Without the key file it cannot be
 * searched by trying all numbers. Of the generation that is written. */
void ym_match_hash(const struct ym_keyring *ring, struct ym_span label, struct ym_span text,
                   unsigned char ret_hash[YM_KEYED_HASH_LEN]);

/* The same of the other generation, which must be searched as well. False: there is none. */
bool ym_match_hash_other(const struct ym_keyring *ring, struct ym_span label, struct ym_span text,
                         unsigned char ret_hash[YM_KEYED_HASH_LEN]);

#endif
