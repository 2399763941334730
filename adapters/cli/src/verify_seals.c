/* SPDX-License-Identifier: Apache-2.0 */
/* The part of yima verify that proves sealed documents: the bytes are those whose hash was signed,
 * under a key that was valid, they state the terms of the event that they name, and every signature
 * on a page is one of such a document. One document is in memory at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/seal.h"
#include "base/arena.h"
#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "json/event.h"
#include "json/said.h"
#include "pg/seal.h"
#include "redactions.h"
#include "secrets.h"
#include "verify_document.h"
#include "base/hex.h"

#define TEXT_MAX 256

static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };

/* ---- Signatures in the chain ---- */

/* What is wrong with a signature of this document; NULL: nothing. */
static const char *flaw_of(const struct ym_said *said, const struct app_seal *seal, size_t n,
                           struct ym_id dispute)
{
    char hex[65];

    if (n == 0)
        return "document_code: no such document is sealed";
    if (seal->dispute.v != dispute.v)
        return "document_code: it is a document of another dispute";
    ym_hex(seal->sha256, 32, hex);
    if (!ym_span_is(said->sha256, ym_span_of(hex)))
        return "sha256: other bytes were signed than are sealed";
    return NULL;
}

static enum ym_err check_said(struct ym_conn *c, struct ym_id dispute, const struct ym_event *ev,
                              const struct ym_said *said, const char **ret_flaw,
                              struct ym_error *reterr)
{
    struct ym_seal_code code;
    struct app_seal seal;
    size_t n = 0;
    enum ym_err err = YM_E_OK;

    *ret_flaw = NULL;
    if (said->signing != YM_SIGNING_PAGE)
        return YM_E_OK;
    if (ym_seal_code_parse(said->document_code, &code))
        err = pg_seal_by_code(c, &code, &seal, &n, reterr);
    if (err == YM_E_OK)
        *ret_flaw = flaw_of(said, &seal, n, dispute);
    if (err == YM_E_OK && *ret_flaw == NULL && seal.version >= ev->seq)
        *ret_flaw = "document_code: the document tells of what happened after it was signed";
    return err;
}

enum ym_err cli_verify_signature(struct ym_conn *c, struct ym_id dispute, const struct app_event *e,
                                 const struct cli_complaints *complaints, struct ym_error *reterr)
{
    const bool signs =
        e->kind == YM_CMD_SIGN || e->kind == YM_CMD_SIGN_MEDIATOR || e->kind == YM_CMD_SEAL;
    struct ym_arena arena;
    struct ym_event ev;
    struct ym_said said;
    const char *flaw = NULL;
    enum ym_err err = YM_E_OK;

    if (!signs || !json_event_decode(e->payload, &ev)) /* what does not decode is told elsewhere */
        return YM_E_OK;
    if (!ym_arena_init(&arena, JSON_SAID_ARENA_BYTES))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify");
    if (json_said_read(ev.c.detail, &arena, &said))
        err = check_said(c, dispute, &ev, &said, &flaw, reterr);
    ym_arena_release(&arena);
    if (err == YM_E_OK && flaw != NULL)
        (void)complaints->tell(complaints->arg, dispute, e->seq, flaw);
    return err;
}

/* ---- Documents ---- */

struct looking {
    const struct cli *cli;
    const struct cli_database *db;
    const struct cli_complaints *complaints;
    struct ym_keyring *ring; /* opened when there is a first document */
    struct app_secrets secrets;
    struct app_seal_key keys[APP_SEAL_KEYS_MAX];
    size_t nkeys;
    struct cli_redactions redactions;
    const struct app_seal *seal; /* that is being looked at */
    struct ym_sha256 sum;
    struct ym_arena arena; /* for one part */
    uint64_t bytes;
    bool is_unreadable; /* a part does not open */
    bool has_event, has_terms;
    bool goes_on;
};

static void complain(struct looking *l, const char *text)
{
    char line[TEXT_MAX];

    (void)snprintf(line, sizeof(line), "sealed document %s: %.200s", l->seal->code.text, text);
    l->goes_on = l->complaints->tell(l->complaints->arg, l->seal->dispute, 0, line);
}

static void on_part(void *arg, unsigned part, struct ym_span sealed)
{
    struct looking *l = arg;
    char room[APP_SEAL_LABEL_MAX];
    struct ym_span plain;
    struct ym_error why;

    ym_arena_reset(&l->arena);
    if (ym_unseal(l->ring, app_seal_part_label(&l->seal->code, part, room), sealed, &l->arena,
                  &plain, &why) != YM_E_OK) {
        l->is_unreadable = true;
        return;
    }
    l->bytes += plain.n;
    ym_sha256_add(&l->sum, plain.at, plain.n);
}

static enum ym_err check_bytes(struct looking *l, struct ym_error *reterr)
{
    unsigned char sha256[YM_SHA256_LEN];
    enum ym_err err;

    l->bytes = 0;
    l->is_unreadable = false;
    ym_sha256_begin(&l->sum);
    err = pg_seal_parts(l->db->conn, &l->seal->code, on_part, l, reterr);
    ym_sha256_end(&l->sum, sha256);
    if (err != YM_E_OK)
        return err;
    if (l->is_unreadable)
        complain(l, "body: a part was altered, moved, or sealed under another key file");
    else if (l->bytes != l->seal->size || memcmp(sha256, l->seal->sha256, sizeof(sha256)) != 0)
        complain(l, "sha256: it is not that of the bytes");
    return YM_E_OK;
}

