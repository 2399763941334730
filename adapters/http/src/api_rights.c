/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/rights: the whole of role × right and role × command × relation, as it is judged. */
#include "api_session.h"

static void put_roles(struct json_out *w)
{
    json_put_key(w, "roles");
    json_put_array(w);
    for (int i = 0; i < YM_ROLE_COUNT; i++) {
        const struct ym_word *word = ym_word(YM_VOCAB_ROLE, i);
        static const char *const relations[YM_REL_COUNT] = {
            [YM_REL_SEAT] = "seat",   [YM_REL_ASSIGNED] = "assigned", [YM_REL_BODY] = "body",
            [YM_REL_COURT] = "court", [YM_REL_REGION] = "region",     [YM_REL_ANY] = "any",
        };

        json_put_object(w);
        json_put_names(w, word);
        json_add_word(w, "relation", relations[ym_role_relation((enum ym_role)i)]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_rights(struct json_out *w)
{
    json_put_key(w, "rights");
    json_put_array(w);
    for (int i = APP_RIGHT_NONE + 1; i < APP_RIGHT_COUNT; i++) {
        const struct app_right_row *row = app_right_row((enum app_right)i);

        json_put_object(w);
        json_add_word(w, "code", row->code);
        json_add_word(w, "zh", row->zh);
        json_add_word(w, "en", row->en);
        json_add_codes(w, "roles", YM_VOCAB_ROLE, row->roles);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* Who may send a command in some state; when it may be sent is for GET …/commands of a dispute. */
static uint32_t roles_of(const struct ym_procedure *p, int command)
{
    uint32_t roles = 0;

    for (unsigned i = 0; i < p->nrules; i++) {
        if (p->rules[i].on == command && p->rules[i].refuse == YM_REFUSAL_NONE)
            roles |= p->rules[i].roles;
    }
    return roles;
}

static void put_procedure(struct json_out *w, const struct ym_procedure *p)
{
    json_put_object(w);
    api_put_procedure(w, p);
    json_put_key(w, "commands");
    json_put_array(w);
    for (int i = 0; i < ym_vocab(YM_VOCAB_COMMAND)->count; i++) {
        json_put_object(w);
        json_add_code(w, "command", YM_VOCAB_COMMAND, i);
        json_add_codes(w, "roles", YM_VOCAB_ROLE, roles_of(p, i));
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_put_object_end(w);
}

void api_get_rights(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL)
        return;
    json_put_object(&op->w);
    put_roles(&op->w);
    put_rights(&op->w);
    json_put_key(&op->w, "procedures");
    json_put_array(&op->w);
    for (int i = 1; i <= YM_PROCEDURES_MAX; i++) {
        const struct ym_procedure *p = ym_procedures_get(api->config.procedures, (uint16_t)i);

        if (p != NULL)
            put_procedure(&op->w, p);
    }
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}
