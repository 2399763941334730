/* SPDX-License-Identifier: Apache-2.0 */
/* The bodies of calls on partners. */
#include "api_exchange.h"

#include "crypto/signature.h"

#define WORD_CHARS_MAX 40
#define BYTES_MIN      1024

static bool read_text(struct json_at *root, const char *key, size_t max, struct ym_arena *arena,
                      struct ym_span *ret)
{
    const struct json_at at = json_optional(root, key);

    if (!json_given(&at))
        return false;
    *ret = ym_arena_text(arena, json_get_line(&at, 0, max));
    if (ret->n > max)
        json_refuse(&at, YM_E_UNPROCESSABLE, "is longer than it may be");
    return true;
}

static uint8_t read_kind(struct json_at *root)
{
    const struct json_at at = json_member(root, "kind");
    const int kind = app_partner_kind_of(json_get_line(&at, 1, WORD_CHARS_MAX));

    if (kind < 0 && json_ok(at.doc))
        json_refuse(&at, YM_E_UNPROCESSABLE, "takes court, centre or channel");
    return kind < 0 ? 0 : (uint8_t)kind;
}

static void read_kinds(struct json_at *root, struct api_partner_wish *p)
{
    const struct json_at at = json_optional(root, "kinds");

    p->has_kinds = json_given(&at);
    if (!p->has_kinds)
        return;
    (void)json_array(&at, 1, APP_EXCHANGE_KIND_COUNT);
    for (struct json_at it = { 0 }; json_next(&at, &it);) {
        const int kind = app_exchange_kind_of(json_get_line(&it, 1, WORD_CHARS_MAX));

        if (kind < 0 && json_ok(at.doc))
            json_refuse(&it, YM_E_UNPROCESSABLE, "is no kind that is exchanged");
        p->kinds |= kind < 0 ? 0 : UINT32_C(1) << kind;
    }
}

static void read_numbers(struct json_at *root, struct api_partner_wish *p)
{
    const struct json_at body = json_optional(root, "body");
    const struct json_at bytes = json_optional(root, "max_bytes");
    const struct json_at hours = json_optional(root, "answer_hours");

    p->has_body = json_given(&body);
    p->has_bytes_max = json_given(&bytes);
    p->has_answer_hours = json_given(&hours);
    if (p->has_body && !json_is_null(&body))
        p->body = json_get_int64(&body, 1, INT64_MAX);
    if (p->has_bytes_max)
        p->bytes_max = (uint32_t)json_get_int(&bytes, BYTES_MIN, APP_MESSAGE_BYTES_MAX);
    if (p->has_answer_hours)
        p->answer_hours = (uint16_t)json_get_int(&hours, 1, APP_PARTNER_ANSWER_H_MAX);
}

static void read_partner(struct json_doc *doc, bool is_new, struct ym_arena *arena,
                         struct api_partner_wish *p)
{
    struct json_at root = json_root(doc);
    struct json_at code, active;

    if (is_new) {
        p->kind = read_kind(&root);
        code = json_member(&root, "code");
        p->code = ym_arena_text(arena, json_get_line(&code, 1, APP_PARTNER_CODE_MAX));
    } else {
        active = json_optional(&root, "active");
        p->has_active = json_given(&active);
        p->is_active = p->has_active && json_get_bool(&active);
    }
    p->has_zh = read_text(&root, "zh", APP_PARTNER_NAME_MAX, arena, &p->zh);
    p->has_url = read_text(&root, "url", APP_SUBSCRIPTION_URL_MAX, arena, &p->url);
    p->has_cert_file = read_text(&root, "cert_file", APP_PARTNER_FILE_MAX, arena, &p->cert_file);
    p->has_cert_key_file =
        read_text(&root, "cert_key_file", APP_PARTNER_FILE_MAX, arena, &p->cert_key_file);
    p->has_ca_file = read_text(&root, "ca_file", APP_PARTNER_FILE_MAX, arena, &p->ca_file);
    read_kinds(&root, p);
    read_numbers(&root, p);
    json_done(&root);
}

static enum ym_err end(struct json_doc *doc, struct ym_error *reterr)
{
    const enum ym_err err = json_result(doc, reterr);

    json_free(doc);
    return err;
}

/* A URL that is given must be one that may be called; an empty one of a new partner: it only
 * sends. */
static enum ym_err check(const struct api_partner_wish *p, bool is_new, struct ym_error *reterr)
{
    enum ym_err err = is_new ? app_partner_code_check(p->code, reterr) : YM_E_OK;

    if (err == YM_E_OK && p->has_url && (p->url.n > 0 || !is_new))
        err = app_subscription_url_check(p->url, reterr);
    if (err == YM_E_OK && is_new && p->zh.n == 0)
        err = ym_fail(reterr, YM_E_UNPROCESSABLE, "/zh: a partner needs a name");
    return err;
}

enum ym_err api_partner_read(struct ym_span text, bool is_new, struct ym_arena *arena,
                             struct api_partner_wish *ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    enum ym_err err = json_parse(text, API_PARTNER_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    *ret = (struct api_partner_wish){ .kind = 0 };
    read_partner(doc, is_new, arena, ret);
    err = end(doc, reterr);
    return err == YM_E_OK ? check(ret, is_new, reterr) : err;
}

static ym_usec read_time(struct json_at *root, const char *key, ym_usec otherwise)
{
    const struct json_at at = json_optional(root, key);

    return json_given(&at) && !json_is_null(&at) ? json_get_instant(&at) : otherwise;
}

enum ym_err api_partner_key_read(struct ym_span text, ym_usec now, struct app_partner_key *ret,
                                 struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, open;
    enum ym_err err = json_parse(text, API_PARTNER_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    open = json_member(&root, "open");
    if (!ym_sign_parse(json_get_line(&open, 1, YM_SIGN_PUBLIC_CHARS), ret->open,
                       sizeof(ret->open)) &&
        json_ok(doc))
        json_refuse(&open, YM_E_UNPROCESSABLE, "takes base64 of the 32 bytes of an Ed25519 key");
    ret->from = read_time(&root, "from", now);
    ret->until = read_time(&root, "until", YM_USEC_NONE);
    json_done(&root);
    err = end(doc, reterr);
    if (err == YM_E_OK && ret->until != YM_USEC_NONE && ret->until <= ret->from)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "/until: must be later than from");
    return err;
}

enum ym_err api_partner_hours_read(struct ym_span text, int64_t *ret_hours, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, hours;
    enum ym_err err;

    *ret_hours = API_KEY_HOURS;
    if (text.n == 0)
        return YM_E_OK;
    err = json_parse(text, API_PARTNER_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    hours = json_optional(&root, "hours");
    if (json_given(&hours))
        *ret_hours = json_get_int(&hours, 0, API_KEY_HOURS_MAX);
    json_done(&root);
    return end(doc, reterr);
}
