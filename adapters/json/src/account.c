/* SPDX-License-Identifier: Apache-2.0 */
#include "json/account.h"

#include "json/read.h"

#define NAME_CHARS_MAX   100
#define REGION_CHARS_MAX 12

static struct ym_span read_line(const struct json_at *at, size_t min, size_t max,
                                struct ym_arena *arena)
{
    return ym_arena_text(arena, json_get_line(at, min, max));
}

/* A password may begin and end with spaces. */
static struct ym_span read_secret(const struct json_at *at, struct ym_arena *arena)
{
    return ym_arena_text(arena, json_get_text(at, 1, JSON_PASSWORD_MAX));
}

/* Free the document; what it said, if the arena held it. */
static enum ym_err end(struct json_doc *doc, const struct ym_arena *arena, struct ym_error *reterr)
{
    enum ym_err err = json_result(doc, reterr);

    json_free(doc);
    if (err == YM_E_OK && !ym_arena_ok(arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the body needs more memory than one may have");
    return err;
}

/* ---- Sessions ---- */

enum ym_err json_login_read(struct ym_span text, struct ym_arena *arena, struct json_login *ret,
                            struct ym_error *reterr)
{
    struct json_login in = { .role = JSON_ROLE_NONE };
    struct json_doc *doc;
    struct json_at root, login, password, totp, role;
    enum ym_err err = json_parse(text, JSON_ACCOUNT_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    login = json_member(&root, "login");
    password = json_member(&root, "password");
    totp = json_optional(&root, "totp");
    role = json_optional(&root, "role");
    in.login = read_line(&login, 1, JSON_LOGIN_BYTES_MAX, arena);
    in.password = read_secret(&password, arena);
    if (json_given(&totp))
        in.totp = read_line(&totp, 1, JSON_TOTP_CHARS_MAX, arena);
    if (json_given(&role))
        in.role = (uint8_t)json_get_code(&role, YM_VOCAB_ROLE);
    json_done(&root);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = in;
    return err;
}

enum ym_err json_role_read(struct ym_span text, struct ym_arena *arena, uint8_t *ret,
                           struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, role;
    uint8_t value;
    enum ym_err err = json_parse(text, JSON_ACCOUNT_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    role = json_member(&root, "role");
    value = (uint8_t)json_get_code(&role, YM_VOCAB_ROLE);
    json_done(&root);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = value;
    return err;
}

enum ym_err json_texts_read(struct ym_span text, const char *const *names, size_t n,
                            struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root;
    enum ym_err err = json_parse(text, JSON_ACCOUNT_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    for (size_t i = 0; i < n; i++) {
        const struct json_at at = json_member(&root, names[i]);

        ret[i] = read_secret(&at, arena);
    }
    json_done(&root);
    return end(doc, arena, reterr);
}

/* ---- Accounts ---- */

static int64_t read_ref(struct json_at *of, const char *name)
{
    const struct json_at at = json_optional(of, name);

    return json_given(&at) && !json_is_null(&at) ? json_get_int64(&at, 1, INT64_MAX) : 0;
}

static void read_grant(struct json_at *at, struct ym_arena *arena, struct json_grant *g)
{
    const struct json_at role = json_member(at, "role");
    const struct json_at region = json_optional(at, "region");

    g->role = (uint8_t)json_get_code(&role, YM_VOCAB_ROLE);
    g->staff = read_ref(at, "staff");
    g->body = read_ref(at, "body");
    if (json_given(&region) && !json_is_null(&region))
        g->region = read_line(&region, 2, REGION_CHARS_MAX, arena);
    json_done(at);
}

static void read_grants(const struct json_at *of, struct ym_arena *arena, struct json_account *a)
{
    struct json_at it = { .doc = NULL };

    a->has_grants = true;
    if (json_array(of, 1, YM_ROLE_COUNT) == 0)
        return;
    while (json_next(of, &it) && a->ngrants < YM_ROLE_COUNT) {
        struct json_grant *g = &a->grants[a->ngrants];

        read_grant(&it, arena, g);
        for (size_t i = 0; i < a->ngrants; i++) {
            if (a->grants[i].role == g->role)
                json_refuse(&it, YM_E_UNPROCESSABLE, "names a role that an earlier one names");
        }
        a->ngrants++;
    }
}

static void read_account(struct json_doc *doc, bool is_new, struct ym_arena *arena,
                         struct json_account *a)
{
    struct json_at root = json_root(doc);
    const struct json_at name = is_new ? json_member(&root, "name") : json_optional(&root, "name");
    const struct json_at grants =
        is_new ? json_member(&root, "grants") : json_optional(&root, "grants");

    if (json_given(&name))
        a->name = read_line(&name, 1, NAME_CHARS_MAX, arena);
    if (json_given(&grants))
        read_grants(&grants, arena, a);
    if (is_new) {
        const struct json_at login = json_member(&root, "login");

        a->login = read_line(&login, 1, JSON_LOGIN_BYTES_MAX, arena);
    } else {
        const struct json_at active = json_optional(&root, "active");
        const struct json_at totp = json_optional(&root, "totp");

        a->has_active = json_given(&active);
        a->is_active = a->has_active && json_get_bool(&active);
        a->ends_totp = json_given(&totp) && !json_get_bool(&totp);
        if (json_given(&totp) && !a->ends_totp)
            json_refuse(&totp, YM_E_UNPROCESSABLE, "takes false: only who has it switches it on");
    }
    json_done(&root);
}

enum ym_err json_account_read(struct ym_span text, bool is_new, struct ym_arena *arena,
                              struct json_account *ret, struct ym_error *reterr)
{
    struct json_account a = { .ngrants = 0 };
    struct json_doc *doc;
    enum ym_err err = json_parse(text, JSON_ACCOUNT_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    read_account(doc, is_new, arena, &a);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = a;
    return err;
}
