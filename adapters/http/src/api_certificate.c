/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/credit/me/certificate: a party has a certificate of voluntary performance made and
 * sealed, from what the newest approved month says that it performed in full and without
 * enforcement; GET …/{code}: its bytes, for that party alone. Whom it is shown to is the party's
 * own business; /v/CODE confirms it. It bears the party's name and nothing of any other.
 *
 *   the profile -> its rows -> [made before? else: set, sealed, noted for the sweep] -> logged
 *
 * A certificate belongs to a month and its run: asking again gives the same one. */
#include <stdio.h>
#include <string.h>

#include "api_credit.h"
#include "api_seal.h"
#include "app/seal.h"
#include "document/form.h"
#include "yima/number.h"

#define ROWS_MAX     200 /* obligations of a certificate, the newest; a form takes more */
#define CELL_MAX     64  /* bytes of a cell that is made here */
#define SUBJECT_HEX  16  /* digits of the mark in the subject */
#define SEAL_VERSION 1   /* it tells of a month, not of events of the dispute it is kept under */
#define DAY_ZH_MAX   32  /* bytes of "2026年11月22日" */

/* One certificate on its way; lies in the op's arena. */
struct certificate {
    struct ym_seal_code code;
    char subject[APP_SEAL_SUBJECT_MAX + 1];
    ym_usec now;
    ym_day expires_on;    /* printed; then as it is stored */
    struct app_seal seal; /* as it is stored */
    size_t n;
    const struct json_profile_item *rows[ROWS_MAX];
};

static struct certificate *of(const struct api_credit *c)
{
    return c->more;
}

/* ---- Whose it is ---- */

/* "2026-10-1/0123456789abcdef": month, run and a mark that only this party has, so that a seat that
 * got another identity number does not get the certificate of the one before. */
static void make_subject(const struct api_credit *c, struct ym_span month_run,
                         char ret[APP_SEAL_SUBJECT_MAX + 1])
{
    const struct app_secrets *s = c->op->api->config.secrets;
    char text[APP_CREDIT_PARTY_LEN + APP_SEAL_SUBJECT_MAX];
    char hex[2 * 32 + 1];
    unsigned char hash[32];

    memcpy(text, c->party, APP_CREDIT_PARTY_LEN);
    memcpy(text + APP_CREDIT_PARTY_LEN, month_run.at, month_run.n);
    s->keyed_hash(s->ring, YM_SPAN("yima certificate"),
                  (struct ym_span){ text, APP_CREDIT_PARTY_LEN + month_run.n }, hash);
    api_seal_hex(hash, sizeof(hash), hex);
    (void)snprintf(ret, APP_SEAL_SUBJECT_MAX + 1, "%.*s/%.*s", (int)month_run.n, month_run.at,
                   SUBJECT_HEX, hex);
}

/* Does a sealed certificate belong to the party that asks? */
static bool is_own(const struct api_credit *c, const struct app_seal *seal)
{
    const char *slash = strchr(seal->subject, '/');
    char expected[APP_SEAL_SUBJECT_MAX + 1];

    if (seal->dispute.v != c->op->id.v || seal->document != YM_DOC_VOLUNTARY_CERTIFICATE ||
        slash == NULL || !app_party_is_known(c->party) ||
        slash - seal->subject > APP_SEAL_SUBJECT_MAX - SUBJECT_HEX - 1)
        return false;
    make_subject(c, (struct ym_span){ seal->subject, (size_t)(slash - seal->subject) }, expected);
    return strcmp(expected, seal->subject) == 0;
}

/* ---- What it lists ---- */

/* Performed in full and by the party itself, evidenced, and not under objection or protection. */
static bool is_listed(const struct api_credit *c, const struct json_profile_item *i)
{
    const struct app_item name = api_credit_item(i);

    if (i->kind != YM_CREDIT_ON_TIME && i->kind != YM_CREDIT_LATE && i->kind != YM_CREDIT_REPAIRED)
        return false;
    if (i->why != YM_CREDIT_WHY_COUNTS || api_credit_is_hidden(c, i->dispute))
        return false;
    for (size_t k = 0; k < c->nflags; k++) {
        if (app_item_is(&c->flags[k].item, &name) && c->flags[k].state != APP_OBJECTION_REJECTED)
            return false;
    }
    return true;
}

static void gather(struct api_credit *c)
{
    struct certificate *x = of(c);

    for (size_t i = c->profile.nitems; i > 0 && x->n < ROWS_MAX; i--) {
        if (is_listed(c, &c->profile.items[i - 1]))
            x->rows[x->n++] = &c->profile.items[i - 1];
    }
}

/* ---- The answer ---- */

