/* SPDX-License-Identifier: Apache-2.0 */
/* What all calls on credit profiles share. */
#include "api_credit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/casefile.h"
#include "compact/compact.h"
#include "loop/log.h"
#include "yima/number.h"

/* ---- Life ---- */

static struct api_credit *new_call(struct api_op *op)
{
    const struct api_config *config = &op->api->config;
    struct api_credit *c;

    if (config->credits == NULL || config->credit_access == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no credit profiles");
        return NULL;
    }
    c = ym_arena_alloc(&op->arena, 1, sizeof(*c));
    if (c == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return NULL;
    }
    c->op = op;
    c->seat = YM_SEATS_MAX;
    c->month = YM_DAY_NONE;
    c->look.month = YM_DAY_NONE;
    app_request_key(config->secrets, ym_span_of(op->caller->name), op->rq->path,
                    op->rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], op->rq->body, &c->key);
    return c;
}

struct api_credit *api_credit_begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);

    return op != NULL ? new_call(op) : NULL;
}

/* Whoever is bound to no dispute has no seat: there is nobody that this "me" could be. */
struct api_credit *api_credit_begin_me(struct api *api, struct ym_http_request *rq)
{
    struct api_credit *c = api_credit_begin(api, rq);

    if (c == NULL)
        return NULL;
    if (c->op->caller->dispute.v == 0 || c->op->caller->actor.seat >= YM_SEATS_MAX) {
        api_credit_error(c, YM_E_NOT_FOUND, "these credentials belong to no party of a dispute");
        return NULL;
    }
    c->op->id = c->op->caller->dispute;
    c->seat = c->op->caller->actor.seat;
    return c;
}

struct api_credit *api_credit_begin_dispute(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_on_dispute(api, rq);

    return op != NULL ? new_call(op) : NULL;
}

void api_credit_end(struct api_credit *c)
{
    ym_arena_release(&c->words);
    c->has_profile = false;
}

void api_credit_json(struct api_credit *c, int status)
{
    api_credit_end(c);
    api_op_json(c->op, status);
}

void api_credit_unread(struct api_credit *c, enum ym_err err)
{
    api_credit_end(c);
    api_op_unread(c->op, err);
}

