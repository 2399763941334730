/* SPDX-License-Identifier: Apache-2.0 */
/* yima verify --document: is this file what was sealed? Each answer is one sentence, and whoever
 * asks in a script looks at the exit status: 0 says that the seal holds for these very bytes. */
#define _POSIX_C_SOURCE 200809L
#include "verify_document.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/agreement.h"
#include "app/seal.h"
#include "base/arena.h"
#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "json/event.h"
#include "json/said.h"
#include "json/seal.h"
#include "library.h"
#include "pg/seal.h"
#include "yima/number.h"

#define READ_BYTES 65536

static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };
static const struct app_secrets checking = { .verify = ym_sign_verify };

/* The hash of a file of any size. */
static enum ym_err hash_file(const char *path, unsigned char ret[YM_SHA256_LEN],
                             struct ym_error *reterr)
{
    char room[READ_BYTES];
    struct ym_sha256 s;
    FILE *f = fopen(path, "rb");
    bool is_whole;
    size_t n;

    if (f == NULL)
        return ym_fail(reterr, YM_E_NOT_FOUND, "%.300s: %s", path, strerror(errno));
    ym_sha256_begin(&s);
    while ((n = fread(room, 1, sizeof(room), f)) > 0)
        ym_sha256_add(&s, room, n);
    is_whole = ferror(f) == 0;
    (void)fclose(f);
    ym_sha256_end(&s, ret);
    return is_whole ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "%.300s cannot be read", path);
}

__attribute__((format(printf, 2, 3))) static int say(bool holds, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)vprintf(format, args);
    va_end(args);
    (void)puts("");
    return holds ? CLI_DONE : CLI_FAILED;
}

/* ---- Without a database ---- */

struct offline {
    struct json_seal_file file;
    struct json_statement statement;
    struct json_seal_key keys[JSON_SEAL_KEYS_MAX];
    size_t nkeys;
    unsigned char hash[YM_SHA256_LEN];
};

static enum ym_err read_offline(const char *document, const char *seal, const char *keys,
                                struct ym_arena *arena, struct offline *ret,
                                struct ym_error *reterr)
{
    char *text = NULL;
    size_t n = 0;
    enum ym_err err = cli_read_file(seal, JSON_SEAL_BYTES_MAX, &text, &n, reterr);

    if (err == YM_E_OK)
        err = json_seal_file_read((struct ym_span){ text, n }, arena, &ret->file, reterr);
    if (err == YM_E_OK)
        err = json_statement_read(ret->file.statement, &ret->statement, reterr);
    free(text);
    text = NULL;
    if (err == YM_E_OK)
        err = cli_read_file(keys, JSON_SEAL_KEYS_BYTES_MAX, &text, &n, reterr);
    if (err == YM_E_OK)
        err = json_seal_keys_read((struct ym_span){ text, n }, ret->keys, &ret->nkeys, reterr);
    free(text);
    return err == YM_E_OK ? hash_file(document, ret->hash, reterr) : err;
}

static const struct json_seal_key *key_of(const struct offline *o)
{
    for (size_t i = 0; i < o->nkeys; i++) {
        if (o->keys[i].number == o->statement.key)
            return &o->keys[i];
    }
    return NULL;
}

/* The key first, then what it signed, then the bytes: so the first sentence is the nearest to the
 * cause. */
static enum app_seal_flaw judge(const struct offline *o)
{
    const struct json_seal_key *key = key_of(o);
    const ym_usec skew = APP_SEAL_SKEW_S * YM_USEC_PER_SECOND;

    if (key == NULL)
        return APP_SEAL_NO_KEY;
    if (!ym_sign_verify(key->open, o->file.statement, o->file.signature))
        return APP_SEAL_SIGNATURE;
    if (o->statement.made_at < key->from - skew ||
        (key->until != YM_USEC_NONE && o->statement.made_at >= key->until + skew))
        return APP_SEAL_EXPIRED;
    if (memcmp(o->hash, o->statement.sha256, sizeof(o->hash)) != 0)
        return APP_SEAL_BYTES;
    return APP_SEAL_NONE;
}

static int tell_offline(const struct offline *o)
{
    const enum app_seal_flaw flaw = judge(o);
    char code[YM_SEAL_CODE_TEXT_MAX];
    char at[YM_USEC_TEXT_MAX];

    if (flaw != APP_SEAL_NONE)
        return say(false, "broken: %s", app_seal_flaw_text(flaw));
    ym_seal_code_print(&o->statement.code, code);
    ym_usec_print(o->statement.made_at, at);
    return say(true,
               "holds: %s %s, sealed %.19s under key %u; whether a later version replaced it "
               "is told by the server alone",
               ym_word(YM_VOCAB_DOCUMENT, o->statement.document)->en, code, at, o->statement.key);
}