static void on_event(void *arg, struct ym_span payload)
{
    struct looking *l = arg;
    unsigned char sha256[YM_SHA256_LEN];
    struct ym_event ev;

    l->has_event = json_event_decode(payload, &ev);
    if (!l->has_event || !l->seal->has_terms)
        return;
    ym_sha256(ev.c.detail.at, ev.c.detail.n, sha256);
    l->has_terms = memcmp(sha256, l->seal->terms_sha256, sizeof(sha256)) == 0;
}

static enum ym_err check_event(struct looking *l, struct ym_error *reterr)
{
    enum ym_err err;

    l->has_event = false;
    l->has_terms = false;
    err = pg_seal_event(l->db->conn, l->seal->dispute, l->seal->version, on_event, l, reterr);
    if (err != YM_E_OK)
        return err;
    if (!l->has_event)
        complain(l, "version: there is no such event");
    else if (l->seal->has_terms && !l->has_terms)
        complain(l, "terms_sha256: the event that it names states other terms");
    else if (l->seal->document == YM_DOC_AGREEMENT && !l->seal->has_terms)
        complain(l, "terms_sha256: an agreement without terms");
    return YM_E_OK;
}

static enum ym_err check_document(struct looking *l, struct ym_error *reterr)
{
    const enum app_seal_flaw flaw = app_seal_check(l->seal, l->keys, l->nkeys, &l->secrets, &hash);
    enum ym_err err = cli_redactions_begin(&l->redactions, l->db->conn, l->seal->dispute, reterr);

    l->goes_on = true;
    if (err != YM_E_OK)
        return err;
    if (flaw != APP_SEAL_NONE)
        complain(l, app_seal_flaw_text(flaw));
    if (cli_redactions_cover(&l->redactions, l->seal->version)) /* its words and bytes are gone */
        return YM_E_OK;
    err = l->goes_on ? check_bytes(l, reterr) : YM_E_OK;
    return err == YM_E_OK && l->goes_on ? check_event(l, reterr) : err;
}

static enum ym_err open_keys(struct looking *l, struct ym_error *reterr)
{
    enum ym_err err;

    if (l->ring != NULL)
        return YM_E_OK;
    err = cli_secrets_open(l->cli, l->db, &l->ring, &l->secrets, reterr);
    if (err == YM_E_OK)
        err = cli_redactions_open(&l->redactions, l->db->conn, reterr);
    return err == YM_E_OK ? pg_seal_keys(l->db->conn, l->keys, &l->nkeys, reterr) : err;
}

static enum ym_err walk(struct looking *l, struct ym_id from, uint64_t *ret_n,
                        struct ym_error *reterr)
{
    struct app_seal *page = calloc(PG_SEALS_PAGE, sizeof(*page));
    struct ym_seal_code last;
    const struct ym_seal_code *after = NULL;
    size_t n = PG_SEALS_PAGE;
    enum ym_err err =
        page != NULL ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify");

    while (err == YM_E_OK && l->goes_on && n == PG_SEALS_PAGE) {
        err = pg_seal_next(l->db->conn, after, page, &n, reterr);
        for (size_t i = 0; i < n && err == YM_E_OK && l->goes_on; i++) {
            if (page[i].dispute.v < from.v)
                continue;
            l->seal = &page[i];
            (*ret_n)++;
            err = open_keys(l, reterr);
            if (err == YM_E_OK)
                err = check_document(l, reterr);
        }
        if (n > 0)
            last = page[n - 1].code;
        after = &last;
    }
    free(page);
    return err;
}

enum ym_err cli_verify_seals(const struct cli *cli, const struct cli_database *db,
                             struct ym_id from, const struct cli_complaints *complaints,
                             uint64_t *ret_n, struct ym_error *reterr)
{
    struct looking *l = calloc(1, sizeof(*l));
    enum ym_err err;

    *ret_n = 0;
    if (l == NULL || !ym_arena_init(&l->arena, 2 * APP_SEAL_PART_BYTES)) {
        free(l);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify");
    }
    l->cli = cli;
    l->db = db;
    l->complaints = complaints;
    l->goes_on = true;
    err = walk(l, from, ret_n, reterr);
    ym_keyring_close(l->ring);
    ym_arena_release(&l->arena);
    free(l);
    return err;
}

/* ---- Keys ---- */

/* Is the public key in the database the one that the key file derives? One under a key that was
 * taken out of the file can no longer be told. */
static bool is_ours(const struct ym_keyring *ring, const struct app_seal_key *key)
{
    struct ym_sign_key derived;
    struct ym_error why;
    bool is_same;

    if (ym_sign_key_derive(ring, key->ring, APP_LABEL_SEAL, key->number, &derived, &why) != YM_E_OK)
        return key->until != YM_USEC_NONE;
    is_same = memcmp(derived.open, key->open, sizeof(key->open)) == 0;
    ym_crypto_wipe(&derived, sizeof(derived));
    return is_same;
}

enum ym_err cli_verify_keys(const struct cli *cli, const struct cli_database *db,
                            const struct cli_complaints *complaints, struct ym_error *reterr)
{
    struct app_seal_key keys[APP_SEAL_KEYS_MAX];
    struct app_secrets secrets;
    struct ym_keyring *ring = NULL;
    size_t n = 0;
    enum ym_err err = pg_seal_keys(db->conn, keys, &n, reterr);

    if (err == YM_E_OK && n > 0)
        err = cli_secrets_open(cli, db, &ring, &secrets, reterr);
    for (size_t i = 0; i < n && err == YM_E_OK; i++) {
        char line[TEXT_MAX];

        if (is_ours(ring, &keys[i]))
            continue;
        (void)snprintf(line, sizeof(line),
                       "seal key %u: it is not the one that the key file makes: nothing that it "
                       "signed proves anything",
                       keys[i].number);
        if (!complaints->tell(complaints->arg, (struct ym_id){ 0 }, 0, line))
            break;
    }
    ym_keyring_close(ring);
    return err;
}
