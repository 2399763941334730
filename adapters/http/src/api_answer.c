/* SPDX-License-Identifier: Apache-2.0 */
/* What came of a command. Everything derives from the event and its rule, so that the answer to a
 * repeated request has the same bytes as the first one had. */
#include <stdio.h>
#include <string.h>

#include "api_private.h"
#include "app/casefile.h"
#include "yima/court_number.h"
#include "yima/identity.h"
#include "yima/number.h"

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
    api_put_clocks(w, api, p, ev->clocks, ev->nclocks);
    api_put_words(w, "documents", YM_VOCAB_DOCUMENT, rule != NULL ? rule->documents : 0);
    if (ev->c.kind == YM_CMD_REGISTER || ev->c.kind == YM_CMD_REISSUE_CODE)
        api_put_code(w, api, &out->token);
}

/* ---- What is wrong with a body ---- */

/* RFC 9457 shows pointers as URI fragments; the whole body is the empty one. */
static void put_pointer(struct json_out *w, const char *base, const char *place)
{
    char pointer[2 * YM_MISTAKE_PLACE_MAX];

    (void)snprintf(pointer, sizeof(pointer), "#%s%s", base, strcmp(place, "/") == 0 ? "" : place);
    json_add_word(w, "pointer", pointer);
}

/* What the engine says of numbers it says in Chinese, too. NULL: this text has none. */
static const char *chinese_of(const char *text)
{
    static const struct {
        const char *en, *zh;
    } texts[] = {
#define X(name, en, zh) { en, zh },
        YM_CITIZEN_ERRORS(X) YM_USCC_ERRORS(X) YM_NUMBER_ERRORS(X) YM_COURT_ERRORS(X)
#undef X
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (strcmp(texts[i].en, text) == 0)
            return texts[i].zh;
    }
    return NULL;
}

static void put_mistake(struct json_out *w, const char *base, const struct ym_mistake *mistake)
{
    json_put_object(w);
    put_pointer(w, base, mistake->place);
    json_add_word(w, "code", mistake->code);
    json_add_word(w, "detail", mistake->text);
    if (chinese_of(mistake->text) != NULL)
        json_add_word(w, "zh", chinese_of(mistake->text));
    if (mistake->vocabulary != YM_MISTAKE_NO_VOCABULARY) {
        const struct ym_vocab *vocab = ym_vocab((enum ym_vocab_id)mistake->vocabulary);

        json_put_key(w, "allowed");
        json_put_array(w);
        for (int i = 0; i < vocab->count; i++)
            json_put_word(w, vocab->words[i].code);
        json_put_array_end(w);
    }
    json_put_object_end(w);
}

void api_put_mistakes(struct json_out *w, const struct ym_mistakes *mistakes, const char *base,
                      size_t max)
{
    if (mistakes->n == 0)
        return;
    json_put_key(w, "errors");
    json_put_array(w);
    for (size_t i = 0; i < mistakes->n && i < max; i++)
        put_mistake(w, base, &mistakes->at[i]);
    json_put_array_end(w);
    if (mistakes->is_cut || mistakes->n > max)
        json_add_bool(w, "more_errors", true);
}

/* ---- Refusals ---- */

static const char *mistake_code(uint8_t refusal)
{
    if (refusal == YM_REFUSAL_FIELD_MISSING)
        return "missing";
    return refusal == YM_REFUSAL_FIELD_UNKNOWN ? "unknown_member" : "value";
}

