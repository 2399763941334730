/* SPDX-License-Identifier: Apache-2.0 */
/* The formula that a month is drawn by: imported ones first, those in the program where none of
 * them is valid; and `yima credit formula`, which imports and lists them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/month.h"
#include "credit.h"
#include "crypto/crypto.h"
#include "pg/dated_document.h"

#define NAMES_MAX 512 /* bytes of the formulas that a refusal lists */

/* ---- Each formula that there is ---- */

/* One of them; nothing is owned. */
struct known {
    struct json_credit *json;
    char name[APP_CREDIT_FORMULA_MAX]; /* "id/version" */
    struct ym_span text;
    const struct pg_dated_document *stored; /* NULL: it is in the program */
};

/* Told of each, the imported ones first. */
typedef void known_fn(void *arg, const struct known *k);

struct walk {
    known_fn *fn;
    void *arg;
    enum ym_err err;
    struct ym_error *reterr;
};

static bool is_named(const struct pg_dated_document *d, const struct ym_credit_formula *f)
{
    return ym_span_is(d->id, ym_span_of(f->id)) && ym_span_is(d->version, ym_span_of(f->version)) &&
           d->valid_from == f->valid_from && d->valid_until == f->valid_until;
}

/* What was imported is drawn by only as it was imported. */
static bool is_whole(const struct pg_dated_document *d)
{
    unsigned char digest[YM_SHA256_LEN];

    ym_sha256(d->text.at, d->text.n, digest);
    return d->sha256.n == sizeof(digest) && memcmp(d->sha256.at, digest, sizeof(digest)) == 0;
}

static void tell(struct walk *w, struct ym_span text, const struct pg_dated_document *stored)
{
    struct known k = { .text = text, .stored = stored };
    struct ym_error why;

    if (w->err != YM_E_OK)
        return;
    if (stored != NULL && (!is_whole(stored) || json_credit_parse(text, &k.json, &why) != YM_E_OK ||
                           !is_named(stored, &k.json->formula))) {
        w->err =
            ym_fail(w->reterr, YM_E_INTERNAL,
                    "formula %.*s/%.*s is not the one that was imported: somebody altered its "
                    "row of credit_formula. Delete that row and import the file again",
                    (int)stored->id.n, stored->id.at, (int)stored->version.n, stored->version.at);
        json_credit_free(k.json);
        return;
    }
    if (stored == NULL)
        w->err = json_credit_parse(text, &k.json, w->reterr);
    if (w->err != YM_E_OK)
        return;
    (void)snprintf(k.name, sizeof(k.name), "%s/%s", k.json->formula.id, k.json->formula.version);
    w->fn(w->arg, &k);
    json_credit_free(k.json);
}

static void on_stored(void *arg, const struct pg_dated_document *d)
{
    tell(arg, d->text, d);
}

static enum ym_err each(struct ym_conn *c, known_fn *fn, void *arg, struct ym_error *reterr)
{
    struct walk w = { .fn = fn, .arg = arg, .reterr = reterr };
    const enum ym_err err = pg_credit_formulas(c, on_stored, &w, reterr);

    for (size_t i = 0; i < ym_shipped_credit_count && err == YM_E_OK; i++) {
        const struct ym_embedded *file = &ym_shipped_credit_files[i];

        tell(&w, (struct ym_span){ (const char *)file->at, file->n }, NULL);
    }
    return err != YM_E_OK ? err : w.err;
}

/* ---- The one that is wanted ---- */

struct search {
    const char *name; /* NULL: the one that is valid */
    ym_day last;      /* day of the month */
    struct credit_formula *ret;
    bool is_stored; /* what was found was imported */
    char names[NAMES_MAX];
    size_t at;
    bool is_full; /* there is no memory */
};

static bool is_valid_in(const struct ym_credit_formula *f, ym_day last)
{
    return f->valid_from <= last && (f->valid_until == YM_DAY_NONE || last <= f->valid_until);
}

static bool is_wanted(const struct search *s, const struct known *k)
{
    const struct json_credit *found = s->ret->json;

    if (s->name != NULL)
        return found == NULL && strcmp(s->name, k->name) == 0;
    if (!is_valid_in(&k->json->formula, s->last))
        return false;
    if (found == NULL)
        return true;
    return s->is_stored == (k->stored != NULL) &&
           k->json->formula.valid_from > found->formula.valid_from;
}

static void on_known(void *arg, const struct known *k)
{
    struct search *s = arg;
    struct credit_formula *f = s->ret;
    struct ym_error why;
    char *text;

    if (s->at < sizeof(s->names))
        s->at += (size_t)snprintf(s->names + s->at, sizeof(s->names) - s->at, " %s", k->name);
    if (!is_wanted(s, k))
        return;
    credit_formula_release(f);
    text = malloc(k->text.n);
    if (text == NULL || json_credit_parse(k->text, &f->json, &why) != YM_E_OK) {
        free(text);
        s->is_full = true;
        return;
    }
    memcpy(text, k->text.at, k->text.n);
    f->text = (struct ym_span){ text, k->text.n };
    s->is_stored = k->stored != NULL;
    memcpy(f->name, k->name, sizeof(f->name));
    ym_sha256(text, k->text.n, f->sha256);
}

