/* SPDX-License-Identifier: Apache-2.0 */
#include "migration_list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "database.h"
#include "json/limits.h"
#include "json/write.h"
#include "output.h"
#include "words.h"
#include "yima/number.h"

#define ROW_BYTES_MAX 65536                         /* one row as JSON or CSV */
#define VERSION_MAX   (8 * JSON_NAME_CHARS_MAX + 2) /* id and version, in any script, and its NUL */

/* ---- Words ---- */

enum ym_err migration_format_read(const char *text, enum migration_format *ret,
                                  struct ym_error *reterr)
{
    static const char *const codes[] = { "table", "csv", "json" };

    *ret = MIGRATION_TABLE;
    for (size_t i = 0; text != NULL && i < sizeof(codes) / sizeof(codes[0]); i++)
        if (strcmp(text, codes[i]) == 0) {
            *ret = (enum migration_format)i;
            return YM_E_OK;
        }
    return text == NULL ? YM_E_OK
                        : ym_fail(reterr, YM_E_INVALID, "--format takes table, csv or json");
}

/* ---- Plans ---- */

/* "zhejiang-2025/1.2" */
static void print_version(const struct cli_library *lib, uint16_t number, char ret[VERSION_MAX])
{
    const struct ym_procedure *p = ym_procedures_get(&lib->procedures, number);

    (void)snprintf(ret, VERSION_MAX, "%s/%s", p != NULL ? p->id : "?",
                   p != NULL ? p->version : "?");
}

void migration_list_one(const struct cli_library *lib, const struct pg_migration *plan)
{
    const struct app_migration *m = &plan->m;
    const struct ym_word *state = app_migration_state_word(m->state);
    char day[YM_DAY_TEXT_MAX], from[VERSION_MAX], to[VERSION_MAX];

    print_version(lib, m->from, from);
    print_version(lib, m->to, to);
    ym_day_print(ym_day_of(m->begun_at), day);
    (void)printf("%4" PRId32 "  %s %-9s  %s -> %s  %s  moved %" PRId64 "  stay %" PRId64
                 "  looked at %" PRId64 "%s  by %s  %.*s\n",
                 m->plan, state->zh, state->en, from, to, day, m->moved, m->stayed, m->looked,
                 m->pending > 0 ? "  (a slice is under way)" : "",
                 m->by.n > 0 ? m->by.at : "the command line", (int)m->reason.n, m->reason.at);
}

static void put_plan(struct json_out *w, const struct cli_library *lib,
                     const struct app_migration *m)
{
    char version[VERSION_MAX];

    json_add_int(w, "plan", m->plan);
    json_add_word(w, "state", app_migration_state_word(m->state)->code);
    print_version(lib, m->from, version);
    json_add_word(w, "from", version);
    print_version(lib, m->to, version);
    json_add_word(w, "to", version);
    json_add_text(w, "reason", m->reason);
    json_add_text(w, "by", m->by);
    json_add_int64(w, "looked", m->looked);
    json_add_int64(w, "moved", m->moved);
    json_add_int64(w, "stayed", m->stayed);
    json_add_int64(w, "pending", m->pending);
    json_add_instant(w, "begun_at", m->begun_at);
    json_add_instant(w, "ended_at", m->ended_at);
}

static void print_json(const struct cli_library *lib, const struct app_migration *m)
{
    struct ym_buf b;
    struct json_out w = json_out(&b);

    ym_buf_init(&b, ROW_BYTES_MAX);
    json_put_object(&w);
    put_plan(&w, lib, m);
    json_put_object_end(&w);
    (void)printf("%.*s\n", (int)b.n, b.at);
    ym_buf_release(&b);
}

/* The plan of this number, or (0) all. */
static enum ym_err print_plans(const struct cli *cli, struct ym_conn *conn,
                               enum migration_format format, int32_t plan, struct ym_error *reterr)
{
    struct pg_migration *rows = calloc(APP_MIGRATIONS_MAX, sizeof(*rows));
    struct cli_library lib = { .n = 0 };
    size_t n = 1;
    enum ym_err err;

    if (rows == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the plans");
    err = cli_library_open(cli, conn, &lib, reterr);
    if (err == YM_E_OK)
        err = plan != 0 ? pg_migration_read(conn, plan, rows, reterr)
                        : pg_migration_list(conn, rows, APP_MIGRATIONS_MAX, &n, reterr);
    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        if (format == MIGRATION_JSON)
            print_json(&lib, &rows[i].m);
        else
            migration_list_one(&lib, &rows[i]);
    }
    cli_library_close(&lib);
    free(rows);
    return err;
}

/* ---- Who stayed ---- */

