/* SPDX-License-Identifier: Apache-2.0 */
/* Server-sent events in words. Nothing here names a person, an amount or a reason. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "json/write.h"
#include "stream.h"
#include "yima/base32.h"
#include "yima/number.h"
#include "yima/region.h"

#define VERSION_CHARS 7

void stream_id_print(uint64_t epoch, struct app_place place, char ret[STREAM_ID_CHARS + 1])
{
    char *at = ret;

    _Static_assert(3 * YM_BASE32_WORD + VERSION_CHARS == STREAM_ID_CHARS, "the parts of an id");
    ym_base32_encode(epoch, YM_BASE32_WORD, at);
    at += YM_BASE32_WORD;
    ym_base32_encode(place.turn, YM_BASE32_WORD, at);
    at += YM_BASE32_WORD;
    ym_base32_encode((uint64_t)place.dispute, YM_BASE32_WORD, at);
    at += YM_BASE32_WORD;
    ym_base32_encode(place.version, VERSION_CHARS, at);
    at[VERSION_CHARS] = '\0';
}

/* The next n characters as a number of at most max. */
static bool take_number(struct ym_span *text, size_t n, uint64_t max, uint64_t *ret)
{
    const struct ym_span part = { text->at, n };

    *text = (struct ym_span){ text->at + n, text->n - n };
    return ym_base32_decode(part, ret) && *ret <= max;
}

bool stream_id_parse(struct ym_span text, struct stream_mark *ret)
{
    uint64_t epoch, turn, dispute, version;

    if (text.n != STREAM_ID_CHARS || !take_number(&text, YM_BASE32_WORD, UINT64_MAX, &epoch) ||
        !take_number(&text, YM_BASE32_WORD, INT64_MAX, &turn) ||
        !take_number(&text, YM_BASE32_WORD, INT64_MAX, &dispute) ||
        !take_number(&text, VERSION_CHARS, INT32_MAX, &version))
        return false;
    ret->epoch = epoch;
    ret->place = (struct app_place){ turn, (int64_t)dispute, (uint32_t)version };
    return true;
}

static void put_data(struct json_out *w, const struct app_change *c)
{
    char text[YM_NUMBER_TEXT_MAX + YM_REGION_TEXT_MAX];

    json_put_object(w);
    ym_number_compact(c->keys.dispute, text);
    json_add_word(w, "id", text);
    ym_number_print(c->keys.dispute, text);
    json_add_word(w, "number", text);
    json_add_int(w, "version", c->version);
    json_add_code(w, "command", YM_VOCAB_COMMAND, c->command);
    json_add_instant(w, "at", c->at);
    json_add_code(w, "colour", YM_VOCAB_COLOUR, c->keys.colour);
    json_add_code(w, "stage", YM_VOCAB_STAGE, c->stage);
    json_add_code(w, "type", YM_VOCAB_TYPE, c->keys.type);
    json_add_bool(w, "open", c->is_open);
    ym_region_print(c->keys.region, text);
    json_add_word(w, "region", text);
    json_add_int64(w, "body", c->keys.body);
    json_add_instant(w, "due", c->due_at);
    json_put_object_end(w);
}

bool stream_text_reserve(struct stream *s)
{
    ym_buf_init(&s->words, STREAM_TEXT_MAX);
    for (size_t i = 0; i < STREAM_TEXT_MAX; i++)
        ym_buf_putc(&s->words, ' ');
    return ym_buf_ok(&s->words);
}

void stream_text_change(struct stream *s, const struct app_change *change, struct ring_slot *ret)
{
    char id[STREAM_ID_CHARS + 1];
    struct ym_buf *b = &s->words;
    struct json_out w;

    ym_buf_clear(b);
    stream_id_print(s->epoch, change->place, id);
    ym_buf_printf(b, "id: %s\nevent: change\ndata: ", id);
    w = json_out(b);
    put_data(&w, change);
    ym_buf_puts(b, "\n\n");
    assert(ym_buf_ok(b)); /* the memory is there, and no change is longer */
    ret->place = change->place;
    ret->keys = change->keys;
    ret->n = (uint16_t)b->n;
    memcpy(ret->text, b->at, b->n);
}

size_t stream_text_ready(const struct stream *s, unsigned retry_ms, char ret[STREAM_WORDS_MAX])
{
    char id[STREAM_ID_CHARS + 1];
    int n;

    stream_id_print(s->epoch, s->place, id);
    n = snprintf(ret, STREAM_WORDS_MAX,
                 "retry: %u\nid: %s\nevent: ready\ndata: {\"heartbeat_ms\":%" PRIu32 "}\n\n",
                 retry_ms, id, s->config.heartbeat_ms);
    assert(n > 0);
    assert(n < STREAM_WORDS_MAX);
    return (size_t)n;
}

size_t stream_text_resync(const struct stream *s, enum stream_reason reason,
                          char ret[STREAM_WORDS_MAX])
{
    static const char *const words[] = {
#define X(name, text) [STREAM_##name] = text,
        STREAM_REASONS(X)
#undef X
    };
    char id[STREAM_ID_CHARS + 1];
    int n;

    stream_id_print(s->epoch, s->place, id);
    n = snprintf(ret, STREAM_WORDS_MAX, "id: %s\nevent: resync\ndata: {\"reason\":\"%s\"}\n\n", id,
                 words[reason]);
    assert(n > 0);
    assert(n < STREAM_WORDS_MAX);
    return (size_t)n;
}

/* A comment, and behind it the place: a viewer that is seldom meant resumes from near by. An event
 * without data is not dispatched, but its id counts (HTML, 9.2.6). */
size_t stream_text_heartbeat(const struct stream *s, char ret[STREAM_WORDS_MAX])
{
    char id[STREAM_ID_CHARS + 1];
    int n;

    stream_id_print(s->epoch, s->place, id);
    n = snprintf(ret, STREAM_WORDS_MAX, ":\nid: %s\n\n", id);
    assert(n > 0);
    assert(n < STREAM_WORDS_MAX);
    return (size_t)n;
}

size_t stream_text_end(char ret[STREAM_WORDS_MAX])
{
    static const char text[] = "event: end\ndata: {\"reason\":\"credentials\"}\n\n";

    memcpy(ret, text, sizeof(text));
    return sizeof(text) - 1;
}
