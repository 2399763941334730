/* SPDX-License-Identifier: Apache-2.0 */
#include "json/command.h"
#include "json/write.h"
#include "scan.h"

/* One JSON value, so that it cannot break out of its place. */
static bool is_json(struct ym_span value)
{
    size_t nodes;

    return json_scan(value, JSON_COMMAND_BYTES_MAX, &nodes, NULL) == YM_E_OK;
}

/* Numbers and lists stand as they are typed, the rest is text. What is typed wrong becomes a text
 * too, and the decoder says what was expected. */
static void put_value(struct json_out *w, enum ym_field field, struct ym_span value)
{
    const enum ym_field_kind kind = ym_field_kind(field);

    if ((kind == YM_KIND_INT || kind == YM_KIND_LIST) && is_json(value))
        json_put_raw(w, value);
    else
        json_put_text(w, value);
}

enum ym_err json_command_from_words(const struct json_words *words, struct ym_arena *arena,
                                    struct json_command *ret, struct ym_error *reterr)
{
    struct ym_buf body;
    struct json_out w = json_out(&body);
    enum ym_err err;

    ym_buf_init(&body, JSON_COMMAND_BYTES_MAX);
    json_put_object(&w);
    json_add_text(&w, "command", words->command);
    if (words->version > 0)
        json_add_int(&w, "version", words->version);
    for (size_t i = 0; i < words->n; i++) {
        const int field = ym_vocab_find(YM_VOCAB_FIELD, words->pairs[i].key);

        if (field < 0) {
            err = ym_fail(reterr, YM_E_INVALID, "word %zu: no field has this name; see `--help`",
                          i + 1);
            goto out;
        }
        json_put_key(&w, ym_word(YM_VOCAB_FIELD, field)->code);
        put_value(&w, (enum ym_field)field, words->pairs[i].value);
    }
    json_put_object_end(&w);
    if (json_put_ok(&w))
        err = json_command_decode(ym_buf_span(&body), arena, ret, reterr);
    else
        err =
            ym_fail(reterr, YM_E_INVALID, "the words are not UTF-8 or pass %d bytes; shorten them",
                    JSON_COMMAND_BYTES_MAX);
out:
    ym_buf_release(&body);
    return err;
}
