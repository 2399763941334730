/* SPDX-License-Identifier: Apache-2.0 */
/* The part of `yima verify` that opens every attachment: is its content what the history binds? */
#ifndef YM_CLI_VERIFY_FILES_H
#define YM_CLI_VERIFY_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/keyring.h"
#include "pg/conn.h"
#include "yima/id.h"

struct cli_files {
    struct ym_keyring *ring; /* not owned */
    uint64_t files, bytes;   /* looked at */
    /* One broken thing; false: that is enough. */
    bool (*complain)(void *arg, struct ym_id dispute, uint32_t seq, const char *text);
    void *arg;
    bool is_enough;
};

__attribute__((warn_unused_result)) enum ym_err
cli_files_verify(struct cli_files *f, struct ym_conn *conn, struct ym_error *reterr);

#endif
