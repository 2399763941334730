/* SPDX-License-Identifier: Apache-2.0 */
/* yima procedure migrate --dry-run: what would become of each dispute, decided by the engine
 * itself. A page at a time, so that neither memory nor a snapshot grows with the database. */
#include <inttypes.h>
#include <string.h>

#include "app/migration.h"
#include "base/csv.h"
#include "json/limits.h"
#include "json/write.h"
#include "migration_list.h"
#include "output.h"
#include "pg/migration.h"
#include "procedure.h"
#include "yima/canon.h"
#include "yima/number.h"

#define ROW_BYTES_MAX  65536                         /* one row as JSON or CSV */
#define CODE_BYTES_MAX 32                            /* of a command with what parts it */
#define NAME_BYTES_MAX (4 * JSON_NAME_CHARS_MAX + 1) /* of a deadline, likewise */
#define DAYS_BYTES_MAX (2 * YM_DAY_TEXT_MAX + 8)     /* two days, and what parts them */

struct previewing {
    const struct cli_preview *p;
    enum migration_format format;
    FILE *out;
    struct ym_buf row; /* one row as JSON or CSV */
    struct ym_id last; /* looked at */
    size_t page;
    uint64_t moving, left;
    ym_usec now;
    struct app_migration_effect effect; /* of the dispute at hand */
};

/* ---- What is said of one ---- */

static const struct ym_state *stands_in(const struct ym_procedure *p, const struct ym_dispute *d)
{
    return &p->states[d->state[YM_TRACK_MAIN]];
}

/* The clock of d that stands for clock i of the dispute before. */
static const struct ym_clock *counterpart(const struct previewing *v, const struct ym_clock *k)
{
    return v->effect.refusal == YM_REFUSAL_NONE
               ? ym_dispute_clock(&v->effect.after, v->p->map.deadline[k->deadline])
               : NULL;
}

static void print_day(const struct ym_clock *k, char ret[YM_DAY_TEXT_MAX])
{
    if (k->last == YM_DAY_NONE)
        (void)snprintf(ret, YM_DAY_TEXT_MAX, "stopped");
    else
        ym_day_print(k->last, ret);
}

/* "a,b": the commands of a set. */
static void print_set(const bool set[YM_CMD_COUNT], char *ret, size_t cap)
{
    size_t n = 0;

    ret[0] = '\0';
    for (int i = 0; i < YM_CMD_COUNT && n < cap; i++)
        if (set[i])
            n += (size_t)snprintf(ret + n, cap - n, "%s%s", n > 0 ? "," : "",
                                  ym_word(YM_VOCAB_COMMAND, i)->code);
}

static bool is_unchanged(const struct ym_migration *m, const struct ym_clock *k,
                         const struct ym_clock *then)
{
    return k->last == then->last &&
           strcmp(m->from->deadlines[k->deadline].name, m->to->deadlines[then->deadline].name) == 0;
}

/* People are told what changes, programs everything.
 * "mediation_limit 2026-12-01 -> 2026-12-01; …" */
static void print_clocks(const struct previewing *v, const struct ym_dispute *d, char *ret,
                         size_t cap)
{
    const struct ym_migration *m = &v->p->map;
    char was[YM_DAY_TEXT_MAX], is[YM_DAY_TEXT_MAX];
    size_t n = 0;

    ret[0] = '\0';
    for (int i = 0; i < d->nclocks && n < cap; i++) {
        const struct ym_clock *k = &d->clocks[i];
        const struct ym_clock *then = counterpart(v, k);

        if (v->format == MIGRATION_TABLE && then != NULL && is_unchanged(m, k, then))
            continue;
        print_day(k, was);
        n += (size_t)snprintf(ret + n, cap - n, "%s%s %s", n > 0 ? "; " : "",
                              m->from->deadlines[k->deadline].name, was);
        if (then == NULL || n >= cap)
            continue;
        print_day(then, is);
        n += (size_t)snprintf(ret + n, cap - n, " -> %s %s", m->to->deadlines[then->deadline].name,
                              is);
    }
}

static void print_unstarted(const struct previewing *v, char *ret, size_t cap)
{
    const struct ym_procedure *to = v->p->map.to;
    size_t n = 0;

    ret[0] = '\0';
    for (int i = 0; i < to->ndeadlines && n < cap; i++)
        if ((v->effect.unstarted >> i & 1U) != 0)
            n +=
                (size_t)snprintf(ret + n, cap - n, "%s%s", n > 0 ? "," : "", to->deadlines[i].name);
}

