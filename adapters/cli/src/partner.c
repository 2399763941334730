/* SPDX-License-Identifier: Apache-2.0 */
/* yima partner: courts, centres and channels, their keys and what they take. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "exchange/signed.h"
#include "exchange_desk.h"
#include "partner_map.h"

#define HOUR_USEC (INT64_C(3600) * YM_USEC_PER_SECOND)
#define KEY_HOURS 168 /* how long a replaced key of ours signs as well, by default */
#define BYTES_MIN 1024

/* Words of the call; NULL: not given. */
struct wish {
    const char *kind, *code, *zh, *body, *url, *cert, *cert_key, *ca, *kinds, *bytes, *hours;
    const char *open, *from, *until;
};

/* The same, read. */
struct request {
    struct app_partner row;
    struct app_partner_change change;
    struct app_partner_key key;
    struct ym_span zh, url, cert, cert_key, ca;
    int64_t hours;
    bool is_active;
};

struct visit {
    struct cli_exchange_desk desk;
    struct app_partner found; /* of its spans the code alone */
    char code[APP_PARTNER_CODE_MAX + 1];
};

/* ---- Printing ---- */

static void print_open(const char *name, const unsigned char *open)
{
    char text[YM_SIGN_PUBLIC_CHARS + 1];

    ym_sign_print(open, APP_PARTNER_PUBLIC_LEN, text);
    (void)printf("\t%s=%s", name, text);
}

static void print_partner(const struct visit *v, const struct app_partner *p)
{
    unsigned char open[YM_SIGN_PUBLIC_LEN];
    struct ym_error why;

    (void)printf("%s\t%s\t%s\t%s\tbody=%lld\t%s", p->code.at, app_partner_kind_code(p->kind),
                 p->is_active ? "active" : "paused", p->url.n > 0 ? p->url.at : "-",
                 (long long)p->body, p->zh.at);
    if (exchange_own_public(v->desk.ring, p->code, p->ours, open, &why) == YM_E_OK)
        print_open("our_key", open);
    for (size_t i = 0; i < p->nkeys; i++)
        print_open("key", p->keys[i].open);
    (void)printf("\n");
}

static void on_rows(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct visit *v = arg;

    for (size_t i = 0; err == YM_E_OK && i < n; i++)
        print_partner(v, &rows[i]);
    cli_exchange_desk_answered(&v->desk, err);
}

static void on_found(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct visit *v = arg;

    if (err == YM_E_OK && n == 1) {
        v->found = *rows;
        memcpy(v->code, rows->code.at, rows->code.n);
        v->found.code = (struct ym_span){ v->code, rows->code.n };
    }
    cli_exchange_desk_answered(&v->desk, err);
}

/* ---- Words ---- */

static enum ym_err read_key(const struct wish *w, struct app_partner_key *key,
                            struct ym_error *reterr)
{
    key->from = cli_now();
    key->until = YM_USEC_NONE;
    if (w->open != NULL && !ym_sign_parse(ym_span_of(w->open), key->open, sizeof(key->open)))
        return ym_fail(reterr, YM_E_INVALID,
                       "--open takes the base64 of an Ed25519 public key, %d characters",
                       YM_SIGN_PUBLIC_CHARS);
    if ((w->from != NULL && !ym_usec_parse(ym_span_of(w->from), &key->from)) ||
        (w->until != NULL && !ym_usec_parse(ym_span_of(w->until), &key->until)))
        return ym_fail(reterr, YM_E_INVALID,
                       "--from and --until take a time as 2026-11-22T08:00:00+08:00");
    if (key->until != YM_USEC_NONE && key->until <= key->from)
        return ym_fail(reterr, YM_E_INVALID, "--until must be later than --from");
    return YM_E_OK;
}

/* Words with commas between. */
static enum ym_err read_kinds(const char *text, uint32_t *ret, struct ym_error *reterr)
{
    struct ym_span rest = ym_span_of(text);

