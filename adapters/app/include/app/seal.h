/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed documents: a PDF that is stored once, byte for byte, and can be checked by anybody.
 *
 * What is sealed is a statement, one canonical JSON object (keys in byte order, no white space,
 * numbers as plain decimals, the time as RFC 3339 at +08:00 with six digits, keys left out when
 * they hold nothing, as in yima/canon.h):
 *
 *   code            the code printed on the document, in its normal form
 *   dispute_sha256  SHA-256 of CODE ":" NUMBER, in hex: NUMBER is the dispute's number without
 *                   dashes, as it stands on the document. Who holds the document can check whose it
 *                   is; who holds the code alone learns no number
 *   document        what it is: "agreement"
 *   key             number of the server's key
 *   made_at         when it was sealed
 *   sha256          of the PDF, in hex
 *   subject         which of its kind, where there are several of one version
 *   terms_sha256    SHA-256, in hex, of the canonical detail of the event that stated the agreement
 *   v               1
 *   version         seq of the event up to which it tells: for an agreement, the event that stated
 * it
 *
 * and the signature is Ed25519 over exactly these bytes. Keys are numbered, follow one another and
 * stay published: a seal is right under the key it names when it was made while that key was valid.
 *
 *   CODE (app_seal_code) -> the caller has the PDF made, which shows it -> app_seal_document():
 *   KEYS [-> FIRST KEY] -> PUT -> the document as it is stored: this one, or that of who was first
 *
 * Calls of the port end in exactly one callback, never before the call returns; arguments are read
 * before the call returns; what an answer points to dies with the callback. */
#ifndef YM_APP_SEAL_H
#define YM_APP_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/desk.h"
#include "base/arena.h"
#include "base/error.h"
#include "yima/id.h"
#include "yima/ports.h"
#include "yima/seal_code.h"
#include "yima/vocab.h"

#define APP_SEAL_BYTES_MAX     (8u << 20) /* of one PDF */
#define APP_SEAL_PART_BYTES    49152u     /* of one stored part, before it is sealed */
#define APP_SEAL_PARTS_MAX     ((APP_SEAL_BYTES_MAX + APP_SEAL_PART_BYTES - 1) / APP_SEAL_PART_BYTES)
#define APP_SEALS_MAX          200  /* sealed documents of one dispute */
#define APP_SEAL_KEYS_MAX      256  /* keys ever, the present one included */
#define APP_SEAL_SUBJECT_MAX   32   /* bytes of a subject */
#define APP_SEAL_STATEMENT_MAX 768  /* bytes of a statement; always suffice */
#define APP_SEAL_AT_ONCE       16   /* documents being sealed or opened at once; one more is BUSY */
#define APP_SEAL_SKEW_S        3600 /* clocks of two servers may differ by so much at a rotation */
#define APP_PROOF_TRIES_MAX    5    /* wrong digits that lock a seat */
#define APP_PROOF_CHARS        6    /* last characters of an identity number */

/* Label of the keys: part of what is stored, never change it. */
#define APP_LABEL_SEAL YM_SPAN("yima seal")

/* ---- What is kept ---- */

/* A public key of the server. */
struct app_seal_key {
    uint32_t number;        /* from 1 */
    uint8_t ring;           /* key of the key file that its secret part derives from */
    unsigned char open[32]; /* Ed25519 */
    ym_usec from, until;    /* valid; until: YM_USEC_NONE: it signs */
};

/* A sealed document, all but its bytes. */
struct app_seal {
    struct ym_id dispute;
    struct ym_seal_code code;
    uint8_t document; /* enum ym_document */
    uint32_t version;
    char subject[APP_SEAL_SUBJECT_MAX + 1]; /* "": there is one alone */
    ym_usec made_at;
    uint32_t key;  /* number */
    uint32_t size; /* bytes of the PDF */
    unsigned char sha256[32];
    bool has_terms;
    unsigned char terms_sha256[32]; /* when has_terms */
    unsigned char signature[64];
};

