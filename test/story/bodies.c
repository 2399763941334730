/* SPDX-License-Identifier: Apache-2.0 */
#include "bodies.h"

#include "json/write.h"
#include "translate.h"
#include "yima/region.h"

static void put_parties(struct json_out *w, enum ym_side side, int n)
{
    for (int i = 0; i < n; i++) {
        json_put_object(w);
        json_add_code(w, "side", YM_VOCAB_SIDE, (int)side);
        json_add_code(w, "kind", YM_VOCAB_PARTY, YM_PARTY_NATURAL);
        json_add_word(w, "name", "某人");
        json_put_object_end(w);
    }
}

bool body_write_intake(struct ym_buf *buf, const struct story_act *act)
{
    const struct story_intake *const in = &act->intake;
    struct json_out w = json_out(buf);
    char region[YM_REGION_TEXT_MAX];

    ym_region_print(STORY_REGION, region);
    json_put_object(&w);
    json_add_word(&w, "title", "某纠纷");
    json_add_word(&w, "description", "");
    json_add_code(&w, "type", YM_VOCAB_TYPE, (int)in->type);
    json_add_code(&w, "channel", YM_VOCAB_CHANNEL, (int)in->channel);
    json_add_code(&w, "source", YM_VOCAB_SOURCE, (int)in->source);
    json_add_word(&w, "region", region);
    json_add_int64(&w, "body", story_receiver(in)->id);
    json_add_bool(&w, "joint", in->joint);
    json_add_int(&w, "harm", in->harm);
    json_add_int(&w, "urgency", in->urgency);
    json_add_int(&w, "scope", in->scope);
    json_put_key(&w, "parties");
    json_put_array(&w);
    put_parties(&w, YM_SIDE_CLAIMANT, in->claimants);
    put_parties(&w, YM_SIDE_RESPONDENT, in->respondents);
    put_parties(&w, YM_SIDE_THIRD, in->thirds);
    json_put_array_end(&w);
    json_put_object_end(&w);
    return json_put_ok(&w);
}

bool body_write_command(struct ym_buf *buf, const struct story_act *act)
{
    struct json_pair pairs[STORY_FIELDS_MAX];
    char numbers[STORY_FIELDS_MAX][24];
    struct json_out w = json_out(buf);

    if (!story_resolve(act, pairs, numbers))
        return false;
    json_put_object(&w);
    json_add_code(&w, "command", YM_VOCAB_COMMAND, (int)act->command);
    for (size_t i = 0; i < act->nfields; i++) {
        const int field = ym_vocab_find(YM_VOCAB_FIELD, pairs[i].key);

        if (field < 0)
            return false;
        json_put_key(&w, ym_word(YM_VOCAB_FIELD, field)->code);
        if (ym_field_kind((enum ym_field)field) == YM_KIND_INT ||
            ym_field_kind((enum ym_field)field) == YM_KIND_LIST)
            json_put_raw(&w, pairs[i].value);
        else
            json_put_text(&w, pairs[i].value);
    }
    json_put_object_end(&w);
    return json_put_ok(&w);
}