    *ret = 0;
    while (rest.n > 0) {
        const char *comma = memchr(rest.at, ',', rest.n);
        const size_t n = comma != NULL ? (size_t)(comma - rest.at) : rest.n;
        const int kind = app_exchange_kind_of((struct ym_span){ rest.at, n });

        if (kind < 0)
            return ym_fail(reterr, YM_E_INVALID,
                           "--kinds takes filing, confirmation, referral, agreement, performance, "
                           "status, intake, other, with commas between");
        *ret |= UINT32_C(1) << kind;
        rest = comma != NULL ? (struct ym_span){ comma + 1, rest.n - n - 1 }
                             : (struct ym_span){ NULL, 0 };
    }
    return YM_E_OK;
}

static enum ym_err read_numbers(const struct wish *w, struct request *r, struct ym_error *reterr)
{
    long long n;

    if (w->body != NULL) {
        if (!cli_number(w->body, 1, INT64_MAX, &n))
            return ym_fail(reterr, YM_E_INVALID, "--body takes the number of a body");
        r->row.body = n;
    }
    if (w->bytes != NULL) {
        if (!cli_number(w->bytes, BYTES_MIN, APP_MESSAGE_BYTES_MAX, &n))
            return ym_fail(reterr, YM_E_INVALID, "--max-bytes takes %d to %d", BYTES_MIN,
                           APP_MESSAGE_BYTES_MAX);
        r->row.bytes_max = (uint32_t)n;
    }
    if (w->hours != NULL) {
        if (!cli_number(w->hours, 0, APP_PARTNER_ANSWER_H_MAX, &n))
            return ym_fail(reterr, YM_E_INVALID, "--hours takes 0 to %d", APP_PARTNER_ANSWER_H_MAX);
        r->hours = n;
        r->row.answer_hours = (uint16_t)(n > 0 ? n : 1);
    }
    return YM_E_OK;
}

static struct ym_span text_of(const char *text)
{
    return ym_span_of(text != NULL ? text : "");
}

static enum ym_err check_lengths(const struct request *r, struct ym_error *reterr)
{
    if (r->zh.n > APP_PARTNER_NAME_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "--zh has at most %d bytes", APP_PARTNER_NAME_MAX);
    if (r->cert.n > APP_PARTNER_FILE_MAX || r->cert_key.n > APP_PARTNER_FILE_MAX ||
        r->ca.n > APP_PARTNER_FILE_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "paths of certificates have at most %d bytes",
                       APP_PARTNER_FILE_MAX);
    return r->url.n > 0 ? app_subscription_url_check(r->url, reterr) : YM_E_OK;
}

static enum ym_err read_wish(const struct wish *w, struct request *r, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    *r = (struct request){ .row = { .kinds = APP_EXCHANGE_KINDS_ALL,
                                    .bytes_max = APP_MESSAGE_BYTES_MAX,
                                    .answer_hours = APP_PARTNER_ANSWER_H },
                           .hours = KEY_HOURS,
                           .zh = text_of(w->zh),
                           .url = text_of(w->url),
                           .cert = text_of(w->cert),
                           .cert_key = text_of(w->cert_key),
                           .ca = text_of(w->ca) };
    if (w->kinds != NULL)
        err = read_kinds(w->kinds, &r->row.kinds, reterr);
    if (err == YM_E_OK)
        err = read_numbers(w, r, reterr);
    if (err == YM_E_OK)
        err = read_key(w, &r->key, reterr);
    return err == YM_E_OK ? check_lengths(r, reterr) : err;
}

/* ---- What can be asked ---- */

static enum ym_err ask(struct visit *v)
{
    return cli_exchange_desk_wait(&v->desk);
}

static enum ym_err find(struct visit *v, const char *code, struct ym_error *reterr)
{
    enum ym_err err = app_partner_code_check(ym_span_of(code), reterr);

    if (err != YM_E_OK)
        return err;
    v->desk.port->ops->partners(v->desk.port, 0, ym_span_of(code), on_found, v);
    err = ask(v);
    if (err == YM_E_NOT_FOUND)
        return ym_fail(reterr, err, "there is no partner %s; `yima partner list` shows them", code);
    return err;
}

static enum ym_err add(struct visit *v, const char *code, struct request *r, const struct wish *w,
                       struct ym_error *reterr)
{
    const int kind = app_partner_kind_of(text_of(w->kind));
    enum ym_err err = app_partner_code_check(ym_span_of(code), reterr);