/* A code for a document of this dispute that is about to be made. */
void app_seal_code(const struct app_secrets *secrets, struct ym_id dispute,
                   struct ym_seal_code *ret);

/* The statement; how many bytes. */
size_t app_seal_statement(const struct app_seal *s, const struct ym_hash_ops *hash,
                          char ret[APP_SEAL_STATEMENT_MAX]);

/* Why a seal does not hold: name, text, text in Chinese. */
#define APP_SEAL_FLAWS(X)                                                                          \
    X(NONE, "the seal holds", "封存真实有效")                                                      \
    X(NO_KEY, "the server never had the key that the seal names: it is forged, or of elsewhere",   \
      "封存所用密钥不存在：系伪造或来自其他系统")                                                  \
    X(SIGNATURE, "the signature is not that of the server: what the seal states was altered",      \
      "签名与封存内容不符：内容被改动")                                                            \
    X(EXPIRED, "it was made when its key was not valid: it is forged",                             \
      "封存时间不在密钥有效期内：系伪造")                                                          \
    X(BYTES, "these are not the bytes that were sealed: the file was altered or is another one",   \
      "文件与封存时不一致：文件被改动或不是同一份文件")

enum app_seal_flaw {
#define X(name, text, zh) APP_SEAL_##name,
    APP_SEAL_FLAWS(X) APP_SEAL_FLAW_COUNT
#undef X
};
const char *app_seal_flaw_text(enum app_seal_flaw flaw);
const char *app_seal_flaw_zh(enum app_seal_flaw flaw);

/* Check what the seal states against its key among n; the bytes are checked by who has them. */
enum app_seal_flaw app_seal_check(const struct app_seal *s, const struct app_seal_key *keys,
                                  size_t n, const struct app_secrets *secrets,
                                  const struct ym_hash_ops *hash);

/* The label under which a part is sealed. Never change it. */
#define APP_SEAL_LABEL_MAX 64
struct ym_span app_seal_part_label(const struct ym_seal_code *code, unsigned part,
                                   char room[APP_SEAL_LABEL_MAX]);

/* ---- Proving oneself by the last digits of one's identity number ---- */

enum app_proof_result { APP_PROOF_RIGHT, APP_PROOF_WRONG, APP_PROOF_LOCKED };

struct app_proof_trial {
    struct ym_id dispute;
    uint8_t seat;
    bool is_right; /* as compared in constant time; a locked seat stays locked whatever it is */
    ym_usec now;
};

struct app_proof {
    enum app_proof_result result;
    int32_t left; /* tries that remain when WRONG; 0 when LOCKED: a new access code unlocks */
};

/* Are these the last characters of this identity number? x counts as X. Takes the same time
 * wherever they differ. False for a text of another length. */
__attribute__((warn_unused_result)) bool app_proof_compare(struct ym_span identity,
                                                           struct ym_span digits);

/* ---- The port ---- */

/* err: OK, NOT_FOUND, CONFLICT, UNAVAILABLE, BUSY or INTERNAL; the answer only when OK. */
typedef void app_seal_fn(void *arg, enum ym_err err, const struct app_seal *seal);
typedef void app_seals_fn(void *arg, enum ym_err err, const struct app_seal *rows, size_t n);
typedef void app_seal_keys_fn(void *arg, enum ym_err err, const struct app_seal_key *keys,
                              size_t n);
typedef void app_seal_parts_fn(void *arg, enum ym_err err, const struct ym_span *parts, size_t n);
typedef void app_proof_fn(void *arg, enum ym_err err, const struct app_proof *proof);
typedef void app_seal_put_fn(void *arg, enum ym_err err);

/* A document that is to be stored. */
struct app_seal_new {
    struct app_seal seal;
    const char *by;              /* public name of who had it made */
    const struct ym_span *parts; /* n of them, sealed */
    size_t n;
};

