/* SPDX-License-Identifier: Apache-2.0 */
/* The parties of a dispute, as far as this caller needs to know them.
 *
 *   who                               name  identity  phone   address
 *   a party, of itself; its agent     yes   full      full    full
 *   a party, of the others            yes   no        no      no
 *   assigned mediator, owning body    yes   masked    full    full
 *   the court of the dispute          yes   full      full    full
 *   everybody else who may read       yes   masked    masked  no
 *
 * Source: Personal Information Protection Law 6 (no more than the purpose needs). */
#include "api_private.h"
#include "loop/log.h"
#include "yima/number.h"

#define MASK_SHOWN 4 /* characters at the end of a masked number */

enum sight { SIGHT_NONE, SIGHT_MASKED, SIGHT_FULL };

struct eyes {
    enum sight identity, phone, address;
};

static struct eyes eyes_of(const struct ym_actor *a, const struct ym_dispute *d, int seat)
{
    switch (ym_role_relation((enum ym_role)a->role)) {
    case YM_REL_SEAT:
        if (a->seat == seat)
            return (struct eyes){ SIGHT_FULL, SIGHT_FULL, SIGHT_FULL };
        return (struct eyes){ SIGHT_NONE, SIGHT_NONE, SIGHT_NONE };
    case YM_REL_COURT:
        return (struct eyes){ SIGHT_FULL, SIGHT_FULL, SIGHT_FULL };
    case YM_REL_ASSIGNED:
    case YM_REL_BODY:
        return (struct eyes){ SIGHT_MASKED, SIGHT_FULL, SIGHT_FULL };
    case YM_REL_REGION:
        if (a->body != 0 && a->body == d->body)
            return (struct eyes){ SIGHT_MASKED, SIGHT_FULL, SIGHT_FULL };
        break;
    case YM_REL_ANY:
    case YM_REL_COUNT:
        break;
    }
    return (struct eyes){ SIGHT_MASKED, SIGHT_MASKED, SIGHT_NONE };
}

static struct ym_span masked(struct api_op *op, struct ym_span plain)
{
    char *text = ym_arena_alloc(&op->arena, plain.n + 1, 1);

    if (text == NULL)
        return YM_SPAN("");
    for (size_t i = 0; i < plain.n; i++)
        text[i] = i + MASK_SHOWN < plain.n ? '*' : plain.at[i];
    return (struct ym_span){ text, plain.n };
}

/* One party on its way into a reply. */
struct telling {
    struct api_op *op;
    struct app_sealed_at at; /* dispute and seat; the field as it comes */
    unsigned unreadable;     /* set of enum app_sealed: stored, and not to be opened */
};

/* Altered or moved by somebody, or the key file is another one: for the operator to look into. */
static void note_unreadable(struct telling *t, const struct ym_error *err)
{
    char number[YM_NUMBER_COMPACT_MAX];

    t->unreadable |= 1U << t->at.field;
    ym_number_compact(t->at.dispute, number);
    ym_log(t->op->api->config.log, ERROR, "a sealed field does not open",
           ym_log_text("dispute", number), ym_log_int("seat", t->at.seat),
           ym_log_text("field", app_sealed_code(t->at.field)), ym_log_text("why", err->text));
}

static struct ym_span sealed_field(const struct ym_party *p, enum app_sealed field)
{
    switch (field) {
    case APP_SEALED_IDENTITY:
        return p->identity;
    case APP_SEALED_PHONE:
        return p->phone;
    case APP_SEALED_ADDRESS:
        return p->address;
    case APP_SEALED_AGENT_PHONE:
        return p->agent_phone;
    case APP_SEALED_COUNT:
        break;
    }
    return (struct ym_span){ NULL, 0 };
}

static enum sight sight_of(struct eyes eyes, enum app_sealed field)
{
    if (field == APP_SEALED_IDENTITY)
        return eyes.identity;
    return field == APP_SEALED_ADDRESS ? eyes.address : eyes.phone;
}

