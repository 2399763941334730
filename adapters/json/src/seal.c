/* SPDX-License-Identifier: Apache-2.0 */
#include "json/seal.h"

#include <string.h>

#include "json/read.h"

#define DIGITS_CHARS_MAX 18 /* who types the whole number is told that six are asked for */

/* Exactly n bytes as lower-case hexadecimal digits. */
static void read_hex(const struct json_at *at, unsigned char *ret, size_t n)
{
    const struct ym_span text = json_get_line(at, 2 * n, 2 * n);
    static const char digits[] = "0123456789abcdef";

    if (text.n != 2 * n) {
        if (json_is_sound(at))
            json_refuse(at, YM_E_UNPROCESSABLE, "takes lower-case hexadecimal digits");
        return;
    }
    for (size_t i = 0; i < 2 * n; i++) {
        const char *digit = memchr(digits, text.at[i], 16);

        if (digit == NULL) {
            json_refuse(at, YM_E_UNPROCESSABLE, "takes lower-case hexadecimal digits");
            return;
        }
        ret[i / 2] = (unsigned char)((unsigned)ret[i / 2] << 4 | (unsigned)(digit - digits));
    }
}

static void read_code(const struct json_at *at, struct ym_seal_code *ret)
{
    const struct ym_span text = json_get_line(at, 1, YM_SEAL_CODE_INPUT_MAX);

    if (json_is_sound(at) && !ym_seal_code_parse(text, ret))
        json_refuse(at, YM_E_UNPROCESSABLE,
                    "is no code of a document: compare all 20 characters with the paper");
}

static enum ym_err end(struct json_doc *doc, struct ym_error *reterr)
{
    const enum ym_err err = json_result(doc, reterr);

    json_free(doc);
    return err;
}

enum ym_err json_signature_read(struct ym_span text, struct ym_arena *arena,
                                struct json_signature *ret, struct ym_mistakes *mistakes,
                                struct ym_error *reterr)
{
    struct json_signature s = { .digits = { NULL, 0 } };
    struct json_doc *doc;
    struct json_at root, code, sha256, digits;
    enum ym_err err;