void api_credit_error(struct api_credit *c, enum ym_err code, const char *format, ...)
{
    char text[API_CREDIT_TEXT_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    api_credit_end(c);
    api_op_error(c->op, code, "%s", text);
}

void api_credit_refuse(struct api_credit *c, enum ym_err code, const char *reason, const char *zh,
                       const char *en)
{
    struct json_out *w = &c->op->w;

    json_put_object(w);
    json_add_word(w, "reason", reason);
    json_add_word(w, "zh", zh);
    json_put_object_end(w);
    api_credit_error(c, code, "%s", en);
}

void api_credit_wrong(struct api_credit *c, struct ym_error *err)
{
    const struct ym_mistakes *mistakes = &c->op->api->mistakes;

    api_credit_end(c);
    if (mistakes->n > 0) {
        json_put_object(&c->op->w);
        api_put_mistakes(&c->op->w, mistakes, "", YM_MISTAKES_MAX);
        json_put_object_end(&c->op->w);
    }
    api_op_problem(c->op, err);
}

bool api_credit_is_throttled(struct api_credit *c)
{
    struct api_op *op = c->op;
    unsigned wait_s;
    char text[16];

    if (api_limit_take(op->api->looks, op->caller->name, api_now(op->api), &wait_s))
        return false;
    (void)snprintf(text, sizeof(text), "%u", wait_s);
    ym_http_reply_header(op->rq, "Retry-After", text);
    api_credit_error(c, YM_E_THROTTLED,
                     "you look at profiles too often: wait as long as Retry-After says");
    return true;
}

bool api_credit_reviews(const struct api_credit *c, int64_t region)
{
    const struct app_scope scope = app_caller_scope(c->op->caller);

    return scope.kind == APP_SCOPE_ALL ||
           (scope.kind == APP_SCOPE_REGION && region >= scope.lo && region <= scope.hi);
}

/* ---- The dispute ---- */

/* A read of the dispute, and what follows. In the op's arena. */
struct asking {
    struct api_credit *c;
    void (*then)(struct api_credit *c, bool found);
};

static void take_view(struct api_credit *c, const struct app_view *v)
{
    c->dispute = v->dispute;
    c->is_open = v->is_open;
    c->is_reported = ym_dispute_is_reported_family(&v->dispute);
    c->has_party = c->seat < v->nparties;
    if (!c->has_party)
        return;
    memcpy(c->party, v->parties[c->seat].identity_hash, sizeof(c->party));
    c->kind = v->parties[c->seat].kind;
    c->name = ym_arena_text(&c->op->arena, v->parties[c->seat].name);
}

/* The dispute itself does not know whether it was a family dispute when the police were told: what
 * protects it, the events among it, does. */
static void on_reported(void *arg, enum ym_err err, const struct ym_id *ids, size_t n)
{
    struct asking *a = arg;

    (void)ids;
    if (err != YM_E_OK) {
        api_credit_unread(a->c, err);
        return;
    }
    a->c->is_reported = n > 0;
    a->then(a->c, true);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct asking *a = arg;
    struct app_credit_access *access = a->c->op->api->config.credit_access;

    if (err != YM_E_OK && err != YM_E_NOT_FOUND) {
        api_credit_unread(a->c, err);
        return;
    }
    if (err == YM_E_OK)
        take_view(a->c, v);
    if (err == YM_E_OK && !ym_dispute_knows_family(&a->c->dispute))
        access->ops->are_protected(access, &a->c->dispute.id, 1, on_reported, a);
    else
        a->then(a->c, err == YM_E_OK);
}

void api_credit_dispute(struct api_credit *c, void (*then)(struct api_credit *c, bool found))
{
    struct app_reader *r = c->op->api->config.reader;
    struct asking *a = ym_arena_alloc(&c->op->arena, 1, sizeof(*a));

    if (a == NULL) {
        api_credit_error(c, YM_E_BUSY, "no memory for this request; try again in a moment");
        return;
    }
    *a = (struct asking){ c, then };
    r->ops->dispute(r, c->op->id, on_view, a);
}

static void refuse_code(struct api_credit *c)
{
    const struct ym_word *word = app_code_bar_word(c->code_bar);
    char zh[256];
    char en[256];

    (void)snprintf(zh, sizeof(zh),
                   "%s，不能查阅履约档案：请向窗口或调解组织的其他工作人员换领通行码。", word->zh);
    (void)snprintf(en, sizeof(en),
                   "%s: it does not open the credit profile. Ask the window, or somebody else at "
                   "the body, for another one",
                   word->en);
    api_credit_refuse(c, YM_E_FORBIDDEN, word->code, zh, en);
}

/* A code that its issuer could use to read what the party alone may read shows no profile, and the
 * attempt is logged. A mediator reads profiles with a purpose only; and a dispute that nobody has,
 * registered with a number that is known, would show anybody's to whoever made it up. */
static void on_codes(void *arg, enum ym_err err, const struct app_code *rows, size_t n)
{
    struct api_credit *c = arg;
    struct app_hands hands = { .n = 0 };

    app_hands_mediator(&hands, c->dispute.mediator);
    c->code_bar = (uint8_t)app_code_bar_of(rows, n, c->seat, &hands);
    if (err != YM_E_OK)
        api_credit_unread(c, err);
    else if (c->code_bar != APP_CODE_NO_BAR)
        api_credit_log(c, APP_SEES_OWN, APP_LOOK_NO_RIGHT, refuse_code);
    else
        c->proceed(c);
}

static void on_me(struct api_credit *c, bool found)
{
    struct app_casefile *casefile = c->op->api->config.casefile;

    if (!found || !c->has_party || !app_caller_may_read(c->op->caller, &c->dispute))
        api_credit_unread(c, YM_E_NOT_FOUND);
    else if (casefile != NULL)
        casefile->ops->codes(casefile, c->op->id, on_codes, c);
    else
        c->proceed(c);
}

void api_credit_me(struct api_credit *c, void (*then)(struct api_credit *c))
{
    c->proceed = then;
    api_credit_dispute(c, on_me);
}

/* ---- The log ---- */

static void on_logged(void *arg, enum ym_err err)
{
    struct api_credit *c = arg;

    if (err == YM_E_OK)
        c->then(c);
    else
        api_credit_error(c, YM_E_UNAVAILABLE,
                         "looks at credit profiles are logged, and the log cannot be written now: "
                         "nothing is shown; try again in a moment");
}

void api_credit_log(struct api_credit *c, enum app_look_sight what, enum app_look_verdict verdict,
                    void (*then)(struct api_credit *c))
{
    struct app_credit_access *access = c->op->api->config.credit_access;
    const struct app_caller *caller = c->op->caller;
    struct app_look *look = &c->look;
    const bool is_seat = ym_role_relation((enum ym_role)caller->actor.role) == YM_REL_SEAT;
    char room[APP_ACCESS_LABEL_MAX];

    look->at = api_now(c->op->api);
    look->id = app_file_id(c->op->api->config.secrets, look->at);
    memcpy(look->party, c->party, sizeof(look->party));
    (void)snprintf(look->reader, sizeof(look->reader), "%s", caller->name);
    look->role = caller->actor.role;
    look->staff = caller->actor.staff;
    look->body = caller->actor.body;
    look->reader_seat = is_seat ? caller->actor.seat : YM_SEATS_MAX;
    look->dispute = c->op->id;
    look->seat = c->seat;
    if (c->dispute.id.v != 0)
        look->region = c->dispute.region;
    else if (look->region == 0)
        look->region = caller->actor.region;
    look->what = (uint8_t)what;
    look->verdict = (uint8_t)verdict;
    if (verdict == APP_LOOK_ANSWERED && c->has_profile) {
        look->month = c->profile.month;
        look->run = c->run;
    }
    c->then = then;
    if (what != APP_SEES_CASE || c->text.n == 0 ||
        api_credit_seal(c, app_look_label(look->id, room), c->text, &look->purpose))
        access->ops->log(access, look, on_logged, c);
}

/* ---- What is known of a profile ---- */

static void on_protected(void *arg, enum ym_err err, const struct ym_id *ids, size_t n)
{
    struct api_credit *c = arg;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    for (size_t i = 0; i < n && i < APP_PROTECTED_MAX; i++)
        c->hidden[i] = ids[i];
    c->nhidden = n;
    c->then(c);
}

/* Every dispute that the profile names, each once: items of one stand in no order of disputes. */
static void ask_protected(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;
    struct ym_id *ids = c->hidden;
    size_t n = 0;

    for (size_t i = 0; c->has_profile && i < c->profile.nitems; i++) {
        const struct ym_id id = c->profile.items[i].dispute;
        bool is_new = true;

        for (size_t k = 0; k < n && is_new; k++)
            is_new = ids[k].v != id.v;
        if (is_new && n < APP_PROTECTED_MAX)
            ids[n++] = id;
    }
    if (n > 0)
        access->ops->are_protected(access, ids, n, on_protected, c);
    else
        c->then(c);
}

_Static_assert(APP_PROTECTED_MAX >= JSON_PROFILE_ITEMS_MAX, "each item may be of another dispute");

static bool unpack(struct api_credit *c, struct ym_span small, struct ym_span *ret)
{
    struct ym_compact *compact = ym_compact_new();
    struct ym_error err = { .text = "no memory" };
    const bool is_ok =
        compact != NULL && ym_compact_take(compact, small, &c->words, ret, &err) == YM_E_OK;

    ym_compact_free(compact);
    if (!is_ok)
        ym_log(c->op->api->config.log, ERROR, "a credit profile cannot be unpacked",
               ym_log_text("why", err.text));
    return is_ok;
}

static bool read_profile(struct api_credit *c, const struct app_credit_row *row)
{
    char room[APP_CREDIT_LABEL_MAX];
    unsigned char hash[32];
    struct ym_span small, plain;
    struct ym_error err;

    if (!ym_arena_init(&c->words, JSON_PROFILE_ARENA_BYTES + 3 * (size_t)JSON_PROFILE_BYTES_MAX) ||
        !api_credit_open(c, app_credit_label(row->month, row->party, room), row->sealed, &c->words,
                         &small) ||
        !unpack(c, small, &plain))
        return false;
    c->op->api->config.hash->sha256_2(plain.at, plain.n, "", 0, hash);
    if (memcmp(hash, row->sha256, sizeof(hash)) != 0) {
        ym_log(c->op->api->config.log, ERROR, "a credit profile is not the one that was drawn",
               ym_log_text("why", "its hash differs"));
        return false;
    }
    if (json_profile_read(plain, &c->words, &c->profile, &err) == YM_E_OK)
        return true;
    ym_log(c->op->api->config.log, ERROR, "a credit profile cannot be read",
           ym_log_text("why", err.text));
    return false;
}

/* Its sums rest on every item: from the day on which one is past its time, nothing of it is told,
 * though it is swept some hours later. */
static bool is_over(const struct api_credit *c, const struct app_credit_row *row)
{
    const ym_day oldest = row->oldest != YM_DAY_NONE
                              ? row->oldest
                              : json_profile_oldest(&c->profile, row->expiry_days);

    return app_credit_is_expired(oldest, row->expiry_days, ym_day_of(api_now(c->op->api)));
}

static void on_profile(void *arg, enum ym_err err, const struct app_credit_row *row)
{
    struct api_credit *c = arg;

    if (err == YM_E_NOT_FOUND) {
        c->none = APP_CREDIT_NONE_NOT_YET;
    } else if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    } else if (!read_profile(c, row)) {
        c->none = APP_CREDIT_NONE_UNREADABLE;
    } else if (is_over(c, row)) {
        c->none = APP_CREDIT_NONE_EXPIRED;
    } else {
        c->run = row->run;
        c->has_profile = true;
    }
    ask_protected(c);
}

