/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange_reconcile.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "json/write.h"
#include "service.h"
#include "yima/number.h"

#define LINE_MAX_BYTES 4096

/* One partner that is compared with. */
struct candidate {
    int64_t id;
    char code[APP_PARTNER_CODE_MAX + 1];
};

struct round {
    struct cli_service service;
    const struct cli_reconcile_wish *wish;
    struct candidate at[APP_PARTNERS_MAX];
    size_t n, i;
    size_t failed, found;
    enum ym_err err;
};

static void wait_for(struct round *r)
{
    ym_loop_run(r->service.loop);
}

static void answered(struct round *r)
{
    ym_loop_stop(r->service.loop);
}

static struct app_exchange *port_of(struct round *r)
{
    return pg_exchange_port(r->service.exchanging.store);
}

/* ---- Printing ---- */

static const char *code_of(const struct round *r, int64_t partner)
{
    for (size_t i = 0; i < r->n; i++) {
        if (r->at[i].id == partner)
            return r->at[i].code;
    }
    return "-";
}

static void print_json(const struct round *r, const struct app_discrepancy *d)
{
    struct ym_buf line;
    struct json_out w;
    char number[YM_NUMBER_TEXT_MAX] = "";

    ym_buf_init(&line, LINE_MAX_BYTES);
    w = json_out(&line);
    if (ym_id_valid(d->dispute))
        ym_number_print(d->dispute, number);
    json_put_object(&w);
    json_add_word(&w, "partner", code_of(r, d->partner));
    json_add_word(&w, "what", app_discrepancy_code(d->what));
    json_add_word(&w, "kind", app_exchange_kind_code(d->kind));
    if (number[0] != '\0')
        json_add_word(&w, "number", number);
    else
        json_add_null(&w, "number");
    json_add_text(&w, "ref", d->ref);
    json_add_text(&w, "ours", d->ours);
    json_add_text(&w, "theirs", d->theirs);
    json_add_instant(&w, "since", d->since);
    json_put_object_end(&w);
    (void)printf("%.*s\n", (int)line.n, json_put_ok(&w) ? line.at : "");
    ym_buf_release(&line);
}

static void print_line(const struct round *r, const struct app_discrepancy *d)
{
    char number[YM_NUMBER_TEXT_MAX] = "-";
    char since[YM_USEC_TEXT_MAX];

    if (ym_id_valid(d->dispute))
        ym_number_print(d->dispute, number);
    ym_usec_print(d->since, since);
    (void)printf("%s\t%s\t%s\t%s\tours: %s\ttheirs: %s\t%s\t%s\n", code_of(r, d->partner),
                 app_discrepancy_code(d->what), app_exchange_kind_code(d->kind), number,
                 d->ours.n > 0 ? d->ours.at : "-", d->theirs.n > 0 ? d->theirs.at : "-", since,
                 d->ref.at);
}

static void on_differences(void *arg, enum ym_err err, const struct app_discrepancy *rows, size_t n)
{
    struct round *r = arg;

    r->err = err;
    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        if (r->wish->is_json)
            print_json(r, &rows[i]);
        else
            print_line(r, &rows[i]);
    }
    r->found += n;
    answered(r);
}

/* ---- Comparing ---- */

static void on_compared(void *arg, enum ym_err err, const struct exchange_reconciled *what,
                        const char *text)
{
    struct round *r = arg;

    (void)what;
    if (err != YM_E_OK) {
        r->failed++;
        (void)cli_complain("%s was not compared with: %s", r->at[r->i].code, text);
    }
    answered(r);
}

static void on_one(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct round *r = arg;
    struct exchange_reconcile_config config;

    cli_exchanging_reconcile(&r->service.exchanging, YM_USEC_NONE, &config);
    if (err == YM_E_OK && n == 1 && exchange_reconcile_run(&config, rows, on_compared, r))
        return;
    r->failed++;
    (void)cli_complain("%s was not compared with: %s", r->at[r->i].code, ym_err_title(err));
    answered(r);
}

static void on_partners(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct round *r = arg;

    r->err = err;
    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        struct candidate *c = &r->at[r->n];

        if (rows[i].code.n > APP_PARTNER_CODE_MAX)
            continue;
        c->id = rows[i].id;
        memcpy(c->code, rows[i].code.at, rows[i].code.n);
        c->code[rows[i].code.n] = '\0';
        r->n++;
    }
    answered(r);
}

static enum ym_err compare_all(struct round *r, struct ym_error *reterr)
{
    struct app_exchange *x = port_of(r);

    x->ops->partners(x, 0, ym_span_of(r->wish->partner != NULL ? r->wish->partner : ""),
                     on_partners, r);
    wait_for(r);
    if (r->err == YM_E_NOT_FOUND)
        return ym_fail(reterr, r->err, "there is no partner %.40s; `yima partner list` shows them",
                       r->wish->partner);
    for (r->i = 0; r->err == YM_E_OK && r->i < r->n; r->i++) {
        x->ops->partners(x, r->at[r->i].id, (struct ym_span){ NULL, 0 }, on_one, r);
        wait_for(r);
        x->ops->discrepancies(x, &(struct app_discrepancy_filter){ .partner = r->at[r->i].id },
                              on_differences, r);
        wait_for(r);
    }
    if (r->err != YM_E_OK)
        return ym_fail(reterr, r->err, "the database did not answer: %s", ym_err_title(r->err));
    return YM_E_OK;
}

int cli_exchange_reconcile(struct cli *cli, const struct cli_reconcile_wish *wish)
{
    struct round r = { .n = 0 };
    const struct cli_exchanging_words words = { .allow = wish->allow,
                                                .ca_file = wish->ca_file,
                                                .at = "off" };
    const struct cli_service_options options = { .exchanging = &words, .serves_casefiles = true };
    struct ym_error why = { .text = "" };
    enum ym_err err = cli_service_open(cli, &options, &r.service, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    r.wish = wish;
    err = compare_all(&r, &why);
    cli_service_close(&r.service);
    if (err != YM_E_OK)
        return cli_fail(&why);
    if (r.found > 0 || r.failed > 0)
        (void)fprintf(stderr, "%zu differences, %zu partners not compared with\n", r.found,
                      r.failed);
    return r.found > 0 || r.failed > 0 ? CLI_FAILED : CLI_DONE;
}