    ym_mistakes_clear(mistakes);
    err = json_parse(text, JSON_SIGNATURE_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    code = json_member(&root, "document_code");
    sha256 = json_member(&root, "sha256");
    digits = json_optional(&root, "digits");
    read_code(&code, &s.code);
    read_hex(&sha256, s.sha256, sizeof(s.sha256));
    if (json_given(&digits) && !json_is_null(&digits))
        s.digits = ym_arena_text(arena, json_get_line(&digits, 0, DIGITS_CHARS_MAX));
    json_done(&root);
    err = end(doc, reterr);
    if (err == YM_E_OK && !ym_arena_ok(arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the body needs more memory than one may have");
    if (err == YM_E_OK)
        *ret = s;
    return err;
}

enum ym_err json_seal_wish_read(struct ym_span text, enum ym_document *ret,
                                struct ym_mistakes *mistakes, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, document;
    int found;
    enum ym_err err;

    ym_mistakes_clear(mistakes);
    err = json_parse(text, JSON_SIGNATURE_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    document = json_member(&root, "document");
    found = json_get_code(&document, YM_VOCAB_DOCUMENT);
    json_done(&root);
    err = end(doc, reterr);
    if (err == YM_E_OK)
        *ret = (enum ym_document)found;
    return err;
}

enum ym_err json_seal_file_read(struct ym_span text, struct ym_arena *arena,
                                struct json_seal_file *ret, struct ym_error *reterr)
{
    struct json_seal_file f = { .statement = { NULL, 0 } };
    struct json_doc *doc;
    struct json_at root, format, statement, signature;
    enum ym_err err = json_parse(text, JSON_SEAL_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    format = json_member(&root, "format");
    statement = json_member(&root, "statement");
    signature = json_member(&root, "signature");
    if (!ym_span_is(json_get_line(&format, 1, 32), YM_SPAN(JSON_SEAL_FORMAT)))
        json_refuse(&format, YM_E_UNPROCESSABLE, "is not " JSON_SEAL_FORMAT);
    f.statement = ym_arena_text(arena, json_get_line(&statement, 2, JSON_SEAL_BYTES_MAX));
    read_hex(&signature, f.signature, sizeof(f.signature));
    json_done(&root);
    err = end(doc, reterr);
    if (err == YM_E_OK && !ym_arena_ok(arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the file needs more memory than one may have");
    if (err == YM_E_OK)
        *ret = f;
    return err;
}

/* Members that are not looked at: what they say is covered by the signature all the same. */
static void pass_over(struct json_at *root)
{
    const struct json_at subject = json_optional(root, "subject");
    const struct json_at terms = json_optional(root, "terms_sha256");
    const struct json_at whose = json_member(root, "dispute_sha256");
    unsigned char hash[32] = { 0 };

    if (json_given(&subject))
        (void)json_get_line(&subject, 1, 64);
    if (json_given(&terms))
        read_hex(&terms, hash, sizeof(hash));
    memset(hash, 0, sizeof(hash));
    read_hex(&whose, hash, sizeof(hash));
}

enum ym_err json_statement_read(struct ym_span text, struct json_statement *ret,
                                struct ym_error *reterr)
{
    struct json_statement s = { .document = 0 };
    struct json_doc *doc;
    struct json_at root, code, document, key, made_at, sha256, form, version;
    enum ym_err err = json_parse(text, JSON_SEAL_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    code = json_member(&root, "code");
    document = json_member(&root, "document");
    key = json_member(&root, "key");
    made_at = json_member(&root, "made_at");
    sha256 = json_member(&root, "sha256");
    form = json_member(&root, "v");
    version = json_member(&root, "version");
    read_code(&code, &s.code);
    s.document = json_get_code(&document, YM_VOCAB_DOCUMENT);
    s.key = (uint32_t)json_get_int(&key, 1, INT32_MAX);
    s.made_at = json_get_instant(&made_at);
    read_hex(&sha256, s.sha256, sizeof(s.sha256));
    (void)json_get_int(&form, 1, 1);
    s.version = (uint32_t)json_get_int(&version, 1, INT32_MAX);
    pass_over(&root);
    json_done(&root);
    err = end(doc, reterr);
    if (err == YM_E_OK)
        *ret = s;
    return err;
}

static void read_key(struct json_at *at, struct json_seal_key *ret)
{
    const struct json_at number = json_member(at, "number");
    const struct json_at open = json_member(at, "public_key");
    const struct json_at from = json_member(at, "valid_from");
    const struct json_at until = json_member(at, "valid_until");

    *ret = (struct json_seal_key){ .number = (uint32_t)json_get_int(&number, 1, INT32_MAX),
                                   .from = json_get_instant(&from),
                                   .until = YM_USEC_NONE };
    read_hex(&open, ret->open, sizeof(ret->open));
    if (!json_is_null(&until))
        ret->until = json_get_instant(&until);
    json_done(at);
}

enum ym_err json_seal_keys_read(struct ym_span text, struct json_seal_key ret[JSON_SEAL_KEYS_MAX],
                                size_t *ret_n, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, items;
    struct json_at it = { .doc = NULL };
    size_t n = 0;
    enum ym_err err = json_parse(text, JSON_SEAL_KEYS_BYTES_MAX, &doc, reterr);

    *ret_n = 0;
    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    items = json_member(&root, "items");
    (void)json_array(&items, 0, JSON_SEAL_KEYS_MAX);
    while (json_next(&items, &it) && n < JSON_SEAL_KEYS_MAX)
        read_key(&it, &ret[n++]);
    json_done(&root);
    err = end(doc, reterr);
    if (err == YM_E_OK)
        *ret_n = n;
    return err;
}
