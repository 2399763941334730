/* SPDX-License-Identifier: Apache-2.0 */
#include "json/order.h"

#include <string.h>

#include "base/buf.h"
#include "json/intake.h"
#include "json/read.h"
#include "yima/identity.h"
#include "yima/region.h"

#define LEFT_OUT_MAX (YM_SEATS_MAX * 2 * (JSON_NAME_CHARS_MAX * 4 + 1)) /* bytes of left_out */

/* What is being read. */
struct reading {
    struct ym_arena *arena;
    const struct json_order_frame *frame;
    struct json_order in;
    struct ym_party_words *parties; /* room for YM_SEATS_MAX */
    struct ym_buf left_out;
};

static struct ym_span none(void)
{
    return (struct ym_span){ NULL, 0 };
}

/* The member, if it is there and not null: what exports of other systems hold where nothing is. */
static struct json_at wish(struct json_at *object, const char *key)
{
    struct json_at at = json_optional(object, key);

    if (json_given(&at) && json_is_null(&at))
        at.node = NULL;
    return at;
}

static struct ym_span wished_line(struct reading *r, struct json_at *object, const char *key,
                                  size_t max)
{
    const struct json_at at = wish(object, key);

    return json_given(&at) ? ym_arena_text(r->arena, json_get_line(&at, 1, max)) : none();
}

static uint8_t wished_level(struct json_at *object, const char *key)
{
    const struct json_at at = wish(object, key);

    return json_given(&at) ? (uint8_t)json_get_int(&at, 0, 3) : 0;
}

static bool wished_flag(struct json_at *object, const char *key, bool otherwise)
{
    const struct json_at at = wish(object, key);

    return json_given(&at) ? json_get_bool(&at) : otherwise;
}

/* ---- Parties ---- */

static void leave_out(struct reading *r, struct ym_span text)
{
    ym_buf_add(&r->left_out, text);
    ym_buf_putc(&r->left_out, '\n');
}

static struct ym_span identity(struct reading *r, struct json_at *party, uint8_t kind)
{
    const struct json_at at = wish(party, "identity");
    struct ym_citizen citizen;
    struct ym_uscc uscc;
    struct ym_span text;

    if (!json_given(&at))
        return none();
    text = json_get_line(&at, 0, JSON_NAME_CHARS_MAX);
    if (text.n == 0)
        return none();
    if (kind == YM_PARTY_NATURAL && ym_citizen_parse(text, &citizen) == YM_CITIZEN_OK)
        return ym_arena_text(r->arena, ym_span_of(citizen.text));
    if (kind == YM_PARTY_LEGAL && ym_uscc_parse(text, &uscc) == YM_USCC_OK)
        return ym_arena_text(r->arena, ym_span_of(uscc.text));
    leave_out(r, text);
    return none();
}

static bool is_phone(struct ym_span text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.n; i++) {
        const char c = text.at[i];

        if ((c < '0' || c > '9') && c != '-' && (c != '+' || i > 0))
            return false;
        digits += c >= '0' && c <= '9';
    }
    return digits >= JSON_PHONE_CHARS_MIN && text.n <= JSON_PHONE_CHARS_MAX;
}

static struct ym_span phone(struct reading *r, struct json_at *party)
{
    const struct json_at at = wish(party, "phone");
    struct ym_span text;

    if (!json_given(&at))
        return none();
    text = json_get_line(&at, 0, JSON_NAME_CHARS_MAX);
    if (text.n == 0)
        return none();
    if (is_phone(text))
        return ym_arena_text(r->arena, text);
    leave_out(r, text);
    return none();
}

static void read_party(struct reading *r, struct json_at *at, struct ym_party_words *p)
{
    const struct json_at side = json_member(at, "side");
    const struct json_at kind = wish(at, "kind");

    p->side = (uint8_t)json_get_code(&side, YM_VOCAB_SIDE);
    p->kind = json_given(&kind) ? (uint8_t)json_get_code(&kind, YM_VOCAB_PARTY) : YM_PARTY_NATURAL;
    p->name = wished_line(r, at, "name", YM_NAME_CHARS_MAX);
    p->identity = identity(r, at, p->kind);
    p->phone = phone(r, at);
    p->address = wished_line(r, at, "address", JSON_ADDRESS_CHARS_MAX);
    if (p->name.n == 0) {
        p->name = r->frame->nameless;
        r->in.lacks_parties = true;
    }
    json_done(at);
}

static bool has_side(const struct reading *r, uint8_t side)
{
    for (size_t i = 0; i < r->in.nparties; i++) {
        if (r->parties[i].side == side)
            return true;
    }
    return false;
}