/* ---- Formats ---- */

/* What every format says of one dispute, as texts. */
struct said {
    char number[YM_NUMBER_TEXT_MAX];
    const char *colour, *colour_after, *state, *state_after, *why;
    const char *hindered; /* it stays for this state or deadline of the old version; "": neither */
    char gains[YM_CMD_COUNT * CODE_BYTES_MAX], loses[YM_CMD_COUNT * CODE_BYTES_MAX];
    char unstarted[YM_DEADLINES_MAX * NAME_BYTES_MAX];
    char clocks[YM_CLOCKS_MAX * (2 * NAME_BYTES_MAX + DAYS_BYTES_MAX)];
};

static const char *hindered(const struct previewing *v)
{
    const struct ym_procedure *from = v->p->map.from;
    const struct app_migration_effect *e = &v->effect;

    if (e->state != YM_STATE_NONE)
        return from->states[e->state].name;
    return e->deadline != YM_DEADLINE_NONE ? from->deadlines[e->deadline].name : "";
}

static void say(const struct previewing *v, const struct ym_dispute *d, struct said *s)
{
    const struct ym_migration *m = &v->p->map;
    const struct app_migration_effect *e = &v->effect;
    const bool moves = e->refusal == YM_REFUSAL_NONE;

    ym_number_print(d->id, s->number);
    s->state = stands_in(m->from, d)->name;
    s->colour = ym_word(YM_VOCAB_COLOUR, (int)ym_dispute_colour(m->from, d))->code;
    s->state_after = moves ? stands_in(m->to, &e->after)->name : "";
    s->colour_after =
        moves ? ym_word(YM_VOCAB_COLOUR, (int)ym_dispute_colour(m->to, &e->after))->code : "";
    s->why = moves ? "" : ym_word(YM_VOCAB_REFUSAL, e->refusal)->code;
    s->hindered = hindered(v);
    print_clocks(v, d, s->clocks, sizeof(s->clocks));
    print_set(e->gains, s->gains, sizeof(s->gains));
    print_set(e->loses, s->loses, sizeof(s->loses));
    print_unstarted(v, s->unstarted, sizeof(s->unstarted));
}

static void put_table(const struct previewing *v, const struct said *s)
{
    if (s->why[0] != '\0') {
        (void)fprintf(v->out, "%s stays: %s%s%s\n", s->number,
                      app_migration_why(ym_span_of(s->why)).en.at,
                      s->hindered[0] != '\0' || s->loses[0] != '\0' ? ": " : "",
                      s->hindered[0] != '\0' ? s->hindered : s->loses);
        return;
    }
    (void)fprintf(v->out, "%s moves: %s %s -> %s %s\n", s->number, s->colour, s->state,
                  s->colour_after, s->state_after);
    if (s->clocks[0] != '\0')
        (void)fprintf(v->out, "    deadlines: %s\n", s->clocks);
    if (s->unstarted[0] != '\0')
        (void)fprintf(v->out, "    do not begin: %s\n", s->unstarted);
    if (s->gains[0] != '\0' || s->loses[0] != '\0')
        (void)fprintf(v->out, "    next actions:%s%s%s%s\n", s->gains[0] != '\0' ? " +" : "",
                      s->gains, s->loses[0] != '\0' ? " -" : "", s->loses);
}

static void put_csv(struct previewing *v, const struct said *s)
{
    const char *const cells[] = { s->number,       s->why,         s->colour,  s->state,
                                  s->colour_after, s->state_after, s->clocks,  s->unstarted,
                                  s->gains,        s->loses,       s->hindered };

    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        if (i > 0)
            ym_buf_putc(&v->row, ',');
        ym_csv_text(&v->row, ym_span_of(cells[i]));
    }
    (void)fprintf(v->out, "%.*s\r\n", (int)v->row.n, v->row.at);
}