/* The fields that the procedure finds missing, unknown or wrong, as mistakes of the body. */
static void put_field_errors(struct json_out *w, const struct app_outcome *out)
{
    if (out->missing == 0)
        return;
    json_put_key(w, "errors");
    json_put_array(w);
    for (int f = 0; f < YM_FIELD_COUNT; f++) {
        const struct ym_word *word = ym_word(YM_VOCAB_FIELD, f);
        char place[YM_MISTAKE_PLACE_MAX];

        if ((out->missing & (UINT64_C(1) << f)) == 0)
            continue;
        (void)snprintf(place, sizeof(place), "/%s", word->code);
        json_put_object(w);
        put_pointer(w, "", place);
        json_add_word(w, "code", mistake_code(out->refusal));
        json_add_word(w, "detail", ym_word(YM_VOCAB_REFUSAL, out->refusal)->en);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static const struct ym_rule *rule_of(const struct api *api, const struct app_outcome *out)
{
    const struct ym_procedure *p = ym_procedures_get(api->config.procedures, out->procedure);

    return p != NULL && out->rule != 0 ? ym_procedure_rule(p, out->rule) : NULL;
}

/* A code that does not speak for its party: which, and where to get another. */
static void put_code_bar(struct json_out *w, uint8_t bar)
{
    const struct ym_word *word = app_code_bar_word(bar);
    char zh[256];

    (void)snprintf(
        zh, sizeof(zh),
        "%s，只有当事人本人能做的事不能凭它办理：请向窗口或调解组织的其他工作人员换领通行码，"
        "或者到窗口办理。",
        word->zh);
    json_add_word(w, "reason", word->code);
    json_add_word(w, "zh", zh);
}

void api_put_refusal(struct json_out *w, const struct api *api, const struct app_outcome *out)
{
    const struct ym_rule *rule = rule_of(api, out);

    if (out->err == YM_E_REFUSED) {
        json_put_key(w, "refusal");
        api_put_word(w, YM_VOCAB_REFUSAL, out->refusal);
        api_put_words(w, "fields", YM_VOCAB_FIELD, out->missing);
        put_field_errors(w, out);
        if (out->refusal == YM_REFUSAL_ROLE && rule != NULL)
            api_put_words(w, "roles", YM_VOCAB_ROLE, rule->roles);
        json_add_int(w, "rule", out->rule);
        json_add_word(w, "source", rule != NULL ? rule->source : "");
    }
    if (out->code_bar != APP_CODE_NO_BAR)
        put_code_bar(w, out->code_bar);
    if (out->version != 0)
        json_add_int(w, "version", out->version);
}

/* ": reason, ground": the words of a set behind a sentence, as many as fit. */
static void print_words(enum ym_vocab_id vocab, uint64_t set, char *ret, size_t cap)
{
    size_t n = 0;

    ret[0] = '\0';
    for (int i = 0; i < ym_vocab(vocab)->count && n < cap; i++) {
        if ((set & (UINT64_C(1) << i)) != 0)
            n += (size_t)snprintf(ret + n, cap - n, "%s%s", n == 0 ? ": " : ", ",
                                  ym_word(vocab, i)->code);
    }
}

static void role_error(const struct api *api, const struct app_outcome *out, struct ym_error *ret)
{
    const struct ym_rule *rule = rule_of(api, out);
    char roles[320];

    print_words(YM_VOCAB_ROLE, rule != NULL ? rule->roles : 0, roles, sizeof(roles));
    (void)ym_fail(ret, YM_E_FORBIDDEN, "%s; it is for%s",
                  ym_word(YM_VOCAB_REFUSAL, out->refusal)->en,
                  roles[0] != '\0' ? roles : " others");
}

/* Where to go on from a refusal. */
static const char *next_of(enum ym_refusal refusal)
{
    switch ((int)refusal) {
    case YM_REFUSAL_NO_DEADLINE:
        return "GET /api/v1/disputes/{id}/commands lists the running ones that may be moved, under "
               "the field deadline of reschedule";
    case YM_REFUSAL_DAY_OVER_CAP:
        return "GET /api/v1/disputes/{id}/commands names the latest_day of each deadline, under "
               "the field deadline of reschedule";
    case YM_REFUSAL_CONSENT_NEEDED:
        return "ask for an extension (ask_extension) and let both sides consent to it "
               "(consent_extension)";
    default:
        return "GET /api/v1/disputes/{id}/commands lists what may be done now";
    }
}

void api_outcome_error(const struct api *api, const struct app_outcome *out, struct ym_error *ret)
{
    char fields[320];

    if (out->code_bar != APP_CODE_NO_BAR) {
        (void)ym_fail(ret, out->err,
                      "%s, and this is for the party itself: ask the window, or somebody else at "
                      "the body, for another code, or do it at the window",
                      app_code_bar_word(out->code_bar)->en);
        return;
    }
    if (out->err != YM_E_REFUSED) {
        (void)ym_fail(ret, out->err, "%s", out->text);
        return;
    }
    if (out->refusal == YM_REFUSAL_ROLE) {
        role_error(api, out, ret);
        return;
    }
    print_words(YM_VOCAB_FIELD, out->missing, fields, sizeof(fields));
    /* That it is the relation which is wrong is no matter of the stage. */
    (void)ym_fail(ret, out->refusal == YM_REFUSAL_RELATION ? YM_E_FORBIDDEN : YM_E_REFUSED,
                  "%s%s; %s", ym_word(YM_VOCAB_REFUSAL, out->refusal)->en, fields,
                  next_of(out->refusal));
}
