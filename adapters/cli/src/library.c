/* SPDX-License-Identifier: Apache-2.0 */
#include "library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "pg/reference.h"

#define CALENDAR_BYTES_MAX (1u << 20)

enum ym_err cli_procedure_read(struct ym_span text, const char *name, struct json_procedure **ret,
                               struct ym_error *reterr)
{
    struct ym_error why;
    struct ym_flaw flaw;
    struct json_procedure *p;

    if (json_procedure_parse(text, &p, &why) != YM_E_OK)
        return ym_fail(reterr, why.code, "%s: %s", name, why.text);
    if (ym_procedure_check(json_procedure_get(p), &flaw, 1) != 0) {
        json_procedure_free(p);
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s: %s; `yima procedure check` says where",
                       name, ym_flaw_text((enum ym_flaw_kind)flaw.kind));
    }
    *ret = p;
    return YM_E_OK;
}

static enum ym_err register_shipped(struct ym_conn *conn, struct ym_error *reterr)
{
    for (size_t i = 0; i < ym_shipped_procedure_count; i++) {
        const struct ym_embedded *file = &ym_shipped_procedure_files[i];
        const struct ym_span text = { (const char *)file->at, file->n };
        struct json_procedure *p = NULL;
        struct pg_procedure row = { .document = text };
        enum ym_err err = cli_procedure_read(text, file->name, &p, reterr);

        if (err != YM_E_OK)
            return err;
        row.id = ym_span_of(json_procedure_get(p)->id);
        row.version = ym_span_of(json_procedure_get(p)->version);
        row.valid_from = json_procedure_get(p)->valid_from;
        row.valid_until = json_procedure_get(p)->valid_until;
        ym_sha256(file->at, file->n, row.sha256);
        err = pg_procedure_register(conn, &row, cli_now(), reterr);
        json_procedure_free(p);
        if (err != YM_E_OK)
            return err;
    }
    return YM_E_OK;
}

struct loading {
    struct cli_library *lib;
    struct ym_error *reterr;
    enum ym_err err;
};

static void take_row(void *arg, const struct pg_procedure *row)
{
    struct loading *l = arg;
    struct json_procedure *p = NULL;

    if (l->err != YM_E_OK || row->number == 0 || row->number > YM_PROCEDURES_MAX)
        return;
    l->err = cli_procedure_read(row->document, "a stored procedure", &p, l->reterr);
    if (l->err != YM_E_OK)
        return;
    json_procedure_set(p, row->number, row->sha256);
    l->lib->owned[l->lib->n++] = p;
    l->lib->procedures.at[row->number] = json_procedure_get(p);
}

static enum ym_err load_calendar(const struct cli *cli, struct cli_library *lib,
                                 struct ym_error *reterr)
{
    struct ym_span text = { (const char *)ym_shipped_calendar_files[0].at,
                            ym_shipped_calendar_files[0].n };
    char *file = NULL;
    enum ym_err err = YM_E_OK;

    if (cli->calendar != NULL) {
        err = cli_read_file(cli->calendar, CALENDAR_BYTES_MAX, &file, &text.n, reterr);
        text.at = file;
    }
    if (err == YM_E_OK)
        err = json_calendar_parse(text, &lib->calendar_owned, reterr);
    free(file);
    if (err == YM_E_OK)
        lib->calendar = json_calendar_get(lib->calendar_owned);
    return err;
}

enum ym_err cli_library_open(const struct cli *cli, struct ym_conn *conn, struct cli_library *ret,
                             struct ym_error *reterr)
{
    struct loading l = { .lib = ret, .reterr = reterr };
    enum ym_err err;

    memset(ret, 0, sizeof(*ret));
    err = register_shipped(conn, reterr);
    if (err == YM_E_OK)
        err = pg_procedures_each(conn, take_row, &l, reterr);
    if (err == YM_E_OK)
        err = l.err;
    if (err == YM_E_OK)
        err = load_calendar(cli, ret, reterr);
    if (err != YM_E_OK)
        cli_library_close(ret);
    return err;
}

void cli_library_close(struct cli_library *lib)
{
    for (size_t i = 0; i < lib->n; i++)
        json_procedure_free(lib->owned[i]);
    json_calendar_free(lib->calendar_owned);
    memset(lib, 0, sizeof(*lib));
}

static bool is_named(const struct ym_procedure *p, struct ym_span name)
{
    char full[256];

    if (ym_span_is(name, ym_span_of(p->id)))
        return true;
    (void)snprintf(full, sizeof(full), "%s/%s", p->id, p->version);
    return ym_span_is(name, ym_span_of(full));
}

const struct ym_procedure *cli_library_find(const struct cli_library *lib, struct ym_span name)
{
    const struct ym_procedure *found = NULL;

    for (int i = 1; i <= YM_PROCEDURES_MAX; i++)
        if (lib->procedures.at[i] != NULL && is_named(lib->procedures.at[i], name))
            found = lib->procedures.at[i];
    return found;
}