enum ym_err credit_formula_open(struct ym_conn *c, const char *name, ym_day month,
                                struct credit_formula *ret, struct ym_error *reterr)
{
    struct search s = { .name = name,
                        .last = ym_day_plus(app_month_plus(month, 1), -1),
                        .ret = ret };
    enum ym_err err;

    *ret = (struct credit_formula){ .json = NULL };
    err = each(c, on_known, &s, reterr);
    if (err != YM_E_OK)
        return err;
    if (s.is_full)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a formula");
    if (ret->json == NULL && name == NULL)
        return ym_fail(reterr, YM_E_NOT_FOUND, "no formula is valid in this month; there are%s",
                       s.names);
    if (ret->json == NULL)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "there is no formula %.64s: give --formula one of%s, or leave it out", name,
                       s.names);
    if (!is_valid_in(&ret->json->formula, s.last))
        return ym_fail(reterr, YM_E_REFUSED,
                       "formula %s is not valid in this month: leave --formula out for the one "
                       "that is",
                       ret->name);
    return YM_E_OK;
}

void credit_formula_release(struct credit_formula *f)
{
    json_credit_free(f->json);
    free((void *)(uintptr_t)f->text.at);
    f->json = NULL;
    f->text = (struct ym_span){ NULL, 0 };
}

/* ---- yima credit formula ---- */

static void print_formula(const char *name, const struct ym_credit_formula *f, const char *by)
{
    char from[YM_DAY_TEXT_MAX], until[YM_DAY_TEXT_MAX];

    ym_day_print(f->valid_from, from);
    ym_day_print(f->valid_until, until);
    (void)printf("%s  %s–%s  %s  %s\n", name, from, until, f->zh, by);
}

static void on_listed(void *arg, const struct known *k)
{
    char by[APP_LOGIN_CHARS_MAX + 32] = "程序自带 in the program";

    (void)arg;
    if (k->stored != NULL)
        (void)snprintf(by, sizeof(by), "%.*s", (int)k->stored->by.n, k->stored->by.at);
    print_formula(k->name, &k->json->formula, by);
}

struct clash {
    const char *name;
    bool is_shipped;
};

static void on_clash(void *arg, const struct known *k)
{
    struct clash *c = arg;

    c->is_shipped = c->is_shipped || (k->stored == NULL && strcmp(k->name, c->name) == 0);
}

static enum ym_err import(struct ym_conn *c, const char *by, const struct json_credit *json,
                          struct ym_span text, struct ym_error *reterr)
{
    const struct ym_credit_formula *f = &json->formula;
    char name[APP_CREDIT_FORMULA_MAX];
    unsigned char digest[YM_SHA256_LEN];
    struct clash clash = { .name = name };
    struct cli_granted who;
    enum ym_err err = cli_granted(c, by, APP_RIGHT_CREDIT_APPROVE, &who, reterr);

    if (snprintf(name, sizeof(name), "%s/%s", f->id, f->version) >= (int)sizeof(name))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "id and version have at most %d bytes together",
                       APP_CREDIT_FORMULA_MAX - 2);
    if (err == YM_E_OK)
        err = each(c, on_clash, &clash, reterr);
    if (err == YM_E_OK && clash.is_shipped)
        err = ym_fail(reterr, YM_E_CONFLICT,
                      "the program has a formula %s of its own: give this one another id", name);
    if (err != YM_E_OK)
        return err;
    ym_sha256(text.at, text.n, digest);
    return pg_credit_formula_put(
        c,
        &(struct pg_dated_document){ .id = ym_span_of(f->id),
                                     .version = ym_span_of(f->version),
                                     .valid_from = f->valid_from,
                                     .valid_until = f->valid_until,
                                     .sha256 = { (const char *)digest, sizeof(digest) },
                                     .text = text,
                                     .at = cli_now(),
                                     .by = ym_span_of(who.trace) },
        reterr);
}

static enum ym_err take(struct ym_conn *c, const struct credit_wish *w, const char *path,
                        struct ym_error *reterr)
{
    struct json_credit *json = NULL;
    char name[APP_CREDIT_FORMULA_MAX];
    char *text = NULL;
    size_t n = 0;
    enum ym_err err = cli_read_file(path, JSON_CREDIT_BYTES_MAX, &text, &n, reterr);

    if (err == YM_E_OK)
        err = json_credit_parse((struct ym_span){ text, n }, &json, reterr);
    if (err == YM_E_OK && !w->is_dry)
        err = import(c, w->by, json, (struct ym_span){ text, n }, reterr);
    if (err == YM_E_OK) {
        (void)snprintf(name, sizeof(name), "%s/%s", json->formula.id, json->formula.version);
        print_formula(name, &json->formula, w->is_dry ? "仅检查 looked at only" : w->by);
    }
    json_credit_free(json);
    free(text);
    return err;
}

int credit_formula(const struct cli *cli, const struct credit_wish *w, const char *path)
{
    struct cli_database db;
    struct ym_error why;
    enum ym_err err = cli_database_open_existing(cli, &db, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = path != NULL ? take(db.conn, w, path, &why) : each(db.conn, on_listed, NULL, &why);
    cli_database_close(&db);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}
