/* SPDX-License-Identifier: Apache-2.0 */
#include "json/intake.h"

#include <string.h>

#include "json/read.h"
#include "json/write.h"
#include "yima/identity.h"
#include "yima/region.h"

#define DETAIL_BYTES_MAX 4096 /* of side and kind of YM_SEATS_MAX parties */

_Static_assert(YM_SEATS_MAX <= 32, "a set of seats is a uint32_t");

/* What is being read, and where its texts go. */
struct reading {
    struct ym_arena *arena;
    struct json_intake in;
    struct ym_party_words *parties; /* = in.parties, while they are being filled */
};

/* ---- Members ---- */

static struct ym_span none(void)
{
    return (struct ym_span){ NULL, 0 };
}

static struct ym_span line(struct reading *r, struct json_at *object, const char *key, size_t max)
{
    const struct json_at at = json_member(object, key);

    return ym_arena_text(r->arena, json_get_line(&at, 1, max));
}

static struct ym_span optional_line(struct reading *r, struct json_at *object, const char *key,
                                    size_t max)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? ym_arena_text(r->arena, json_get_line(&at, 1, max)) : none();
}

static uint8_t code(struct json_at *object, const char *key, enum ym_vocab_id vocab)
{
    const struct json_at at = json_member(object, key);

    return (uint8_t)json_get_code(&at, vocab);
}

static uint8_t level(struct json_at *object, const char *key)
{
    const struct json_at at = json_member(object, key);

    return (uint8_t)json_get_int(&at, 0, 3);
}

/* ---- Parties ---- */

/* A phone number is kept as it is dialled; whether it rings is for the person at the window. */
static struct ym_span phone(struct reading *r, struct json_at *object)
{
    const struct json_at at = json_optional(object, "phone");
    struct ym_span text;
    size_t digits = 0;

    if (!json_given(&at))
        return none();
    text = json_get_line(&at, JSON_PHONE_CHARS_MIN, JSON_PHONE_CHARS_MAX);
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.at[i];

        digits += c >= '0' && c <= '9';
        if ((c < '0' || c > '9') && c != '-' && (c != '+' || i > 0))
            json_refuse(&at, YM_E_UNPROCESSABLE,
                        "may hold digits and dashes, and a plus at its beginning");
    }
    if (digits < JSON_PHONE_CHARS_MIN)
        json_refuse(&at, YM_E_UNPROCESSABLE, "needs at least 5 digits");
    return ym_arena_text(r->arena, text);
}

static struct ym_span citizen(struct reading *r, const struct json_at *at, struct ym_span text)
{
    struct ym_citizen number;
    const enum ym_citizen_error error = ym_citizen_parse(text, &number);

    if (error == YM_CITIZEN_OK)
        return ym_arena_text(r->arena, ym_span_of(number.text));
    json_refuse(at, YM_E_UNPROCESSABLE, ym_citizen_error_text(error));
    return none();
}

static struct ym_span organisation(struct reading *r, const struct json_at *at, struct ym_span text)
{
    struct ym_uscc number;
    const enum ym_uscc_error error = ym_uscc_parse(text, &number);

    if (error == YM_USCC_OK)
        return ym_arena_text(r->arena, ym_span_of(number.text));
    json_refuse(at, YM_E_UNPROCESSABLE, ym_uscc_error_text(error));
    return none();
}

/* Which number it must be follows from the kind of party. */
static struct ym_span identity(struct reading *r, struct json_at *party, uint8_t kind)
{
    const struct json_at at = json_optional(party, "identity");
    const struct json_at kind_at = json_optional(party, "kind");
    struct ym_span text;

    if (!json_given(&at))
        return none();
    text = json_get_line(&at, 1, JSON_NAME_CHARS_MAX);
    if (!json_is_sound(&kind_at))
        return none();
    return kind == YM_PARTY_NATURAL ? citizen(r, &at, text) : organisation(r, &at, text);
}

static void read_party(struct reading *r, struct json_at *at, struct ym_party_words *p)
{
    struct json_at agent;

    p->side = code(at, "side", YM_VOCAB_SIDE);
    p->kind = code(at, "kind", YM_VOCAB_PARTY);
    p->name = line(r, at, "name", YM_NAME_CHARS_MAX);
    p->identity = identity(r, at, p->kind);
    p->phone = phone(r, at);
    p->address = optional_line(r, at, "address", JSON_ADDRESS_CHARS_MAX);
    agent = json_optional(at, "agent");
    if (json_given(&agent)) {
        p->agent = line(r, &agent, "name", YM_NAME_CHARS_MAX);
        p->agent_phone = phone(r, &agent);
        json_done(&agent);
    }
    json_done(at);
}