struct ym_span api_party_field(struct api_op *op, const struct app_view *view, uint8_t seat,
                               enum app_sealed field)
{
    const struct app_secrets *s = op->api->config.secrets;
    const struct ym_span sealed = sealed_field(&view->parties[seat], field);
    const enum sight sight = sight_of(eyes_of(&op->caller->actor, &view->dispute, seat), field);
    struct telling t = { .op = op,
                         .at = { .dispute = view->dispute.id, .seat = seat, .field = field } };
    char room[APP_SEALED_LABEL_MAX];
    struct ym_span plain = { NULL, 0 };
    struct ym_error err;

    if (sealed.n == 0 || sight == SIGHT_NONE)
        return plain;
    if (s->unseal(s->ring, app_sealed_label(t.at, room), sealed, &op->arena, &plain, &err) !=
        YM_E_OK) {
        note_unreadable(&t, &err);
        return (struct ym_span){ NULL, 0 };
    }
    return sight == SIGHT_FULL ? plain : masked(op, plain);
}

/* A field that cannot be opened shows as null and is named in "unreadable": the rest of the file is
 * still needed. */
static void put_sealed(struct telling *t, enum app_sealed field, struct ym_span sealed,
                       enum sight sight)
{
    const struct app_secrets *s = t->op->api->config.secrets;
    struct json_out *w = &t->op->w;
    char room[APP_SEALED_LABEL_MAX];
    struct ym_span plain;
    struct ym_error err;

    t->at.field = field;
    if (sealed.n == 0 || sight == SIGHT_NONE) {
        json_add_null(w, app_sealed_code(field));
    } else if (s->unseal(s->ring, app_sealed_label(t->at, room), sealed, &t->op->arena, &plain,
                         &err) != YM_E_OK) {
        note_unreadable(t, &err);
        json_add_null(w, app_sealed_code(field));
    } else {
        json_add_text(w, app_sealed_code(field),
                      sight == SIGHT_FULL ? plain : masked(t->op, plain));
    }
}

static void put_unreadable(struct json_out *w, unsigned set)
{
    if (set == 0)
        return;
    json_put_key(w, "unreadable");
    json_put_array(w);
    for (int f = 0; f < APP_SEALED_COUNT; f++) {
        if ((set >> f & 1U) != 0)
            json_put_word(w, app_sealed_code((enum app_sealed)f));
    }
    json_put_array_end(w);
}

static void put_party(struct api_op *op, const struct ym_dispute *d, const struct ym_party *p,
                      int seat)
{
    const struct eyes eyes = eyes_of(&op->caller->actor, d, seat);
    struct telling t = { .op = op, .at = { .dispute = d->id, .seat = (uint8_t)seat } };

    json_put_object(&op->w);
    json_add_int(&op->w, "seat", seat);
    json_add_code(&op->w, "side", YM_VOCAB_SIDE, p->side);
    json_add_word(&op->w, "side_zh", ym_word(YM_VOCAB_SIDE, p->side)->zh);
    json_add_code(&op->w, "kind", YM_VOCAB_PARTY, p->kind);
    json_add_text(&op->w, "name", p->name);
    put_sealed(&t, APP_SEALED_IDENTITY, p->identity, eyes.identity);
    put_sealed(&t, APP_SEALED_PHONE, p->phone, eyes.phone);
    put_sealed(&t, APP_SEALED_ADDRESS, p->address, eyes.address);
    json_add_optional(&op->w, "agent", p->agent);
    put_sealed(&t, APP_SEALED_AGENT_PHONE, p->agent_phone, eyes.phone);
    put_unreadable(&op->w, t.unreadable);
    json_put_object_end(&op->w);
}

void api_put_parties(struct api_op *op, const struct app_view *view)
{
    json_put_key(&op->w, "parties");
    json_put_array(&op->w);
    for (int i = 0; i < view->nparties; i++)
        put_party(op, &view->dispute, &view->parties[i], i);
    json_put_array_end(&op->w);
}
