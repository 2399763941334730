/* SPDX-License-Identifier: Apache-2.0 */
/* What the digest of a frozen month stands for: the one before it, what it was drawn by, its facts,
 * and each of its reports by scope; since form 2 also who had it drawn, when, why, up to which
 * corrections, and how much was read. The job that freezes makes it, and yima verify makes it
 * again, by the form that the month was frozen by: what is frozen keeps its digest.
 *
 * Form 1: previous digest (zeros: none), month (days), revision, digests of the procedures, of the
 * calendar (with repeat_within: digest_library()) and of the facts; then each report. Form 2: first
 * the text "yima month 2\n", and between the facts and the reports begun_at, frozen_at, known
 * (microseconds), disputes, events, facts, and who and why, each behind its length. Numbers are
 * eight bytes, the highest first. */
#ifndef YM_CLI_REPORT_SEAL_H
#define YM_CLI_REPORT_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/crypto.h"
#include "pg/month.h"

#define REPORT_SEAL_FIRST 1
#define REPORT_SEAL       2 /* of what is frozen now */

/* Does this program know the form by which the month is sealed? */
bool report_seal_is_known(const struct pg_month *m);

/* Take a number into a digest, as eight bytes, the highest first. */
void report_add_number(struct ym_sha256 *s, int64_t v);

/* Begin with the month and the digest of its facts, by the form m->seal, which is known. All of the
 * month but its own digest counts. */
void report_seal_begin(struct ym_sha256 *s, const struct pg_month *m,
                       const unsigned char facts[32]);

/* Then each report, ascending by scope and of; ym_sha256_end() gives the digest. */
void report_seal_add(struct ym_sha256 *s, uint8_t scope, int64_t of,
                     const unsigned char sha256[32]);

#endif
