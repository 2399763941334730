/* SPDX-License-Identifier: Apache-2.0 */
/* yima exchange: what waits or was refused, what a person did about it, and where both records
 * differ. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "exchange/verb.h"
#include "exchange_desk.h"
#include "exchange_reconcile.h"
#include "json/write.h"
#include "words.h"
#include "yima/number.h"

#define BY "yima exchange" /* who settles from the command line */

struct wish {
    const char *partner, *state, *note, *allow, *ca;
    bool is_paper, is_json;
};

struct visit {
    struct cli_exchange_desk desk;
    struct app_exchange_filter filter;
    bool has_more;
    int64_t partner;            /* 0: any */
    struct app_message message; /* of its spans the name alone */
    char name[APP_MESSAGE_NAME_MAX + 1];
};

/* ---- Printing ---- */

static void print_dispute(struct ym_id dispute)
{
    char number[YM_NUMBER_TEXT_MAX] = "-";

    if (ym_id_valid(dispute))
        ym_number_print(dispute, number);
    (void)printf("%s", number);
}

static void print_message(const struct app_message *m)
{
    char at[YM_USEC_TEXT_MAX];

    ym_usec_print(m->made_at, at);
    (void)printf("%" PRIu32 "-%" PRId64 "\t%s\t%s\t%s\t", m->key.bucket, m->key.no,
                 m->is_out ? "out" : "in", app_message_state_code(m->state),
                 exchange_verb_word(m->verb));
    print_dispute(m->dispute);
    (void)printf("\t%s\t%s\t%s%s%s\n", at, m->name.at, m->reason.code.at,
                 m->error.n > 0 ? "\t" : "", m->error.at);
}

static void on_page(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                    bool has_more)
{
    struct visit *v = arg;

    v->has_more = err == YM_E_OK && has_more;
    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        print_message(&rows[i]);
        v->filter.before = rows[i].made_at;
        v->filter.before_no = rows[i].key.no;
    }
    cli_exchange_desk_answered(&v->desk, err);
}

static void on_message(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                       bool has_more)
{
    struct visit *v = arg;

    (void)has_more;
    if (err == YM_E_OK && n == 1 && rows->name.n <= APP_MESSAGE_NAME_MAX) {
        v->message = *rows;
        memcpy(v->name, rows->name.at, rows->name.n);
        v->message.name = (struct ym_span){ v->name, rows->name.n };
    }
    cli_exchange_desk_answered(&v->desk, err);
}

static void on_partner(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct visit *v = arg;

    if (err == YM_E_OK && n == 1)
        v->partner = rows->id;
    cli_exchange_desk_answered(&v->desk, err);
}

/* ---- What can be asked ---- */

static enum ym_err find_partner(struct visit *v, const char *code, struct ym_error *reterr)
{
    enum ym_err err;

    if (code == NULL)
        return YM_E_OK;
    v->desk.port->ops->partners(v->desk.port, 0, ym_span_of(code), on_partner, v);
    err = cli_exchange_desk_wait(&v->desk);
    if (err == YM_E_NOT_FOUND)
        return ym_fail(reterr, err, "there is no partner %.40s; `yima partner list` shows them",
                       code);
    return err;
}

static enum ym_err read_state(const char *text, struct app_exchange_filter *f,
                              struct ym_error *reterr)
{
    int state;

    if (text == NULL)
        return YM_E_OK;
    f->is_late = strcmp(text, "unacknowledged") == 0;
    if (f->is_late)
        return YM_E_OK;
    state = app_message_state_of(ym_span_of(text));
    if (state < 0)
        return ym_fail(reterr, YM_E_INVALID,
                       "--state takes ready, pending, refused, unacknowledged, accepted, settled "
                       "or replaced");
    f->states = UINT32_C(1) << state;
    return YM_E_OK;
}

static enum ym_err list(struct visit *v, const char *word, const struct wish *w,
                        struct ym_error *reterr)
{
    enum ym_err err = read_state(w->state, &v->filter, reterr);

    (void)word;
    if (err == YM_E_OK)
        err = find_partner(v, w->partner, reterr);
    if (err != YM_E_OK)
        return err;
    v->filter.partner = v->partner;
    v->filter.now = cli_now();
    v->filter.before = YM_USEC_NONE;
    v->filter.limit = APP_EXCHANGE_PAGE_MAX;
    do {
        v->desk.port->ops->list(v->desk.port, &v->filter, on_page, v);
        err = cli_exchange_desk_wait(&v->desk);
    } while (err == YM_E_OK && v->has_more);
    return err;
}

static enum ym_err find_message(struct visit *v, const char *word, struct ym_error *reterr)
{
    const char *dash = strchr(word, '-');
    struct app_message_key key = { 0, 0 };
    long long bucket = 0;
    long long no = 0;
    char text[8] = "";
    enum ym_err err;