    if (err != YM_E_OK)
        return err;
    if (kind < 0 || r->zh.n == 0)
        return ym_fail(reterr, YM_E_INVALID,
                       "name --kind (court, centre or channel) and --zh (its name in Chinese)");
    r->row.id = app_subscription_id(&v->desk.secrets);
    r->row.kind = (uint8_t)kind;
    r->row.code = ym_span_of(code);
    r->row.zh = r->zh;
    r->row.url = r->url;
    r->row.cert_file = r->cert;
    r->row.cert_key_file = r->cert_key;
    r->row.ca_file = r->ca;
    r->row.ours = exchange_own_next(v->desk.ring, (struct app_own_key){ 0, 0 });
    r->row.created_at = cli_now();
    r->row.by.given = true;
    ym_random(r->row.by.key, sizeof(r->row.by.key));
    ym_random(r->row.by.fingerprint, sizeof(r->row.by.fingerprint));
    v->desk.port->ops->add_partner(v->desk.port, &r->row, on_rows, v);
    err = ask(v);
    if (err == YM_E_CONFLICT)
        return ym_fail(reterr, err, "there is a partner %s, or there are %d, as many as may be",
                       code, APP_PARTNERS_MAX);
    return err;
}

static enum ym_err list(struct visit *v, const char *code, struct request *r, const struct wish *w,
                        struct ym_error *reterr)
{
    (void)code;
    (void)r;
    (void)w;
    (void)reterr;
    v->desk.port->ops->partners(v->desk.port, 0, (struct ym_span){ NULL, 0 }, on_rows, v);
    return ask(v);
}

static enum ym_err change(struct visit *v, const char *code, struct request *r,
                          const struct wish *w, struct ym_error *reterr)
{
    enum ym_err err = find(v, code, reterr);

    if (err != YM_E_OK)
        return err;
    r->change = (struct app_partner_change){
        .zh = w->zh != NULL ? &r->zh : NULL,
        .url = w->url != NULL ? &r->url : NULL,
        .cert_file = w->cert != NULL ? &r->cert : NULL,
        .cert_key_file = w->cert_key != NULL ? &r->cert_key : NULL,
        .ca_file = w->ca != NULL ? &r->ca : NULL,
        .body = w->body != NULL ? &r->row.body : NULL,
        .kinds = w->kinds != NULL ? &r->row.kinds : NULL,
        .bytes_max = w->bytes != NULL ? &r->row.bytes_max : NULL,
        .answer_hours = w->hours != NULL ? &r->row.answer_hours : NULL,
        .now = cli_now(),
    };
    v->desk.port->ops->change_partner(v->desk.port, v->found.id, &r->change, on_rows, v);
    return ask(v);
}

static enum ym_err set_active(struct visit *v, const char *code, struct request *r, bool is_active,
                              struct ym_error *reterr)
{
    const enum ym_err err = find(v, code, reterr);

    if (err != YM_E_OK)
        return err;
    r->is_active = is_active;
    r->change = (struct app_partner_change){ .is_active = &r->is_active, .now = cli_now() };
    v->desk.port->ops->change_partner(v->desk.port, v->found.id, &r->change, on_rows, v);
    return ask(v);
}

static enum ym_err stop(struct visit *v, const char *code, struct request *r, const struct wish *w,
                        struct ym_error *reterr)
{
    (void)w;
    return set_active(v, code, r, false, reterr);
}

static enum ym_err resume(struct visit *v, const char *code, struct request *r,
                          const struct wish *w, struct ym_error *reterr)
{
    (void)w;
    return set_active(v, code, r, true, reterr);
}

static enum ym_err put_key(struct visit *v, const char *code, struct request *r,
                           const struct wish *w, struct ym_error *reterr)
{
    enum ym_err err;

    if (w->open == NULL)
        return ym_fail(reterr, YM_E_INVALID, "name the public key with --open BASE64");
    err = find(v, code, reterr);
    if (err != YM_E_OK)
        return err;
    v->desk.port->ops->put_key(v->desk.port, v->found.id, &r->key, on_rows, v);
    err = ask(v);
    if (err == YM_E_CONFLICT)
        return ym_fail(reterr, err, "%s has %d other keys, as many as may be", code,
                       APP_PARTNER_KEYS_MAX);
    return err;
}

