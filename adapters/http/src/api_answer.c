/* SPDX-License-Identifier: Apache-2.0 */
/* What came of a command. Everything derives from the event and its rule, so that the answer to a
 * repeated request has the same bytes as the first one had. */
#include "api_private.h"

/* The procedure whose states the event names: after a migration the one moved to. */
static const struct ym_procedure *procedure_of(const struct api *api, const struct app_outcome *out)
{
    const bool moves = out->event != NULL && out->event->c.kind == YM_CMD_MIGRATE;

    return ym_procedures_get(api->config.procedures,
                             moves ? out->event->c.reg.procedure : out->procedure);
}

static void put_where(struct json_out *w, const struct ym_procedure *p, const struct ym_event *ev)
{
    const uint8_t main = ev->to[YM_TRACK_MAIN];

    if (p != NULL && main < p->nstates)
        api_put_standing(w, p->states[main].colour, p->states[main].stage);
    else
        api_put_standing(w, YM_COLOUR_NONE, YM_STAGE_NONE);
    api_put_states(w, "states", p, ev->to);
}

void api_put_outcome(struct json_out *w, const struct api *api, const struct app_outcome *out)
{
    const struct ym_event *ev = out->event;
    const struct ym_procedure *p = procedure_of(api, out);
    const struct ym_rule *rule = p != NULL ? ym_procedure_rule(p, out->rule) : NULL;

    api_put_number(w, ev->dispute);
    json_add_int(w, "version", out->version);
    json_add_code(w, "command", YM_VOCAB_COMMAND, ev->c.kind);
    json_add_instant(w, "at", ev->c.at);
    json_add_int(w, "rule", out->rule);
    json_add_word(w, "source", rule != NULL ? rule->source : "");
    api_put_procedure(w, p);
    put_where(w, p, ev);
    api_put_clocks(w, p, ev->clocks, ev->nclocks);
    api_put_words(w, "documents", YM_VOCAB_DOCUMENT, rule != NULL ? rule->documents : 0);
    if (ev->c.kind == YM_CMD_REGISTER || ev->c.kind == YM_CMD_REISSUE_CODE)
        api_put_code(w, api, &out->token);
}

static void put_fields(struct json_out *w, uint64_t fields)
{
    json_put_key(w, "fields");
    json_put_array(w);
    for (int f = 0; f < YM_FIELD_COUNT; f++) {
        if ((fields & (UINT64_C(1) << f)) != 0)
            api_put_word(w, YM_VOCAB_FIELD, f);
    }
    json_put_array_end(w);
}

void api_put_refusal(struct json_out *w, const struct api *api, const struct app_outcome *out)
{
    const struct ym_procedure *p = ym_procedures_get(api->config.procedures, out->procedure);
    const struct ym_rule *rule =
        p != NULL && out->rule != 0 ? ym_procedure_rule(p, out->rule) : NULL;

    if (out->err == YM_E_REFUSED) {
        json_put_key(w, "refusal");
        api_put_word(w, YM_VOCAB_REFUSAL, out->refusal);
        put_fields(w, out->missing);
        json_add_int(w, "rule", out->rule);
        json_add_word(w, "source", rule != NULL ? rule->source : "");
    }
    if (out->version != 0)
        json_add_int(w, "version", out->version);
}

void api_outcome_error(const struct app_outcome *out, struct ym_error *ret)
{
    if (out->err != YM_E_REFUSED) {
        (void)ym_fail(ret, out->err, "%s", out->text);
        return;
    }
    /* That it is the role or the relation which is wrong is no matter of the stage. */
    (void)ym_fail(ret,
                  out->refusal == YM_REFUSAL_ROLE || out->refusal == YM_REFUSAL_RELATION
                      ? YM_E_FORBIDDEN
                      : YM_E_REFUSED,
                  "%s; GET /api/v1/disputes/{id}/commands lists what may be done now",
                  ym_word(YM_VOCAB_REFUSAL, out->refusal)->en);
}
