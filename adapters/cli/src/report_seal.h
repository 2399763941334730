/* SPDX-License-Identifier: Apache-2.0 */
/* What the digest of a frozen month stands for: the one before it, what it was drawn by, its facts,
 * and each of its reports by scope. The job that freezes makes it, and yima verify makes it again.
 */
#ifndef YM_CLI_REPORT_SEAL_H
#define YM_CLI_REPORT_SEAL_H

#include <stdint.h>

#include "crypto/crypto.h"
#include "pg/month.h"

/* Take a number into a digest, as eight bytes, the highest first. */
void report_add_number(struct ym_sha256 *s, int64_t v);

/* Begin with the month, its previous digest (zeros: none) and the digest of its facts. */
void report_seal_begin(struct ym_sha256 *s, const struct pg_month *m,
                       const unsigned char facts[32]);

/* Then each report, ascending by scope and of; ym_sha256_end() gives the digest. */
void report_seal_add(struct ym_sha256 *s, uint8_t scope, int64_t of,
                     const unsigned char sha256[32]);

#endif