static void read_parties(struct reading *r, const struct json_at *at)
{
    struct ym_registration *const reg = &r->in.reg;
    const size_t n = json_array(at, 2, YM_SEATS_MAX);

    if (n == 0)
        return;
    r->parties = ym_arena_alloc(r->arena, n, sizeof(*r->parties));
    if (r->parties == NULL)
        return;
    for (struct json_at it = { 0 }; json_next(at, &it);) {
        const uint32_t seat = UINT32_C(1) << it.index;
        struct ym_party_words *const p = &r->parties[it.index];

        read_party(r, &it, p);
        if (p->side == YM_SIDE_CLAIMANT)
            reg->claimants |= seat;
        else if (p->side == YM_SIDE_RESPONDENT)
            reg->respondents |= seat;
    }
    if (json_is_sound(at) && (reg->claimants == 0 || reg->respondents == 0))
        json_refuse(at, YM_E_UNPROCESSABLE, "at least one must be a claimant and one a respondent");
    reg->seats = r->in.nparties = (uint8_t)n;
    r->in.parties = r->parties;
}

/* ---- The whole ---- */

static int64_t read_region(struct json_at *root)
{
    const struct json_at at = json_member(root, "region");
    int64_t region = 0;

    if (json_given(&at) && !ym_region_parse(json_get_line(&at, 1, YM_REGION_TEXT_MAX - 1), &region))
        json_refuse(&at, YM_E_UNPROCESSABLE,
                    "must be a division code of 2, 4, 6, 9 or 12 digits, as in \"330108\"");
    return region;
}

static void read_registration(struct reading *r, struct json_at *root)
{
    struct ym_registration *const reg = &r->in.reg;
    const struct json_at body = json_optional(root, "body");
    const struct json_at joint = json_optional(root, "joint");

    reg->type = code(root, "type", YM_VOCAB_TYPE);
    reg->channel = code(root, "channel", YM_VOCAB_CHANNEL);
    reg->source = code(root, "source", YM_VOCAB_SOURCE);
    reg->region = read_region(root);
    reg->body = json_given(&body) ? json_get_int64(&body, 1, INT64_MAX) : 0;
    reg->joint = json_given(&joint) && json_get_bool(&joint);
}

static void read_intake(struct reading *r, struct json_at *root)
{
    struct json_intake *const in = &r->in;
    const struct json_at description = json_member(root, "description");
    const struct json_at amount = json_optional(root, "amount_fen");
    const struct json_at parties = json_member(root, "parties");

    in->title = line(r, root, "title", YM_TITLE_CHARS_MAX);
    in->description =
        ym_arena_text(r->arena, json_get_text(&description, 0, YM_LONG_TEXT_CHARS_MAX));
    read_registration(r, root);
    in->procedure = optional_line(r, root, "procedure", JSON_PROCEDURE_REF_MAX);
    in->external_ref = optional_line(r, root, "external_ref", YM_EXTERNAL_REF_CHARS_MAX);
    in->amount_fen = json_given(&amount) ? json_get_int64(&amount, 0, YM_AMOUNT_FEN_MAX) : -1;
    in->harm = level(root, "harm");
    in->urgency = level(root, "urgency");
    in->scope = level(root, "scope");
    read_parties(r, &parties);
    json_done(root);
}

/* Side and kind of each seat: enough to read the event, and nothing of a person. */
struct ym_span json_intake_detail(const struct ym_party_words *parties, size_t n,
                                  struct ym_arena *arena)
{
    struct ym_span detail = none();
    struct ym_buf buf;
    struct json_out w = json_out(&buf);

    ym_buf_init(&buf, DETAIL_BYTES_MAX);
    json_put_object(&w);
    json_put_key(&w, "parties");
    json_put_array(&w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(&w);
        json_add_code(&w, "kind", YM_VOCAB_PARTY, parties[i].kind);
        json_add_code(&w, "side", YM_VOCAB_SIDE, parties[i].side);
        json_put_object_end(&w);
    }
    json_put_array_end(&w);
    json_put_object_end(&w);
    if (json_put_ok(&w))
        detail = ym_arena_text(arena, ym_buf_span(&buf));
    ym_buf_release(&buf);
    return detail;
}

enum ym_err json_intake_decode(struct ym_span body, struct ym_arena *arena, struct json_intake *ret,
                               struct ym_error *reterr)
{
    return json_intake_examine(body, arena, ret, NULL, reterr);
}

enum ym_err json_intake_examine(struct ym_span body, struct ym_arena *arena,
                                struct json_intake *ret, struct ym_mistakes *mistakes,
                                struct ym_error *reterr)
{
    struct reading r = { .arena = arena };
    struct json_doc *doc;
    struct json_at root;
    enum ym_err err = json_parse(body, JSON_INTAKE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    read_intake(&r, &root);
    err = json_result(doc, reterr);
    json_free(doc);
    /* A text that could not be copied reads as empty: what followed from that is not the fault. */
    if (err == YM_E_OK)
        r.in.detail = json_intake_detail(r.in.parties, r.in.nparties, arena);
    if (!ym_arena_ok(arena) || (err == YM_E_OK && r.in.detail.at == NULL))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the intake; try again later");
    if (err == YM_E_OK)
        *ret = r.in;
    return err;
}
