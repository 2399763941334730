/* SPDX-License-Identifier: Apache-2.0 */
/* The intake desk: from the words of a dispute to what may be stored.
 *
 * It gives the id (in the bucket of the idempotency key, so that key and dispute are one shard's
 * transaction), the code's token, the search terms, and seals what is personal: identity numbers,
 * phones and addresses are stored sealed, identity numbers are matched by keyed hash. */
#ifndef YM_APP_DESK_H
#define YM_APP_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "yima/id.h"
#include "yima/intake.h"
#include "yima/ports.h"

#define APP_SECRET_TEXT_MAX 96 /* "whsec_…" with its NUL */

/* A key that signs (crypto/signature.h): the same again for the same three. */
struct app_sign_key {
    unsigned from;        /* number of the key of the ring that it derives from */
    struct ym_span label; /* its use */
    uint32_t number;      /* of those of this use */
};

/* A SHA-256 that is under way. */
struct app_digest {
    uint64_t state[14];
};

/* Secrets, as the composition root provides them. */
struct app_secrets {
    void *ring; /* handed to each */
    /* Seal plain for one use (label), into arena. */
    enum ym_err (*seal)(void *ring, struct ym_span label, struct ym_span plain,
                        struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr);
    /* Open what seal made under the same label. */
    enum ym_err (*unseal)(void *ring, struct ym_span label, struct ym_span sealed,
                          struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr);
    /* Keyed hash of a normalised text. */
    void (*keyed_hash)(void *ring, struct ym_span label, struct ym_span text,
                       unsigned char ret[32]);
    /* That of the other generation, of a label that matches persons (APP_LABEL_IDENTITY,
     * APP_LABEL_PHONE): what is searched for one is searched for both while numbers are hashed
     * anew. False: there is one generation. NULL: there never is another. */
    bool (*hash_other)(void *ring, struct ym_span label, struct ym_span text,
                       unsigned char ret[32]);
    /* Digest of several parts, each told apart from the next. */
    void (*fingerprint)(struct ym_span label, const struct ym_span *parts, size_t n,
                        unsigned char ret[16]);
    void (*random)(void *ret, size_t n);
    /* A fresh secret of a webhook with its NUL, and a signature by one (Standard Webhooks). False:
     * it is no secret, or there is too little room. */
    void (*webhook_secret)(char ret[APP_SECRET_TEXT_MAX]);
    bool (*webhook_sign)(struct ym_span secret, struct ym_span id, int64_t seconds,
                         struct ym_span body, char *ret, size_t size);
    /* Number of the newest key of the ring. */
    unsigned (*newest)(void *ring);
    /* Ed25519 by the key of this number and use (label), which derives from key `from` of the ring:
     * a signature, and the public key to check it by. UNAVAILABLE: the ring lacks that key. */
    enum ym_err (*sign)(void *ring, const struct app_sign_key *key, struct ym_span message,
                        unsigned char ret[64], struct ym_error *reterr);
    enum ym_err (*public_key)(void *ring, const struct app_sign_key *key, unsigned char ret[32],
                              struct ym_error *reterr);
    /* Is this the signature of message by the owner of that public key? */
    bool (*verify)(const unsigned char open[32], struct ym_span message,
                   const unsigned char signature[64]);
    /* SHA-256 of what comes in parts. These three, seal and unseal may be called on any thread. */
    void (*digest_begin)(struct app_digest *d);
    void (*digest_add)(struct app_digest *d, struct ym_span bytes);
    void (*digest_end)(struct app_digest *d, unsigned char ret[32]);
};

/* Label under which identity numbers are hashed: part of the stored form, never change it. */
#define APP_LABEL_IDENTITY YM_SPAN("yima party identity")

/* The hash of an identity number under the other generation; false: there is none. */
bool app_identity_other(const struct app_secrets *secrets, struct ym_span identity,
                        unsigned char ret[32]);

/* What of a party is sealed. The codes are part of the stored form. */
#define APP_SEALED_FIELDS(X) /* name, code */                                                      \
    X(IDENTITY, "identity")                                                                        \
    X(PHONE, "phone")                                                                              \
    X(ADDRESS, "address")                                                                          \
    X(AGENT_PHONE, "agent_phone")

#define X(name, code) APP_SEALED_##name,
enum app_sealed { APP_SEALED_FIELDS(X) APP_SEALED_COUNT };
#undef X

/* Where a sealed field stands. */
struct app_sealed_at {
    struct ym_id dispute;
    uint8_t seat;
    enum app_sealed field;
};

#define APP_SEALED_LABEL_MAX 64 /* bytes of a label with its NUL */

/* The label that a field is sealed under: it names dispute, seat and field, so that what somebody
 * with access to the database copies into another place does not open there. Lies in room. */
struct ym_span app_sealed_label(struct app_sealed_at at, char room[APP_SEALED_LABEL_MAX]);

/* "identity": the name of a sealed field in JSON. */
const char *app_sealed_code(enum app_sealed field);

/* Bytes an arena must have for one intake with n parties, besides the words themselves. */
#define APP_DESK_ARENA_BYTES 65536

struct app_desk {
    const struct app_secrets *secrets; /* not owned */
    struct ym_id_gen *ids;             /* not owned */
};

/* Key of a request: who asks, where, and the key it gave; fingerprint: what it asks. Without a key
 * (n == 0) nothing is given. */
void app_request_key(const struct app_secrets *secrets, struct ym_span who, struct ym_span where,
                     struct ym_span key, struct ym_span body, struct ym_request_key *ret);

/* The id of a dispute that is about to be registered, in the bucket of its request's key.
 * UNAVAILABLE when the clock gives no id now. */
__attribute__((warn_unused_result)) enum ym_err app_desk_id(const struct app_desk *desk,
                                                            const struct ym_request_key *key,
                                                            ym_usec now, struct ym_id *ret,
                                                            struct ym_error *reterr);

/* Make the intake of the dispute with this id. Everything in *ret lies in arena or in words, which
 * must live as long. TOO_LARGE when arena is too small. */
__attribute__((warn_unused_result)) enum ym_err
app_desk_prepare(const struct app_desk *desk, const struct ym_intake_words *words, struct ym_id id,
                 struct ym_arena *arena, struct ym_intake *ret, struct ym_error *reterr);

/* A new token for the code of a dispute. */
void app_desk_token(const struct app_desk *desk, struct ym_id id, struct ym_token *ret);

/* Search terms of texts: every two neighbouring characters (letters and digits in lower case, the
 * rest apart), sorted, without doubles, at most max. Returns how many; spans lie in arena.
 * One character alone is a term of its own. */
size_t app_terms(const struct ym_span *texts, size_t n, struct ym_arena *arena,
                 const struct ym_span **ret, size_t max);

#endif