/* Newest first: the first one of an item is the one that counts. */
static bool has_flag(const struct api_credit *c, const struct app_item *item)
{
    for (size_t i = 0; i < c->nflags; i++) {
        if (app_item_is(&c->flags[i].item, item))
            return true;
    }
    return false;
}

static void on_objections(void *arg, enum ym_err err, const struct app_objection *rows, size_t n,
                          const struct app_desk_place *next)
{
    struct api_credit *c = arg;
    struct app_credits *credits = c->op->api->config.credits;

    (void)next;
    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    for (size_t i = 0; i < n && c->nflags < APP_OBJECTIONS_MAX; i++) {
        if (!has_flag(c, &rows[i].item))
            c->flags[c->nflags++] = (struct api_credit_flag){ rows[i].item, rows[i].state };
    }
    credits->ops->profile(credits, c->party, c->month, on_profile, c);
}

static void on_statement(void *arg, enum ym_err err, const struct app_statement *s)
{
    struct api_credit *c = arg;
    struct app_credit_access *access = c->op->api->config.credit_access;
    char room[APP_ACCESS_LABEL_MAX];

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    if (s->text.n > 0 && api_credit_open(c, app_statement_label(c->party, room), s->text,
                                         &c->op->arena, &c->statement))
        c->stated_at = s->at;
    access->ops->objections(access, c->party, on_objections, c);
}

static void on_months(void *arg, enum ym_err err, const ym_day *months, size_t n)
{
    struct api_credit *c = arg;
    struct app_credit_access *access = c->op->api->config.credit_access;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    c->nmonths = n < APP_CREDIT_MONTHS_MAX ? n : APP_CREDIT_MONTHS_MAX;
    for (size_t i = 0; i < c->nmonths; i++)
        c->months[i] = months[i];
    access->ops->statement(access, c->party, on_statement, c);
}

void api_credit_profile(struct api_credit *c, void (*then)(struct api_credit *c))
{
    struct app_credits *credits = c->op->api->config.credits;

    c->then = then;
    if (app_party_is_known(c->party)) {
        credits->ops->months(credits, c->party, on_months, c);
        return;
    }
    c->none = APP_CREDIT_NONE_NO_IDENTITY;
    then(c);
}