struct staying {
    FILE *out;
    enum migration_format format;
    struct ym_id last;
    size_t n, max;     /* of all pages: so far, and at most */
    size_t page;       /* of this page */
    struct ym_buf row; /* one row as CSV or JSON */
};

static void put_stay_json(struct staying *s, const char *number, struct ym_span why)
{
    const struct app_migration_why words = app_migration_why(why);
    struct json_out w = json_out(&s->row);

    json_put_object(&w);
    json_add_word(&w, "number", number);
    json_add_text(&w, "why", why);
    json_add_text(&w, "zh", words.zh);
    json_add_text(&w, "en", words.en);
    json_put_object_end(&w);
    (void)fprintf(s->out, "%.*s\n", (int)s->row.n, s->row.at);
}

static void put_stay_csv(struct staying *s, const char *number, struct ym_span why)
{
    ym_buf_puts(&s->row, number);
    ym_buf_putc(&s->row, ',');
    ym_csv_text(&s->row, why);
    ym_buf_putc(&s->row, ',');
    ym_csv_text(&s->row, app_migration_why(why).zh);
    (void)fprintf(s->out, "%.*s\r\n", (int)s->row.n, s->row.at);
}

static void on_stay(void *arg, const struct app_migration_stay *stay)
{
    struct staying *s = arg;
    const struct ym_span en = app_migration_why(stay->why).en;
    char number[YM_NUMBER_TEXT_MAX];

    s->last = stay->dispute;
    s->n++;
    s->page++;
    ym_number_print(stay->dispute, number);
    ym_buf_clear(&s->row);
    if (s->format == MIGRATION_JSON)
        put_stay_json(s, number, stay->why);
    else if (s->format == MIGRATION_CSV)
        put_stay_csv(s, number, stay->why);
    else
        (void)fprintf(s->out, "%s stays: %.*s\n", number, (int)en.n, en.at);
}

static enum ym_err each_stay(struct ym_conn *conn, int32_t plan, struct staying *s,
                             struct ym_error *reterr)
{
    enum ym_err err;

    ym_buf_init(&s->row, ROW_BYTES_MAX);
    do {
        const struct pg_migration_page page = { .after = s->last, .max = APP_MIGRATION_STAYS_MAX };

        s->page = 0;
        err = pg_migration_stays(conn, plan, &page, on_stay, s, reterr);
    } while (err == YM_E_OK && s->page == APP_MIGRATION_STAYS_MAX && s->n < s->max);
    ym_buf_release(&s->row);
    return err;
}

enum ym_err migration_list_stays(struct ym_conn *conn, int32_t plan, struct ym_error *reterr)
{
    struct staying s = { .out = stdout, .max = MIGRATION_LIST_STAYS_MAX };
    const enum ym_err err = each_stay(conn, plan, &s, reterr);

    if (err == YM_E_OK && s.n >= s.max)
        (void)printf("... `yima procedure migrate report %" PRId32 "` shows them all\n", plan);
    return err;
}

static enum ym_err write_report(struct ym_conn *conn, const struct cli_migration *w,
                                enum migration_format format, int32_t plan, struct ym_error *reterr)
{
    struct staying s = { .format = format, .max = SIZE_MAX };
    struct cli_output o;
    enum ym_err err = cli_output_open(w->output, &o, reterr);

    if (err != YM_E_OK)
        return err;
    s.out = o.file;
    if (format == MIGRATION_CSV)
        (void)fputs(YM_CSV_BOM "编号,原因代码,原因\r\n", s.out);
    err = each_stay(conn, plan, &s, reterr);
    if (err == YM_E_OK)
        return cli_output_commit(&o, reterr);
    cli_output_abort(&o);
    return err;
}

/* Open the database and write about it. reports: who stayed, too. */
static int list(const struct cli *cli, const struct cli_migration *w, int32_t plan, bool reports)
{
    enum migration_format format;
    struct cli_database db;
    struct ym_error why;
    enum ym_err err = migration_format_read(w->format, &format, &why);

    if (err == YM_E_OK)
        err = cli_database_open_existing(cli, &db, &why);
    if (err != YM_E_OK)
        return cli_fail(&why);
    if (!reports || format == MIGRATION_TABLE)
        err = print_plans(cli, db.conn, format, plan, &why);
    if (err == YM_E_OK && reports)
        err = write_report(db.conn, w, format, plan, &why);
    cli_database_close(&db);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

int migration_list_plans(const struct cli *cli, const struct cli_migration *w, int32_t plan)
{
    return list(cli, w, plan, false);
}

int migration_list_report(const struct cli *cli, const struct cli_migration *w, int32_t plan)
{
    return list(cli, w, plan, true);
}
