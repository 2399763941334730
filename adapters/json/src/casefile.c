/* SPDX-License-Identifier: Apache-2.0 */
#include "json/casefile.h"

#include "json/read.h"

#define KIND_CHARS_MAX 20
#define CODE_CHARS_MAX 32 /* of an access code as typed */

static struct ym_span read_text(const struct json_at *at, size_t min, size_t max,
                                struct ym_arena *arena)
{
    return ym_arena_text(arena, json_get_text(at, min, max));
}

static uint8_t read_seat(const struct json_at *at)
{
    return (uint8_t)json_get_int(at, 0, YM_SEATS_MAX - 1);
}

/* Free the document; what it said, if the arena held it. */
static enum ym_err end(struct json_doc *doc, const struct ym_arena *arena, struct ym_error *reterr)
{
    enum ym_err err = json_result(doc, reterr);

    json_free(doc);
    if (err == YM_E_OK && arena != NULL && !ym_arena_ok(arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the body needs more memory than one may have");
    return err;
}

static enum ym_err begin(struct ym_span text, struct ym_mistakes *mistakes, struct json_doc **ret,
                         struct ym_error *reterr)
{
    enum ym_err err;

    ym_mistakes_clear(mistakes);
    err = json_parse(text, JSON_CASEFILE_BYTES_MAX, ret, reterr);
    if (err == YM_E_OK)
        json_gather(*ret, mistakes);
    return err;
}

enum ym_err json_note_read(struct ym_span text, struct ym_arena *arena, struct json_note *ret,
                           struct ym_mistakes *mistakes, struct ym_error *reterr)
{
    struct json_note n = { .seat = YM_SEATS_MAX };
    struct json_doc *doc;
    struct json_at root, kind, words, seat, corrects;
    enum ym_err err = begin(text, mistakes, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    kind = json_member(&root, "kind");
    words = json_member(&root, "text");
    seat = json_optional(&root, "seat");
    corrects = json_optional(&root, "corrects");
    n.kind = ym_arena_text(arena, json_get_line(&kind, 1, KIND_CHARS_MAX));
    n.text = read_text(&words, 1, JSON_NOTE_CHARS_MAX, arena);
    if (json_given(&seat) && !json_is_null(&seat))
        n.seat = read_seat(&seat);
    if (json_given(&corrects) && !json_is_null(&corrects))
        n.corrects = json_get_int64(&corrects, 1, INT64_MAX);
    json_done(&root);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = n;
    return err;
}

/* A set of different seats. */
static uint32_t read_seats(struct json_at *root)
{
    const struct json_at seats = json_member(root, "seats");
    struct json_at it = { .doc = NULL };
    uint32_t set = 0;

    if (json_array(&seats, 1, YM_SEATS_MAX) == 0)
        return 0;
    while (json_next(&seats, &it)) {
        const uint32_t bit = UINT32_C(1) << read_seat(&it);

        if ((set & bit) != 0 && json_is_sound(&it))
            json_refuse(&it, YM_E_UNPROCESSABLE, "names each seat once");
        set |= bit;
    }
    return set;
}

enum ym_err json_appointment_read(struct ym_span text, bool is_change, struct ym_arena *arena,
                                  struct json_appointment *ret, struct ym_mistakes *mistakes,
                                  struct ym_error *reterr)
{
    struct json_appointment a = { .at = 0 };
    struct json_doc *doc;
    struct json_at root, at, minutes, place, note, reason;
    enum ym_err err = begin(text, mistakes, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    at = json_member(&root, "at");
    minutes = json_member(&root, "minutes");
    place = json_member(&root, "place");
    note = json_optional(&root, "note");
    a.at = json_get_instant(&at);
    a.minutes = (int16_t)json_get_int(&minutes, 1, JSON_MINUTES_MAX);
    a.place = ym_arena_text(arena, json_get_line(&place, 1, JSON_PLACE_CHARS_MAX));
    if (json_given(&note) && !json_is_null(&note))
        a.note = read_text(&note, 0, JSON_PLACE_CHARS_MAX, arena);
    a.seats = read_seats(&root);
    if (is_change) {
        reason = json_member(&root, "reason");
        a.reason = read_text(&reason, 1, JSON_PLACE_CHARS_MAX, arena);
    }
    json_done(&root);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = a;
    return err;
}

enum ym_err json_reason_read(struct ym_span text, struct ym_arena *arena, struct ym_span *ret,
                             struct ym_mistakes *mistakes, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, reason;
    struct ym_span words;
    enum ym_err err = begin(text, mistakes, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    reason = json_member(&root, "reason");
    words = read_text(&reason, 1, JSON_PLACE_CHARS_MAX, arena);
    json_done(&root);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = words;
    return err;
}

enum ym_err json_seat_read(struct ym_span text, uint8_t *ret, struct ym_mistakes *mistakes,
                           struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, at;
    uint8_t seat;
    enum ym_err err = begin(text, mistakes, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    at = json_member(&root, "seat");
    seat = read_seat(&at);
    json_done(&root);
    err = end(doc, NULL, reterr);
    if (err == YM_E_OK)
        *ret = seat;
    return err;
}

enum ym_err json_entry_read(struct ym_span text, struct ym_arena *arena, struct ym_span *ret,
                            struct ym_mistakes *mistakes, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, code;
    struct ym_span words;
    enum ym_err err = begin(text, mistakes, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    code = json_member(&root, "code");
    words = read_text(&code, 0, CODE_CHARS_MAX, arena);
    json_done(&root);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = words;
    return err;
}
