/* SPDX-License-Identifier: Apache-2.0 */
/* What remains to be said of words that were removed.
 *
 * When the retention of a dispute is over, its words go: names, numbers, notes, attachments, and
 * what people wrote in its events. The chain of hashes stays, since every event keeps the hash that
 * it had, but the payload of an event that lost words no longer gives that hash. A statement
 * answers for it: the program that removed the words saw, in the same transaction, that every
 * original payload gave its hash and that the chain ended in `head`; it names by one digest which
 * payloads stand there now; and it is signed under the key that seals documents, so that a payload
 * that somebody changes later is found out like any other.
 *
 * Each time that words are removed from a dispute makes a round: the first tells of all events up
 * to then, a later one of those that came after. */
#ifndef YM_APP_PRIVACY_H
#define YM_APP_PRIVACY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/desk.h"
#include "app/seal.h"
#include "yima/date.h"
#include "yima/id.h"

#define APP_PRIVACY_LOGIN_MAX     64   /* bytes of the account that had it done */
#define APP_PRIVACY_RULE_MAX      200  /* bytes of "id/version rule" */
#define APP_PRIVACY_REMOVED_MAX   1000 /* bytes of "note 3,party 2" */
#define APP_PRIVACY_STATEMENT_MAX 2048 /* bytes of a statement with its NUL */
#define APP_PRIVACY_ROUNDS_MAX    100  /* of one dispute */

/* One round of one dispute. */
struct app_anonymised {
    struct ym_id dispute;
    uint16_t round;           /* 1 for the first, at most APP_PRIVACY_ROUNDS_MAX */
    uint32_t from, version;   /* it tells of the events behind `from` up to `version` */
    uint32_t redacted;        /* so many of them lost words */
    unsigned char head[32];   /* hash of the event `version` */
    unsigned char digest[32]; /* of those that lost words: app_redaction_add() */
    ym_usec at;
    char login[APP_PRIVACY_LOGIN_MAX + 1];
    char rule[APP_PRIVACY_RULE_MAX + 1];       /* of the retention table */
    char removed[APP_PRIVACY_REMOVED_MAX + 1]; /* rows of what: "note 3,party 2" */
    uint32_t key;                              /* number of the key that signed */
    unsigned char signature[64];
};

/* The statement, a text for people with its NUL; how many bytes without it. Part of the stored
 * form: the same for ever for the same round. */
size_t app_anonymised_statement(const struct app_anonymised *a,
                                char ret[APP_PRIVACY_STATEMENT_MAX]);

/* Sign it under the newest of n keys; sets key and signature. UNAVAILABLE: there is no key yet, or
 * the key file lacks the one that it derives from. */
__attribute__((warn_unused_result)) enum ym_err
app_anonymised_sign(struct app_anonymised *a, const struct app_secrets *secrets,
                    const struct app_seal_key *keys, size_t n, struct ym_error *reterr);

/* Does its signature hold, under a key that was valid at its time? APP_SEAL_NONE: it does. */
enum app_seal_flaw app_anonymised_check(const struct app_anonymised *a,
                                        const struct app_secrets *secrets,
                                        const struct app_seal_key *keys, size_t n);

/* ---- The digest of what was redacted ---- */

struct app_redaction {
    struct app_digest digest;
    uint32_t n; /* events that lost words */
};

void app_redaction_begin(struct app_redaction *r, const struct app_secrets *secrets);

/* The next event that lost words, in the order of seq: its hash, and the payload that takes the
 * place of the original. */
void app_redaction_add(struct app_redaction *r, const struct app_secrets *secrets, uint32_t seq,
                       const unsigned char hash[32], struct ym_span payload);

void app_redaction_end(struct app_redaction *r, const struct app_secrets *secrets,
                       unsigned char ret[32]);

/* The label under which the statement's key derives is that of sealed documents (app/seal.h); the
 * first line of the statement keeps the two apart. */

#endif
