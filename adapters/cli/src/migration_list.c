/* SPDX-License-Identifier: Apache-2.0 */
#include "migration_list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "json/write.h"
#include "output.h"
#include "words.h"
#include "yima/number.h"

#define ROW_BYTES_MAX 65536 /* one row as JSON */

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

struct ym_span migration_why_zh(struct ym_span why)
{
    const int i = ym_vocab_find(YM_VOCAB_REFUSAL, why);

    return i > 0 ? ym_span_of(ym_word(YM_VOCAB_REFUSAL, i)->zh) : why;
}

struct ym_span migration_why_en(struct ym_span why)
{
    const int i = ym_vocab_find(YM_VOCAB_REFUSAL, why);

    return i > 0 ? ym_span_of(ym_word(YM_VOCAB_REFUSAL, i)->en) : why;
}

void migration_put_csv(FILE *out, struct ym_span text)
{
    (void)putc('"', out);
    if (text.n > 0 && memchr("=+-@\t\r", text.at[0], 6) != NULL)
        (void)putc('\'', out);
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"')
            (void)putc('"', out);
        (void)putc(text.at[i], out);
    }
    (void)putc('"', out);
}

/* ---- Plans ---- */

int migration_list_one(const struct pg_migration *plan)
{
    const struct app_migration *m = &plan->m;
    const struct ym_word *state = app_migration_state_word(m->state);
    char day[YM_DAY_TEXT_MAX];

    ym_day_print(ym_day_of(m->begun_at), day);
    (void)printf("%4" PRId32 "  %s %-9s  %u -> %u  %s  moved %" PRId64 "  stay %" PRId64
                 "  looked at %" PRId64 "%s  by %s  %.*s\n",
                 m->plan, state->zh, state->en, m->from, m->to, day, m->moved, m->stayed, m->looked,
                 m->pending > 0 ? "  (a slice is under way)" : "",
                 m->by.n > 0 ? m->by.at : "the command line", (int)m->reason.n, m->reason.at);
    return CLI_DONE;
}

static void put_plan(struct json_out *w, const struct app_migration *m)
{
    json_add_int(w, "plan", m->plan);
    json_add_word(w, "state", app_migration_state_word(m->state)->code);
    json_add_int(w, "from", m->from);
    json_add_int(w, "to", m->to);
    json_add_text(w, "reason", m->reason);
    json_add_text(w, "by", m->by);
    json_add_int64(w, "looked", m->looked);
    json_add_int64(w, "moved", m->moved);
    json_add_int64(w, "stayed", m->stayed);
    json_add_int64(w, "pending", m->pending);
    json_add_instant(w, "begun_at", m->begun_at);
    json_add_instant(w, "ended_at", m->ended_at);
}

static void print_json(const struct app_migration *m)
{
    struct ym_buf b;
    struct json_out w = json_out(&b);

    ym_buf_init(&b, ROW_BYTES_MAX);
    json_put_object(&w);
    put_plan(&w, m);
    json_put_object_end(&w);
    (void)printf("%.*s\n", (int)b.n, b.at);
    ym_buf_release(&b);
}

static enum ym_err print_plans(struct ym_conn *conn, enum migration_format format, int32_t plan,
                               struct ym_error *reterr)
{
    struct pg_migration *rows = calloc(APP_MIGRATIONS_MAX, sizeof(*rows));
    size_t n = 1;
    enum ym_err err;

    if (rows == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the plans");
    err = plan != 0 ? pg_migration_read(conn, plan, rows, reterr)
                    : pg_migration_list(conn, rows, APP_MIGRATIONS_MAX, &n, reterr);
    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        if (format == MIGRATION_JSON)
            print_json(&rows[i].m);
        else
            (void)migration_list_one(&rows[i]);
    }
    free(rows);
    return err;
}

int migration_list_plans(const struct cli *cli, const struct cli_migration *w, int32_t plan)
{
    enum migration_format format;
    struct cli_database db;
    struct ym_error why;
    enum ym_err err = migration_format_read(w->format, &format, &why);

    if (err == YM_E_OK)
        err = cli_database_open_existing(cli, &db, &why);
    if (err != YM_E_OK)
        return cli_fail(&why);
    err = print_plans(db.conn, format, plan, &why);
    cli_database_close(&db);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

/* ---- Who stayed ---- */

struct staying {
    FILE *out;
    enum migration_format format;
    struct ym_id last;
    size_t n, max; /* of this page; and of all pages */
    size_t page;
};

static void put_stay_json(const struct staying *s, const char *number,
                          const struct app_migration_stay *stay)
{
    struct ym_buf b;
    struct json_out w = json_out(&b);

    ym_buf_init(&b, ROW_BYTES_MAX);
    json_put_object(&w);
    json_add_word(&w, "number", number);
    json_add_text(&w, "why", stay->why);
    json_add_text(&w, "zh", migration_why_zh(stay->why));
    json_add_text(&w, "en", migration_why_en(stay->why));
    json_put_object_end(&w);
    (void)fprintf(s->out, "%.*s\n", (int)b.n, b.at);
    ym_buf_release(&b);
}

static void on_stay(void *arg, const struct app_migration_stay *stay)
{
    struct staying *s = arg;
    const struct ym_span en = migration_why_en(stay->why);
    const struct ym_span zh = migration_why_zh(stay->why);
    char number[YM_NUMBER_TEXT_MAX];

    s->last = stay->dispute;
    s->n++;
    s->page++;
    ym_number_print(stay->dispute, number);
    if (s->format == MIGRATION_JSON) {
        put_stay_json(s, number, stay);
    } else if (s->format == MIGRATION_CSV) {
        (void)fprintf(s->out, "%s,", number);
        migration_put_csv(s->out, stay->why);
        (void)putc(',', s->out);
        migration_put_csv(s->out, zh);
        (void)fputs("\r\n", s->out);
    } else {
        (void)fprintf(s->out, "%s stays: %.*s\n", number, (int)en.n, en.at);
    }
}

static enum ym_err each_stay(struct ym_conn *conn, int32_t plan, struct staying *s,
                             struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    do {
        const struct pg_migration_page page = { .after = s->last, .max = APP_MIGRATION_STAYS_MAX };

        s->page = 0;
        err = pg_migration_stays(conn, plan, &page, on_stay, s, reterr);
    } while (err == YM_E_OK && s->page == APP_MIGRATION_STAYS_MAX && s->n < s->max);
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
        (void)fputs("\xEF\xBB\xBF编号,原因代码,原因\r\n", s.out);
    err = each_stay(conn, plan, &s, reterr);
    if (err == YM_E_OK)
        return cli_output_commit(&o, reterr);
    cli_output_abort(&o);
    return err;
}

int migration_list_report(const struct cli *cli, const struct cli_migration *w, int32_t plan)
{
    enum migration_format format;
    struct cli_database db;
    struct ym_error why;
    enum ym_err err = migration_format_read(w->format, &format, &why);

    if (err == YM_E_OK)
        err = cli_database_open_existing(cli, &db, &why);
    if (err != YM_E_OK)
        return cli_fail(&why);
    err = format == MIGRATION_TABLE ? print_plans(db.conn, format, plan, &why) : YM_E_OK;
    if (err == YM_E_OK)
        err = write_report(db.conn, w, format, plan, &why);
    cli_database_close(&db);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}