static void stand_in(struct reading *r, uint8_t side, struct ym_span name)
{
    if (has_side(r, side) || r->in.nparties == YM_SEATS_MAX)
        return;
    r->parties[r->in.nparties++] =
        (struct ym_party_words){ .side = side, .kind = YM_PARTY_NATURAL, .name = name };
    r->in.lacks_parties = true;
}

static void read_parties(struct reading *r, struct json_at *root)
{
    const struct json_at at = wish(root, "parties");

    r->parties = ym_arena_alloc(r->arena, YM_SEATS_MAX, sizeof(*r->parties));
    if (r->parties == NULL)
        return;
    if (json_given(&at)) {
        /* Two seats are kept for sides that nobody sits on. */
        (void)json_array(&at, 0, YM_SEATS_MAX - 2);
        for (struct json_at it = { 0 }; r->in.nparties < YM_SEATS_MAX - 2 && json_next(&at, &it);)
            read_party(r, &it, &r->parties[r->in.nparties++]);
    }
    stand_in(r, YM_SIDE_CLAIMANT, r->frame->claimant);
    stand_in(r, YM_SIDE_RESPONDENT, r->frame->respondent);
    r->in.parties = r->parties;
}

/* ---- The whole ---- */

static int64_t read_region(struct json_at *root)
{
    const struct json_at at = wish(root, "region");
    int64_t region = 0;

    if (json_given(&at) && !ym_region_parse(json_get_line(&at, 1, YM_REGION_TEXT_MAX - 1), &region))
        json_refuse(&at, YM_E_UNPROCESSABLE,
                    "must be a division code of 2, 4, 6, 9 or 12 digits, as in \"330108\"");
    return region;
}

static ym_usec read_occurred(const struct reading *r, struct json_at *root)
{
    const struct json_at at = wish(root, "occurred_at");
    ym_usec occurred;

    if (!json_given(&at))
        return YM_USEC_NONE;
    occurred = json_get_instant(&at);
    if (json_is_sound(&at) && occurred > r->frame->now)
        json_refuse(&at, YM_E_UNPROCESSABLE, "may not lie ahead: compare the clocks");
    return occurred;
}

static void read_order(struct reading *r, struct json_at *root)
{
    const struct json_at reference = json_member(root, "external_ref");
    const struct json_at title = json_member(root, "title");
    const struct json_at description = wish(root, "description");
    const struct json_at amount = wish(root, "amount_fen");
    struct json_order *const in = &r->in;

    in->reference =
        ym_arena_text(r->arena, json_get_line(&reference, 1, YM_EXTERNAL_REF_CHARS_MAX));
    in->title = ym_arena_text(r->arena, json_get_line(&title, 1, YM_TITLE_CHARS_MAX));
    in->description =
        json_given(&description)
            ? ym_arena_text(r->arena, json_get_text(&description, 0, YM_LONG_TEXT_CHARS_MAX))
            : YM_SPAN("");
    in->kind = wished_line(r, root, "external_type", JSON_ORDER_CODE_CHARS);
    in->amount_fen = json_given(&amount) ? json_get_int64(&amount, 0, YM_AMOUNT_FEN_MAX) : -1;
    in->region = read_region(root);
    in->occurred_at = read_occurred(r, root);
    in->harm = wished_level(root, "harm");
    in->urgency = wished_level(root, "urgency");
    in->scope = wished_level(root, "scope");
    in->joint = wished_flag(root, "joint", false);
    in->wants_status = wished_flag(root, "status_wanted", true);
    read_parties(r, root);
    json_done(root);
}

enum ym_err json_order_read(struct ym_span text, const struct json_order_frame *frame,
                            struct ym_arena *arena, struct json_order *ret,
                            struct ym_mistakes *mistakes, struct ym_error *reterr)
{
    struct reading r = { .arena = arena, .frame = frame };
    struct json_doc *doc;
    struct json_at root;
    enum ym_err err = json_parse(text, JSON_ORDER_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    ym_buf_init(&r.left_out, LEFT_OUT_MAX);
    json_gather(doc, mistakes);
    root = json_root(doc);
    read_order(&r, &root);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err == YM_E_OK) {
        r.in.left_out = ym_arena_text(arena, ym_buf_span(&r.left_out));
        r.in.detail = json_intake_detail(r.in.parties, r.in.nparties, arena);
    }
    if (!ym_arena_ok(arena) || !ym_buf_ok(&r.left_out) ||
        (err == YM_E_OK && r.in.detail.at == NULL))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the order; send it again later");
    ym_buf_release(&r.left_out);
    if (err == YM_E_OK)
        *ret = r.in;
    return err;
}