    if (dash != NULL && (size_t)(dash - word) < sizeof(text))
        memcpy(text, word, (size_t)(dash - word));
    if (dash == NULL || !cli_number(text, 0, YM_BUCKETS - 1, &bucket) ||
        !cli_number(dash + 1, 0, INT64_MAX, &no))
        return ym_fail(reterr, YM_E_INVALID,
                       "MESSAGE is what `yima exchange list` shows first, as 517-8123");
    key.bucket = (uint32_t)bucket;
    key.no = no;
    v->desk.port->ops->one(v->desk.port, key, on_message, v);
    err = cli_exchange_desk_wait(&v->desk);
    if (err == YM_E_NOT_FOUND)
        return ym_fail(reterr, err, "there is no such message");
    return err;
}

static enum ym_err finished(enum ym_err err, struct ym_error *reterr)
{
    if (err == YM_E_CONFLICT)
        return ym_fail(reterr, err, "it came from the partner, or is finished");
    return err;
}

static enum ym_err resend(struct visit *v, const char *word, const struct wish *w,
                          struct ym_error *reterr)
{
    const enum ym_err err = find_message(v, word, reterr);

    (void)w;
    if (err != YM_E_OK)
        return err;
    v->desk.port->ops->resend(v->desk.port, v->message.key, cli_now(), on_message, v);
    return finished(cli_exchange_desk_wait(&v->desk), reterr);
}

static enum ym_err settle(struct visit *v, const char *word, const struct wish *w,
                          struct ym_error *reterr)
{
    struct cli_exchange_desk *d = &v->desk;
    struct app_settling how = { .by = YM_SPAN(BY), .is_paper = w->is_paper, .now = cli_now() };
    enum ym_err err;

    if (w->note == NULL || w->note[0] == '\0' || strlen(w->note) > APP_EXCHANGE_NOTE_MAX)
        return ym_fail(reterr, YM_E_INVALID, "say with --note what was done, in at most %d bytes",
                       APP_EXCHANGE_NOTE_MAX);
    err = find_message(v, word, reterr);
    if (err == YM_E_OK)
        err = app_message_seal(&d->secrets,
                               (struct app_sealed_message){ v->message.partner, v->message.name },
                               ym_span_of(w->note), &d->arena, &how.note, reterr);
    if (err != YM_E_OK)
        return err;
    d->port->ops->settle(d->port, v->message.key, &how, on_message, v);
    return finished(cli_exchange_desk_wait(d), reterr);
}

typedef enum ym_err act_fn(struct visit *v, const char *word, const struct wish *w,
                           struct ym_error *reterr);

static const struct act {
    const char *name;
    bool takes_word;
    act_fn *fn; /* NULL: reconcile, which needs the whole program */
} acts[] = {
    { "list", false, list },
    { "resend", true, resend },
    { "settle", true, settle },
    { "reconcile", false, NULL },
};

static int act(const struct cli *cli, const struct act *a, const char *word, const struct wish *w)
{
    struct ym_error why = { .text = "" };
    struct visit visit;
    enum ym_err err;

    memset(&visit, 0, sizeof(visit));
    if (cli_exchange_desk_open(cli, &visit.desk, &why) != YM_E_OK)
        return cli_fail(&why);
    err = a->fn(&visit, word, w, &why);
    cli_exchange_desk_close(&visit.desk);
    if (err == YM_E_OK)
        return CLI_DONE;
    if (why.text[0] == '\0')
        (void)ym_fail(&why, err, "the database did not answer: %s", ym_err_title(err));
    return cli_fail(&why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct wish w = { 0 };
    const struct cli_option options[] = {
        { "partner", "CODE", "only with this partner", &w.partner, NULL },
        { "state", "STATE", "list: ready, pending, refused, unacknowledged, ... (what is open)",
          &w.state, NULL },
        { "note", "TEXT", "settle: what was done", &w.note, NULL },
        { "paper", NULL, "settle: it went by paper", NULL, &w.is_paper },
        { "json", NULL, "reconcile: print JSON Lines", NULL, &w.is_json },
        { "webhook-allow", "CIDR,...", "reconcile: addresses besides public ones", &w.allow, NULL },
        { "webhook-ca", "FILE", "reconcile: certificates to trust (the system's)", &w.ca, NULL },
    };
    const struct act *a = NULL;
    int code;
    int at = cli_options(
        cli, &cli_exchange, argc, argv,
        &(struct cli_syntax){ options, sizeof(options) / sizeof(options[0]), 1, 2 }, &code);

    if (at < 0)
        return code;
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(acts[i].name, argv[at]) == 0)
            a = &acts[i];
    }
    if (a == NULL || argc - at != (a->takes_word ? 2 : 1)) {
        (void)cli_complain("usage: yima exchange list | reconcile | {resend|settle} MESSAGE");
        return CLI_USAGE;
    }
    if (a->fn == NULL)
        return cli_exchange_reconcile(
            cli, &(struct cli_reconcile_wish){ w.partner, w.allow, w.ca, w.is_json });
    return act(cli, a, a->takes_word ? argv[at + 1] : "", &w);
}

const struct cli_command cli_exchange = { "exchange", "list | reconcile | VERB MESSAGE",
                                          "messages of partners: list, resend, settle, reconcile",
                                          run };