int cli_verify_offline(const char *file, const char *seal, const char *keys)
{
    struct offline *o = calloc(1, sizeof(*o));
    struct ym_arena arena;
    struct ym_error why;
    int code;

    if (o == NULL || !ym_arena_init(&arena, 2 * JSON_SEAL_BYTES_MAX)) {
        free(o);
        return cli_complain("no memory to verify");
    }
    code = read_offline(file, seal, keys, &arena, o, &why) == YM_E_OK ? tell_offline(o)
                                                                      : cli_fail(&why);
    ym_arena_release(&arena);
    free(o);
    return code;
}

/* ---- Against the database ---- */

static int tell(const struct app_seal *s, const struct app_seal_key *keys, size_t n,
                bool was_replaced)
{
    const enum app_seal_flaw flaw = app_seal_check(s, keys, n, &checking, &hash);
    char code[YM_SEAL_CODE_TEXT_MAX];
    char number[YM_NUMBER_TEXT_MAX];
    char at[YM_USEC_TEXT_MAX];

    if (flaw != APP_SEAL_NONE)
        return say(false, "broken: %s", app_seal_flaw_text(flaw));
    ym_seal_code_print(&s->code, code);
    ym_number_print(s->dispute, number);
    ym_usec_print(s->made_at, at);
    if (was_replaced)
        return say(false,
                   "replaced: %s %s of dispute %s, sealed %.19s under key %u, is genuine, but "
                   "it binds nobody any more: it was replaced, refused or not signed in time",
                   ym_word(YM_VOCAB_DOCUMENT, s->document)->en, code, number, at, s->key);
    return say(true, "holds: %s %s of dispute %s, event %u, sealed %.19s under key %u",
               ym_word(YM_VOCAB_DOCUMENT, s->document)->en, code, number, s->version, at, s->key);
}

/* ---- Where its version of the agreement stands ---- */

struct history {
    struct app_agreement agreement;
    struct ym_arena words;
    bool was_fed; /* the event was there, and followed */
};

static void on_event(void *arg, struct ym_span payload)
{
    struct history *h = arg;
    struct ym_event ev;
    struct ym_said said;

    ym_arena_reset(&h->words);
    h->was_fed = json_event_decode(payload, &ev) && json_said_read(ev.c.detail, &h->words, &said) &&
                 app_agreement_feed(&h->agreement, &ev, &said);
}

/* Has another version taken its place? One that merely waits beside it has not. */
static bool is_replaced_in(const struct app_agreement *a, const struct app_seal *s)
{
    for (size_t i = 0; i < a->nversions; i++) {
        if (a->versions[i]->seq == s->version)
            return a->versions[i]->state != APP_VERSION_IN_FORCE &&
                   a->versions[i] != app_agreement_open(a);
    }
    return true; /* so long ago that it is no longer told */
}

/* An agreement alone can be replaced; its dispute's history says whether it was. */
static enum ym_err is_replaced(const struct cli *cli, struct ym_conn *c, const struct app_seal *s,
                               bool *ret, struct ym_error *reterr)
{
    struct history h = { .was_fed = true };
    struct cli_library library;
    enum ym_err err;

    *ret = false;
    if (s->document != YM_DOC_AGREEMENT)
        return YM_E_OK;
    err = cli_library_open(cli, c, &library, reterr);
    if (err != YM_E_OK)
        return err;
    app_agreement_init(&h.agreement, &library.procedures);
    if (!ym_arena_init(&h.words, JSON_SAID_ARENA_BYTES))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify");
    for (uint32_t seq = 1; err == YM_E_OK && h.was_fed; seq++) {
        h.was_fed = false;
        err = pg_seal_event(c, s->dispute, seq, on_event, &h, reterr);
    }
    if (err == YM_E_OK)
        *ret = is_replaced_in(&h.agreement, s);
    ym_arena_release(&h.words);
    app_agreement_release(&h.agreement);
    cli_library_close(&library);
    return err;
}

static int look_up(const struct cli *cli, struct ym_conn *c,
                   const unsigned char sha256[YM_SHA256_LEN])
{
    struct app_seal found[PG_SEALS_BY_HASH];
    struct app_seal_key keys[APP_SEAL_KEYS_MAX];
    struct ym_error why;
    size_t n = 0;
    size_t nkeys = 0;
    bool was_replaced = false;
    enum ym_err err = pg_seal_by_hash(c, sha256, found, &n, &why);

    if (err == YM_E_OK && n == 0)
        return say(false, "unknown: no document with these bytes was sealed here: the file was "
                          "altered, or it is another one");
    if (err == YM_E_OK)
        err = pg_seal_keys(c, keys, &nkeys, &why);
    if (err == YM_E_OK)
        err = is_replaced(cli, c, &found[0], &was_replaced, &why);
    return err == YM_E_OK ? tell(&found[0], keys, nkeys, was_replaced) : cli_fail(&why);
}

int cli_verify_document(const struct cli *cli, const char *file)
{
    unsigned char sha256[YM_SHA256_LEN];
    struct cli_database db;
    struct ym_error why;
    int code;

    if (hash_file(file, sha256, &why) != YM_E_OK ||
        cli_database_open_existing(cli, &db, &why) != YM_E_OK)
        return cli_fail(&why);
    code = look_up(cli, db.conn, sha256);
    cli_database_close(&db);
    return code;
}
