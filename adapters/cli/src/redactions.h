/* SPDX-License-Identifier: Apache-2.0 */
/* Events that lost their words, in the proof of a dispute: what the rounds of app/privacy.h state
 * is compared with what stands there. */
#ifndef YM_CLI_REDACTIONS_H
#define YM_CLI_REDACTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/privacy.h"
#include "app/query.h"
#include "base/error.h"
#include "pg/conn.h"

struct cli_redactions {
    struct app_secrets secrets;                  /* without a ring: digests and checks alone */
    struct app_seal_key keys[APP_SEAL_KEYS_MAX]; /* nkeys of them */
    size_t nkeys;
    struct app_anonymised rounds[APP_PRIVACY_ROUNDS_MAX]; /* of the dispute; nrounds of them */
    size_t nrounds, at; /* at: the round that the next event belongs to */
    struct app_redaction sum;
    uint64_t disputes, events; /* that were accepted so, in all */
};

/* Read the keys by which statements are checked. */
__attribute__((warn_unused_result)) enum ym_err
cli_redactions_open(struct cli_redactions *r, struct ym_conn *c, struct ym_error *reterr);

/* Begin with a dispute: read its rounds. */
__attribute__((warn_unused_result)) enum ym_err cli_redactions_begin(struct cli_redactions *r,
                                                                     struct ym_conn *c,
                                                                     struct ym_id id,
                                                                     struct ym_error *reterr);

/* The payload of this event does not give its hash: is it one that a round answers for? Its digest
 * is compared at the end of the round. */
bool cli_redactions_take(struct cli_redactions *r, const struct app_event *e);

/* The event is dealt with, redacted or not. NULL, or what does not agree when a round ends here. */
const char *cli_redactions_pass(struct cli_redactions *r, const struct app_event *e);

/* Does the chain whose head this is go on with the event, by its content or by the statement that
 * answers for what it lost? Then the event is passed, and its hash is the head. */
bool cli_redactions_link(struct cli_redactions *r, const struct app_event *e,
                         unsigned char head[32]);

/* After the last event: NULL, or what does not agree. */
const char *cli_redactions_end(const struct cli_redactions *r);

/* Is everything up to this version of the dispute redacted? */
bool cli_redactions_cover(const struct cli_redactions *r, uint32_t version);

#endif