struct app_seals; /* begins with its ops */
struct app_seals_ops {
    /* All keys, by number. */
    void (*keys)(struct app_seals *s, app_seal_keys_fn *done, void *arg);
    /* Add the key that follows the last one, whose validity ends. OK, too, when somebody was
     * first: ask for the keys again. */
    void (*add_key)(struct app_seals *s, const struct app_seal_key *key, app_seal_put_fn *done,
                    void *arg);
    /* The document of this kind, version and subject. */
    void (*find)(struct app_seals *s, const struct app_seal *like, app_seal_fn *done, void *arg);
    /* The document with this code. */
    void (*read)(struct app_seals *s, const struct ym_seal_code *code, app_seal_fn *done,
                 void *arg);
    /* Those of a dispute, oldest first. */
    void (*list)(struct app_seals *s, struct ym_id dispute, app_seals_fn *done, void *arg);
    /* Store it with its sealed parts, unless there is one of this kind, version and subject; what
     * is stored then. CONFLICT: there are APP_SEALS_MAX. */
    void (*put)(struct app_seals *s, const struct app_seal_new *what, app_seal_fn *done, void *arg);
    /* Its sealed parts, in order. */
    void (*parts)(struct app_seals *s, const struct ym_seal_code *code, app_seal_parts_fn *done,
                  void *arg);
    /* Count a try, as one step: nobody tries more often by trying at the same time. */
    void (*prove)(struct app_seals *s, const struct app_proof_trial *trial, app_proof_fn *done,
                  void *arg);
};
struct app_seals {
    const struct app_seals_ops *ops;
};

/* ---- Sealing and opening ---- */

struct app_sealer_config {
    struct app_seals *seals;
    const struct app_secrets *secrets;
    const struct ym_hash_ops *hash;
};

struct app_sealer; /* owned by the composition root; one thread. What it stands on outlives it */

/* NULL when the heap is empty. */
__attribute__((warn_unused_result)) struct app_sealer *
app_sealer_new(const struct app_sealer_config *config);
void app_sealer_free(struct app_sealer *s); /* Pre: nothing is under way. NULL is legal. */

/* A document that is to be sealed. */
struct app_sealing {
    struct ym_id dispute;
    struct ym_seal_code code; /* that the PDF shows; by app_seal_code() */
    enum ym_document document;
    uint32_t version;                  /* from 1 */
    struct ym_span subject;            /* of a-z 0-9 - / alone; n == 0: there is one alone */
    const unsigned char *terms_sha256; /* 32 bytes, of the structured terms; NULL: there are none */
    struct ym_span pdf;                /* 1 to APP_SEAL_BYTES_MAX bytes */
    ym_usec now;
    const char *by; /* public name of the caller */
};

/* Seal it, once for its kind, version and subject: seal is what is stored, with another code and
 * other bytes when somebody was first. All of *what is read before the call returns.
 *
 * OK: done is called exactly once, never before the call returns, with OK; CONFLICT (as many as may
 * be of this dispute); UNAVAILABLE (the key file lacks the key that signs, or the database does not
 * answer), BUSY or INTERNAL. Otherwise never: TOO_LARGE (the PDF, the subject), BUSY (as many at
 * once as may be), UNAVAILABLE (no memory). */
__attribute__((warn_unused_result)) enum ym_err app_seal_document(struct app_sealer *s,
                                                                  const struct app_sealing *what,
                                                                  app_seal_fn *done, void *arg);

/* The bytes of a document; pdf lives until the callback returns. INTERNAL: they are not those that
 * were sealed. GONE: they were removed when their retention was over. The answers of the call are
 * those above. */
typedef void app_seal_opened_fn(void *arg, enum ym_err err, struct ym_span pdf);
__attribute__((warn_unused_result)) enum ym_err app_seal_open(struct app_sealer *s,
                                                              const struct app_seal *seal,
                                                              app_seal_opened_fn *done, void *arg);

#endif