static void put_clocks_json(struct previewing *v, const struct ym_dispute *d, struct json_out *w)
{
    const struct ym_migration *m = &v->p->map;

    json_put_key(w, "deadlines");
    json_put_array(w);
    for (int i = 0; i < d->nclocks; i++) {
        const struct ym_clock *k = &d->clocks[i];
        const struct ym_clock *then = counterpart(v, k);

        json_put_object(w);
        json_add_word(w, "from", m->from->deadlines[k->deadline].name);
        json_add_day(w, "last_day", k->last);
        if (then != NULL) {
            json_add_word(w, "to", m->to->deadlines[then->deadline].name);
            json_add_day(w, "last_day_after", then->last);
        }
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_set_json(struct json_out *w, const char *key, const bool set[YM_CMD_COUNT])
{
    json_put_key(w, key);
    json_put_array(w);
    for (int i = 0; i < YM_CMD_COUNT; i++)
        if (set[i])
            json_put_word(w, ym_word(YM_VOCAB_COMMAND, i)->code);
    json_put_array_end(w);
}

/* One object a line: a reader needs no more memory than the writer. */
static void put_json(struct previewing *v, const struct ym_dispute *d, const struct said *s)
{
    struct json_out w = json_out(&v->row);

    json_put_object(&w);
    json_add_word(&w, "number", s->number);
    json_add_bool(&w, "moves", s->why[0] == '\0');
    if (s->why[0] != '\0')
        json_add_word(&w, "why", s->why);
    if (v->effect.state != YM_STATE_NONE)
        json_add_word(&w, "why_state", s->hindered);
    else if (s->hindered[0] != '\0')
        json_add_word(&w, "why_deadline", s->hindered);
    json_add_word(&w, "colour", s->colour);
    json_add_word(&w, "state", s->state);
    if (s->why[0] == '\0') {
        json_add_word(&w, "colour_after", s->colour_after);
        json_add_word(&w, "state_after", s->state_after);
    }
    put_clocks_json(v, d, &w);
    json_add_word(&w, "unstarted", s->unstarted);
    put_set_json(&w, "gains", v->effect.gains);
    put_set_json(&w, "loses", v->effect.loses);
    json_put_object_end(&w);
    (void)fprintf(v->out, "%.*s\n", (int)v->row.n, v->row.at);
}

/* ---- The walk ---- */

static void on_row(void *arg, const struct pg_migration_row *row)
{
    struct previewing *v = arg;
    struct ym_dispute d;
    struct said s;

    v->last = row->id;
    v->page++;
    if (v->p->wish->only_open && !row->is_open)
        return;
    if (!ym_dispute_unpack((const unsigned char *)row->state.at, row->state.n, &d) ||
        d.procedure != v->p->map.from->number)
        return;
    app_migration_try(&v->p->map, v->p->library->calendar, &d, v->now, &v->effect);
    *(v->effect.refusal == YM_REFUSAL_NONE ? &v->moving : &v->left) += 1;
    say(v, &d, &s);
    ym_buf_clear(&v->row);
    if (v->format == MIGRATION_JSON)
        put_json(v, &d, &s);
    else if (v->format == MIGRATION_CSV)
        put_csv(v, &s);
    else
        put_table(v, &s);
}

static enum ym_err walk(struct previewing *v, struct ym_error *reterr)
{
    const struct ym_id only = v->p->only;
    const struct ym_id until = only.v != 0 ? only : (struct ym_id){ INT64_MAX };
    enum ym_err err;

    v->last.v = only.v != 0 ? only.v - 1 : 0;
    do {
        const struct pg_migration_page page = { v->last, until, APP_MIGRATION_WINDOW };

        v->page = 0;
        err = pg_migration_window(v->p->conn, &page, on_row, v, reterr);
    } while (err == YM_E_OK && v->page == APP_MIGRATION_WINDOW);
    return err;
}

enum ym_err cli_procedure_preview(const struct cli_preview *p, uint64_t *ret_moving,
                                  uint64_t *ret_left, struct ym_error *reterr)
{
    struct previewing v = { .p = p, .now = cli_now() };
    struct cli_output o;
    enum ym_err err = migration_format_read(p->wish->format, &v.format, reterr);

    if (err == YM_E_OK)
        err = cli_output_open(p->wish->output, &o, reterr);
    if (err != YM_E_OK)
        return err;
    v.out = o.file;
    ym_buf_init(&v.row, ROW_BYTES_MAX);
    if (v.format == MIGRATION_CSV)
        (void)fputs(YM_CSV_BOM "编号,不能迁移的原因,颜色,状态,新颜色,新状态,期限,不开始的期限,"
                               "新增操作,减少操作,不能迁移的状态或期限\r\n",
                    v.out);
    err = walk(&v, reterr);
    ym_buf_release(&v.row);
    if (v.format == MIGRATION_TABLE && err == YM_E_OK)
        (void)fprintf(v.out, "%" PRIu64 " could move, %" PRIu64 " stay\n", v.moving, v.left);
    if (err == YM_E_OK)
        err = cli_output_commit(&o, reterr);
    else
        cli_output_abort(&o);
    *ret_moving = v.moving;
    *ret_left = v.left;
    return err;
}
