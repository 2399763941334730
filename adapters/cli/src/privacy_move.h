/* SPDX-License-Identifier: Apache-2.0 */
/* A party's identity number is hashed anew: its credit profiles, objections and words follow. */
#ifndef YM_CLI_PRIVACY_MOVE_H
#define YM_CLI_PRIVACY_MOVE_H

#include "app/credit.h"
#include "base/arena.h"
#include "base/error.h"
#include "crypto/keyring.h"
#include "pg/conn.h"

#define CLI_MOVE_ARENA_BYTES (1u << 20) /* a profile in clear, and sealed twice */

struct cli_moving {
    struct ym_conn *conn;
    struct ym_keyring *ring;
    struct ym_arena *arena; /* CLI_MOVE_ARENA_BYTES; reset with each text */
};

/* Move what credit keeps from one hash to the other. An empty answer when there is nothing. */
__attribute__((warn_unused_result)) enum ym_err
cli_privacy_move(const struct cli_moving *m, const unsigned char from[APP_CREDIT_PARTY_LEN],
                 const unsigned char to[APP_CREDIT_PARTY_LEN], struct ym_error *reterr);

#endif