static enum ym_err rotate(struct visit *v, const char *code, struct request *r,
                          const struct wish *w, struct ym_error *reterr)
{
    const enum ym_err err = find(v, code, reterr);
    struct app_own_key ours;

    (void)w;
    if (err != YM_E_OK)
        return err;
    ours = exchange_own_next(v->desk.ring, v->found.ours);
    r->change = (struct app_partner_change){ .ours = &ours,
                                             .before_until = cli_now() + r->hours * HOUR_USEC,
                                             .now = cli_now() };
    v->desk.port->ops->change_partner(v->desk.port, v->found.id, &r->change, on_rows, v);
    return ask(v);
}

typedef enum ym_err act_fn(struct visit *v, const char *code, struct request *r,
                           const struct wish *w, struct ym_error *reterr);

static const struct act {
    const char *name;
    bool takes_code;
    act_fn *fn;
} acts[] = {
    { "add", true, add },       { "list", false, list },    { "change", true, change },
    { "policy", true, change }, { "key", true, put_key },   { "rotate", true, rotate },
    { "stop", true, stop },     { "resume", true, resume },
};

static int act(const struct cli *cli, const struct act *a, const char *code, const struct wish *w)
{
    struct ym_error why = { .text = "" };
    struct request request;
    struct visit visit;
    enum ym_err err;

    memset(&visit, 0, sizeof(visit));
    if (read_wish(w, &request, &why) != YM_E_OK) {
        (void)cli_fail(&why);
        return CLI_USAGE;
    }
    if (cli_exchange_desk_open(cli, &visit.desk, &why) != YM_E_OK)
        return cli_fail(&why);
    err = a->fn(&visit, code, &request, w, &why);
    cli_exchange_desk_close(&visit.desk);
    if (err == YM_E_OK)
        return CLI_DONE;
    if (why.text[0] == '\0')
        (void)ym_fail(&why, err, "the database did not answer: %s", ym_err_title(err));
    return cli_fail(&why);
}

static int usage(void)
{
    (void)cli_complain("usage: yima partner list | map {list|import} … | "
                       "{add|change|policy|key|rotate|stop|resume} CODE");
    return CLI_USAGE;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct wish w = { 0 };
    const struct cli_option options[] = {
        { "kind", "KIND", "add: court, centre or channel", &w.kind, NULL },
        { "zh", "NAME", "its name in Chinese", &w.zh, NULL },
        { "body", "ID", "which of our bodies it is", &w.body, NULL },
        { "url", "URL", "where it listens; left out: it only sends", &w.url, NULL },
        { "cert", "FILE", "our client certificate (PEM), for mutual TLS", &w.cert, NULL },
        { "cert-key", "FILE", "its key (the same file)", &w.cert_key, NULL },
        { "ca", "FILE", "certificates to trust for it alone (the system's)", &w.ca, NULL },
        { "kinds", "K,...", "what it takes: filing, confirmation, referral, ... (all)", &w.kinds,
          NULL },
        { "max-bytes", "N", "the longest message that it takes (65536)", &w.bytes, NULL },
        { "hours", "N",
          "after which its silence is named (72); rotate: how long our old key signs "
          "as well (168)",
          &w.hours, NULL },
        { "open", "BASE64", "key: its Ed25519 public key", &w.open, NULL },
        { "from", "TIME", "key: counts from then on (now)", &w.from, NULL },
        { "until", "TIME", "key: counts until then (no end)", &w.until, NULL },
    };
    const struct act *a = NULL;
    int code;
    int at = cli_options(
        cli, &cli_partner, argc, argv,
        &(struct cli_syntax){ options, sizeof(options) / sizeof(options[0]), 1, 4 }, &code);

    if (at < 0)
        return code;
    if (strcmp(argv[at], "map") == 0)
        return cli_partner_map(cli, argv + at + 1, argc - at - 1);
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(acts[i].name, argv[at]) == 0)
            a = &acts[i];
    }
    if (a == NULL || argc - at != (a->takes_code ? 2 : 1))
        return usage();
    return act(cli, a, a->takes_code ? argv[at + 1] : "", &w);
}

const struct cli_command cli_partner = { "partner", "list | map … | VERB CODE",
                                         "courts, centres and channels: add, change, policy, key, "
                                         "rotate, stop, resume",
                                         run };
