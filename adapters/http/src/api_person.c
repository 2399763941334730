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
 * Source: domain.md 5; Personal Information Protection Law 6 (no more than the purpose needs). */
#include "api_private.h"

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

/* A field that cannot be opened shows as null: the rest of the file is still needed. */
static void put_sealed(struct api_op *op, const char *key, struct ym_span label,
                       struct ym_span sealed, enum sight sight)
{
    const struct app_secrets *s = op->api->config.secrets;
    struct ym_span plain;
    struct ym_error err;

    if (sealed.n == 0 || sight == SIGHT_NONE ||
        s->unseal(s->ring, label, sealed, &op->arena, &plain, &err) != YM_E_OK)
        json_add_null(&op->w, key);
    else
        json_add_text(&op->w, key, sight == SIGHT_FULL ? plain : masked(op, plain));
}

static void put_party(struct api_op *op, const struct ym_dispute *d, const struct ym_party *p,
                      int seat)
{
    const struct eyes eyes = eyes_of(&op->caller->actor, d, seat);

    json_put_object(&op->w);
    json_add_int(&op->w, "seat", seat);
    json_add_code(&op->w, "side", YM_VOCAB_SIDE, p->side);
    json_add_word(&op->w, "side_zh", ym_word(YM_VOCAB_SIDE, p->side)->zh);
    json_add_code(&op->w, "kind", YM_VOCAB_PARTY, p->kind);
    json_add_text(&op->w, "name", p->name);
    put_sealed(op, "identity", APP_LABEL_IDENTITY, p->identity, eyes.identity);
    put_sealed(op, "phone", APP_LABEL_PHONE, p->phone, eyes.phone);
    put_sealed(op, "address", APP_LABEL_ADDRESS, p->address, eyes.address);
    if (p->agent.n > 0)
        json_add_text(&op->w, "agent", p->agent);
    else
        json_add_null(&op->w, "agent");
    put_sealed(op, "agent_phone", APP_LABEL_PHONE, p->agent_phone, eyes.phone);
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