static void answer(struct api_credit *c)
{
    api_credit_json(c, 200);
}

static void put_rows(struct api_credit *c)
{
    const struct certificate *x = of(c);
    struct json_out *w = &c->op->w;
    char number[YM_NUMBER_TEXT_MAX];

    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < x->n; i++) {
        ym_number_print(x->rows[i]->dispute, number);
        json_put_object(w);
        json_add_word(w, "dispute", number);
        json_add_named(w, "kind", ym_credit_kind_word((enum ym_credit_kind)x->rows[i]->kind));
        json_add_day(w, "due", x->rows[i]->of);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void show(struct api_credit *c)
{
    const struct certificate *x = of(c);
    struct json_out *w = &c->op->w;
    char text[YM_SEAL_CODE_TEXT_MAX];
    char url[API_VERIFY_URL_MAX];

    ym_seal_code_print(&x->seal.code, text);
    api_seal_url(c->op->api, &x->seal.code, url);
    json_put_object(w);
    json_add_word(w, "document_code", x->seal.code.text);
    json_add_word(w, "document_code_text", text);
    json_add_named(w, "document", ym_word(YM_VOCAB_DOCUMENT, YM_DOC_VOLUNTARY_CERTIFICATE));
    api_put_month(w, "month", c->profile.month);
    json_add_instant(w, "made_at", x->seal.made_at);
    json_add_day(w, "expires_on", x->expires_on);
    json_add_int(w, "size", x->seal.size);
    api_put_hash(w, "sha256", x->seal.sha256);
    json_add_word(w, "verify_url", url);
    put_rows(c);
    json_put_object_end(w);
    api_credit_log(c, APP_SEES_CERTIFICATE, APP_LOOK_ANSWERED, answer);
}

/* ---- Making it ---- */

static void on_certified(void *arg, enum ym_err err, ym_day expires_on)
{
    struct api_credit *c = arg;

    of(c)->expires_on = expires_on;
    if (err == YM_E_OK)
        show(c);
    else
        api_credit_unread(c, err);
}

/* Until when a certificate of this moment may be shown. */
static ym_day expiry(const struct api_credit *c, ym_usec made_at)
{
    const ym_day made = ym_day_of(made_at);

    return ym_day_plus_months(made, api_rule(c->op->api, YM_OFFICE_CERTIFICATE_VALID, made));
}

/* Noted after it is sealed: when that fails, asking again finds it sealed and notes it then. */
static void certify(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;
    const struct certificate *x = of(c);
    struct app_certificate row = { .dispute = c->op->id,
                                   .code = x->seal.code,
                                   .month = c->profile.month,
                                   .run = c->run,
                                   .made_at = x->seal.made_at,
                                   .expires_on = expiry(c, x->seal.made_at) };

    memcpy(row.party, c->party, sizeof(row.party));
    access->ops->certify(access, &row, on_certified, c);
}

static void on_sealed(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_credit *c = arg;

    if (err == YM_E_OK) {
        of(c)->seal = *seal;
        certify(c);
    } else {
        api_credit_error(c, err == YM_E_CONFLICT ? err : YM_E_UNAVAILABLE,
                         err == YM_E_CONFLICT
                             ? "as many documents of this dispute are sealed as may be"
                             : "the certificate could not be sealed; try again in a moment");
    }
}

static void on_set(void *arg, enum ym_err err, struct ym_span output)
{
    struct api_credit *c = arg;
    const struct certificate *x = of(c);
    const struct app_sealing what = { .dispute = c->op->id,
                                      .code = x->code,
                                      .document = YM_DOC_VOLUNTARY_CERTIFICATE,
                                      .version = SEAL_VERSION,
                                      .subject = ym_span_of(x->subject),
                                      .pdf = output,
                                      .now = x->now,
                                      .by = c->op->caller->name };

    c->op->paper.is_printing = false;
    if (err == YM_E_OK)
        err = app_seal_document(c->op->api->config.sealer, &what, on_sealed, c);
    if (err != YM_E_OK)
        api_credit_error(c, YM_E_UNAVAILABLE,
                         "the certificate could not be set; try again in a moment");
}

/* "2026年11月22日" */
static struct ym_span day_text(struct api_credit *c, ym_day day)
{
    char *text = ym_arena_alloc(&c->words, DAY_ZH_MAX, 1);
    int year, month, d;

    if (text == NULL)
        return (struct ym_span){ NULL, 0 };
    ym_day_split(day, &year, &month, &d);
    return (struct ym_span){ text,
                             (size_t)snprintf(text, DAY_ZH_MAX, "%d年%d月%d日", year, month, d) };
}

static struct ym_span copy_text(struct api_credit *c, const char *text)
{
    return ym_arena_text(&c->words, ym_span_of(text));
}

/* The rows of the table; false: no memory. */
static bool fill_rows(struct api_credit *c, struct doc_facts *facts)
{
    static const enum doc_slot slots[] = { DOC_SLOT_N, DOC_SLOT_ACT, DOC_SLOT_DETAIL, DOC_SLOT_DUE,
                                           DOC_SLOT_RESULT };
    enum { COLUMNS = sizeof(slots) / sizeof(slots[0]) };
    const struct certificate *x = of(c);
    struct ym_span *cells[COLUMNS];
    char text[CELL_MAX];

    for (size_t i = 0; i < COLUMNS; i++) {
        cells[i] = ym_arena_alloc(&c->words, x->n, sizeof(*cells[i]));
        if (cells[i] == NULL)
            return false;
        facts->value[slots[i]] = cells[i];
    }
    for (size_t row = 0; row < x->n; row++) {
        const struct json_profile_item *i = x->rows[row];

        (void)snprintf(text, sizeof(text), "%zu", row + 1);
        cells[0][row] = copy_text(c, text);
        cells[1][row] = ym_span_of(ym_word(YM_VOCAB_TYPE, i->type)->zh);
        ym_number_print(i->dispute, text);
        cells[2][row] = copy_text(c, text);
        cells[3][row] = day_text(c, i->of);
        cells[4][row] = ym_span_of(ym_credit_kind_word((enum ym_credit_kind)i->kind)->zh);
    }
    facts->rows[DOC_SCOPE_OBLIGATION] = x->n;
    return ym_arena_ok(&c->words);
}

static enum ym_err send_to_print(struct api_credit *c, struct ym_arena *arena,
                                 struct ym_error *reterr)
{
    const struct api_config *config = &c->op->api->config;
    const struct doc_form *form = c->op->api->forms[YM_DOC_VOLUNTARY_CERTIFICATE];
    struct certificate *x = of(c);
    struct doc_facts facts = { .rows = { [DOC_SCOPE_DISPUTE] = 1, [DOC_SCOPE_PARTY] = 1 },
                               .made_at = x->now };
    char url[API_VERIFY_URL_MAX];
    char text[YM_SEAL_CODE_TEXT_MAX];
    struct ym_span one[5];
    struct doc_sheet sheet;
    struct ym_buf packed;
    enum ym_err err;

    api_seal_url(c->op->api, &x->code, url);
    ym_seal_code_print(&x->code, text);
    one[0] = c->name;
    one[1] = day_text(c, ym_day_of(x->now));
    one[2] = day_text(c, x->expires_on);
    one[3] = copy_text(c, text);
    one[4] = copy_text(c, url);
    facts.value[DOC_SLOT_NAME] = &one[0];
    facts.value[DOC_SLOT_TODAY] = &one[1];
    facts.value[DOC_SLOT_DUE_ON] = &one[2];
    facts.value[DOC_SLOT_DOCUMENT_CODE] = &one[3];
    facts.value[DOC_SLOT_VERIFY_AT] = &one[4];
    facts.code = one[4];
    facts.seal = one[3];
    if (form == NULL || !fill_rows(c, &facts))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the certificate; try again");
    err = doc_form_fill(form, &facts, DOC_ZH, arena, &sheet, reterr);
    ym_buf_init(&packed, DOC_PACKED_BYTES_MAX);
    if (err == YM_E_OK && !doc_sheet_pack(&sheet, &packed))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the certificate; try again");
    if (err == YM_E_OK)
        err = config->print(config->print_arg, &packed, on_set, c, reterr);
    ym_buf_release(&packed);
    return err;
}

static void make(struct api_credit *c)
{
    const struct api_config *config = &c->op->api->config;
    struct ym_arena arena;
    struct ym_error why;
    enum ym_err err;

    if (config->print == NULL || config->sealer == NULL) {
        api_credit_error(c, YM_E_UNAVAILABLE, "this program seals no documents");
    } else if (api_prints_enough(c->op)) {
        api_credit_error(c, YM_E_BUSY, "%d documents of yours are being set; wait for one of them",
                         API_PRINTS_AT_ONCE);
    } else if (!ym_arena_init(&arena, DOC_FILL_BYTES)) {
        api_credit_error(c, YM_E_UNAVAILABLE, "no memory for the certificate; try again");
    } else {
        app_seal_code(config->secrets, c->op->id, &of(c)->code);
        err = send_to_print(c, &arena, &why);
        ym_arena_release(&arena);
        c->op->paper.is_printing = err == YM_E_OK;
        if (err != YM_E_OK)
            api_credit_error(c, err, "%s", why.text);
    }
}

static void on_found(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_credit *c = arg;

    if (err == YM_E_NOT_FOUND) {
        make(c);
    } else if (err != YM_E_OK) {
        api_credit_unread(c, err);
    } else {
        of(c)->seal = *seal;
        certify(c);
    }
}

static void find(struct api_credit *c)
{
    struct app_seals *seals = c->op->api->config.seals;
    struct app_seal like = { .dispute = c->op->id,
                             .document = YM_DOC_VOLUNTARY_CERTIFICATE,
                             .version = SEAL_VERSION };
    struct certificate *x = of(c);
    char month[APP_MONTH_TEXT_MAX];
    char text[APP_SEAL_SUBJECT_MAX + 1];
    int n;

    if (c->has_profile)
        gather(c);
    if (x->n == 0) {
        api_credit_refuse(c, YM_E_CONFLICT, "nothing",
                          "已审批的档案中没有可以证明的自动履行事项：履行期届满、该月档案批准后才列"
                          "入；有异议的事项，处理期间不列入。",
                          "no approved month tells of an obligation that was performed in full and "
                          "without enforcement: one enters with the month in which it fell due, "
                          "once that is approved; one under objection is left out meanwhile");
        return;
    }
    app_month_print(c->profile.month, month);
    n = snprintf(text, sizeof(text), "%s-%d", month, c->run);
    make_subject(c, (struct ym_span){ text, (size_t)n }, x->subject);
    memcpy(like.subject, x->subject, sizeof(like.subject));
    x->now = api_now(c->op->api);
    x->expires_on = expiry(c, x->now);
    seals->ops->find(seals, &like, on_found, c);
}

static void read_profile(struct api_credit *c)
{
    api_credit_profile(c, find);
}

/* With room for a certificate. NULL: answered already. */
static struct api_credit *begin(struct api *api, struct ym_http_request *rq)
{
    struct api_credit *c = api_credit_begin_me(api, rq);

    if (c == NULL)
        return NULL;
    if (api->config.seals == NULL) {
        api_credit_error(c, YM_E_UNAVAILABLE, "this program seals no documents");
        return NULL;
    }
    c->more = ym_arena_alloc(&c->op->arena, 1, sizeof(struct certificate));
    if (c->more != NULL)
        return c;
    api_credit_error(c, YM_E_BUSY, "no memory for this request; try again in a moment");
    return NULL;
}

void api_post_credit_certificate(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = begin(app, rq);

    if (c != NULL && !api_credit_is_throttled(c))
        api_credit_me(c, read_profile);
}

/* ---- Its bytes ---- */

static void answer_bytes(struct api_credit *c)
{
    struct api_op *op = c->op;
    char name[64];

    api_credit_end(c);
    (void)snprintf(name, sizeof(name), "inline; filename=\"%s.pdf\"", of(c)->seal.code.text);
    ym_http_reply_header(op->rq, "Cache-Control", "no-store");
    ym_http_reply_header(op->rq, "Content-Disposition", name);
    ym_http_reply_header(op->rq, "Content-Security-Policy",
                         "default-src 'none'; object-src 'self'; frame-ancestors 'self'");
    ym_http_reply_bytes(op->rq, 200, "application/pdf", ym_buf_span(&op->out));
    api_op_end(op);
}

static void on_opened(void *arg, enum ym_err err, struct ym_span pdf)
{
    struct api_credit *c = arg;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    ym_buf_add(&c->op->out, pdf);
    api_credit_log(c, APP_SEES_CERTIFICATE, APP_LOOK_ANSWERED, answer_bytes);
}

static void on_read(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_credit *c = arg;

    if (err == YM_E_OK && !is_own(c, seal))
        err = YM_E_NOT_FOUND; /* another's: it is not told that there is one */
    if (err == YM_E_OK) {
        of(c)->seal = *seal;
        err = app_seal_open(c->op->api->config.sealer, seal, on_opened, c);
    }
    if (err == YM_E_NOT_FOUND)
        api_credit_error(c, err, "no certificate of yours has this code");
    else if (err != YM_E_OK)
        api_credit_unread(c, err);
}

static void read_seal(struct api_credit *c)
{
    struct app_seals *seals = c->op->api->config.seals;

    seals->ops->read(seals, &of(c)->code, on_read, c);
}

void api_get_credit_certificate(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = begin(app, rq);

    if (c == NULL)
        return;
    if (ym_seal_code_parse(ym_http_param(rq, "code"), &of(c)->code))
        api_credit_me(c, read_seal);
    else
        api_credit_error(c, YM_E_NOT_FOUND, "no certificate of yours has this code");
}
