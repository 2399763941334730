/* SPDX-License-Identifier: Apache-2.0 */
#include "json/evidence.h"

#include "json/read.h"

#define WORD_CHARS_MAX 20
#define DIGEST_CHARS   64

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void read_digest(const struct json_at *at, unsigned char ret[32])
{
    const struct ym_span text = json_get_line(at, DIGEST_CHARS, DIGEST_CHARS);

    for (size_t i = 0; i + 1 < text.n; i += 2) {
        const int high = digit(text.at[i]);
        const int low = digit(text.at[i + 1]);

        if (high < 0 || low < 0) {
            json_refuse(at, YM_E_UNPROCESSABLE, "takes 64 lower-case hexadecimal digits");
            return;
        }
        ret[i / 2] = (unsigned char)(high << 4 | low);
    }
}

static bool read_flag(struct json_at *root, const char *key)
{
    const struct json_at at = json_optional(root, key);

    return json_given(&at) && json_get_bool(&at);
}

static void read_members(struct json_at *root, struct ym_arena *arena, struct json_evidence *e)
{
    const struct json_at name = json_member(root, "name");
    const struct json_at bytes = json_member(root, "bytes");
    const struct json_at sha256 = json_member(root, "sha256");
    const struct json_at kind = json_member(root, "kind");
    const struct json_at purpose = json_member(root, "purpose");
    const struct json_at seat = json_optional(root, "seat");

    e->name = ym_arena_text(arena, json_get_line(&name, 1, JSON_FILE_NAME_MAX));
    e->bytes = (uint32_t)json_get_int(&bytes, 1, JSON_FILE_BYTES_MAX);
    read_digest(&sha256, e->sha256);
    e->kind = ym_arena_text(arena, json_get_line(&kind, 1, WORD_CHARS_MAX));
    e->purpose = ym_arena_text(arena, json_get_line(&purpose, 1, WORD_CHARS_MAX));
    if (json_given(&seat) && !json_is_null(&seat))
        e->seat = (uint8_t)json_get_int(&seat, 0, YM_SEATS_MAX - 1);
    e->to_parties = read_flag(root, "parties");
    e->to_court = read_flag(root, "court");
}

enum ym_err json_evidence_read(struct ym_span text, struct ym_arena *arena,
                               struct json_evidence *ret, struct ym_mistakes *mistakes,
                               struct ym_error *reterr)
{
    struct json_evidence e = { .seat = YM_SEATS_MAX };
    struct json_doc *doc;
    struct json_at root;
    enum ym_err err;

    ym_mistakes_clear(mistakes);
    err = json_parse(text, JSON_EVIDENCE_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    read_members(&root, arena, &e);
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err == YM_E_OK && !ym_arena_ok(arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the body needs more memory than one may have");
    if (err == YM_E_OK)
        *ret = e;
    return err;
}
