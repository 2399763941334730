/* SPDX-License-Identifier: Apache-2.0 */
/* yima procedure migrate: disputes move to another version by the command MIGRATE, each by an event
 * of its own that keeps the reason. The list of them comes from a scan; whoever changes meanwhile
 * is left alone and named. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/command.h"
#include "json/read.h"
#include "pg/scan.h"
#include "procedure.h"
#include "progress.h"
#include "service.h"
#include "words.h"
#include "yima/canon.h"
#include "yima/number.h"

#define MAP_BYTES_MAX 65536
#define WINDOW        256      /* commands under way at once */
#define DISPUTES_MAX  50000000 /* of one migration */

struct candidate {
    struct ym_id id;
    uint32_t version;
};

struct moving;

struct slot {
    struct moving *m;
    struct slot *next;
    struct app_request request;
};

struct moving {
    const struct cli *cli;
    const struct cli_migration *wish;
    struct cli_service service;
    struct cli_progress progress;
    const struct ym_procedure *from, *to;
    struct ym_migration map;
    struct ym_arena arena;     /* of the command */
    struct json_command words; /* procedure and reason, as every event keeps them */
    struct candidate *found;   /* owned, n of cap */
    size_t n, cap, at;
    struct ym_id only; /* the one dispute; v == 0: all */
    bool has_failed;   /* no memory while scanning */
    struct ym_defer pump;
    struct slot slots[WINDOW];
    struct slot *free;
    size_t under_way;
    uint64_t moved, left;
};

/* ---- The map ---- */

/* One member of "states" or "deadlines": names of the two versions. */
typedef enum ym_err map_fn(struct moving *m, struct ym_span old, struct ym_span new,
                           struct ym_error *reterr);

static enum ym_err map_state(struct moving *m, struct ym_span old, struct ym_span new,
                             struct ym_error *reterr)
{
    const int a = ym_procedure_state(m->from, old);
    const int b = ym_procedure_state(m->to, new);

    if (a < 0 || b < 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s has no state \"%.*s\"",
                       a < 0 ? m->from->id : m->to->id, (int)(a < 0 ? old : new).n,
                       (a < 0 ? old : new).at);
    if (m->from->states[a].track != m->to->states[b].track)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%.*s and %.*s are of different tracks",
                       (int)old.n, old.at, (int)new.n, new.at);
    m->map.state[a] = (uint8_t)b;
    return YM_E_OK;
}

static enum ym_err map_deadline(struct moving *m, struct ym_span old, struct ym_span new,
                                struct ym_error *reterr)
{
    const int a = ym_procedure_deadline(m->from, old);
    const int b = ym_procedure_deadline(m->to, new);

    if (a < 0 || b < 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s has no deadline \"%.*s\"",
                       a < 0 ? m->from->id : m->to->id, (int)(a < 0 ? old : new).n,
                       (a < 0 ? old : new).at);
    m->map.deadline[a] = (uint8_t)b;
    return YM_E_OK;
}

/* Names that both versions have stay what they are. */
static void map_names(struct moving *m)
{
    memset(m->map.state, YM_STATE_NONE, sizeof(m->map.state));
    memset(m->map.deadline, YM_DEADLINE_NONE, sizeof(m->map.deadline));
    m->map.procedure = m->to->number;
    for (int i = 0; i < m->from->nstates; i++) {
        const int b = ym_procedure_state(m->to, ym_span_of(m->from->states[i].name));

        if (b >= 0 && m->from->states[i].track == m->to->states[b].track)
            m->map.state[i] = (uint8_t)b;
    }
    for (int i = 0; i < m->from->ndeadlines; i++) {
        const int b = ym_procedure_deadline(m->to, ym_span_of(m->from->deadlines[i].name));

        if (b >= 0)
            m->map.deadline[i] = (uint8_t)b;
    }
}

static enum ym_err read_names(struct moving *m, const struct json_at *object, map_fn *fn,
                              struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    (void)json_object(object);
    for (struct json_at it = { 0 }; err == YM_E_OK && json_next(object, &it);)
        err = fn(m, ym_span_of(it.key), json_get_line(&it, 1, JSON_NAME_CHARS_MAX), reterr);
    return err;
}

static enum ym_err read_map(struct moving *m, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root;
    struct json_at states;
    struct json_at deadlines;
    char *text;
    size_t n;
    enum ym_err err;

    map_names(m);
    if (m->wish->map == NULL)
        return YM_E_OK;
    err = cli_read_file(m->wish->map, MAP_BYTES_MAX, &text, &n, reterr);
    if (err != YM_E_OK)
        return err;
    err = json_parse((struct ym_span){ text, n }, MAP_BYTES_MAX, &doc, reterr);
    free(text);
    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    states = json_optional(&root, "states");
    deadlines = json_optional(&root, "deadlines");
    json_done(&root);
    if (json_given(&states))
        err = read_names(m, &states, map_state, reterr);
    if (err == YM_E_OK && json_given(&deadlines))
        err = read_names(m, &deadlines, map_deadline, reterr);
    if (!json_ok(doc))
        err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

/* ---- Who is to move ---- */

static void complain(struct moving *m, struct ym_id id, const char *why)
{
    char number[YM_NUMBER_TEXT_MAX];

    m->left++;
    cli_progress_wipe(&m->progress);
    ym_number_print(id, number);
    (void)printf("%s stays: %s\n", number, why);
}

static struct ym_command command_of(struct moving *m)
{
    struct ym_command c = m->words.cmd;

    c.at = cli_now();
    c.by = (struct ym_actor){ .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE };
    c.migration = &m->map;
    return c;
}

static void try_it(struct moving *m, const struct ym_dispute *d)
{
    const struct ym_command c = command_of(m);
    struct ym_decision decision;

    ym_decide(m->from, m->service.library.calendar, d, &c, &decision);
    if (decision.refusal == YM_REFUSAL_NONE)
        m->moved++;
    else
        complain(m, d->id,
                 decision.refusal == YM_REFUSAL_VALUE
                     ? "its state or a running deadline is not mapped"
                     : ym_word(YM_VOCAB_REFUSAL, decision.refusal)->en);
}

static bool on_dispute(void *arg, const struct pg_scan_row *row)
{
    struct moving *m = arg;
    const bool goes_on = m->only.v == 0;
    struct ym_dispute d;

    if ((!goes_on && row->id.v != m->only.v) ||
        !ym_dispute_unpack((const unsigned char *)row->state.at, row->state.n, &d) ||
        d.procedure != m->from->number)
        return goes_on;
    if (m->wish->is_dry) {
        try_it(m, &d);
        return goes_on;
    }
    if (m->n == m->cap) {
        const size_t cap = m->cap == 0 ? 1024 : m->cap * 2;
        struct candidate *found =
            cap > DISPUTES_MAX ? NULL : realloc(m->found, cap * sizeof(*found));

        m->has_failed = found == NULL;
        if (found == NULL)
            return false;
        m->found = found;
        m->cap = cap;
    }
    m->found[m->n++] = (struct candidate){ row->id, d.version };
    return goes_on;
}

static enum ym_err find_disputes(struct moving *m, struct ym_error *reterr)
{
    struct pg_scan_options o = { .since = YM_USEC_NONE, .on_dispute = on_dispute, .arg = m };
    enum ym_err err = YM_E_OK;

    if (m->wish->dispute != NULL)
        err = cli_read_dispute(m->wish->dispute, &m->only, reterr);
    o.from = m->only;
    if (err == YM_E_OK)
        err = pg_scan_run(m->service.db.conn, &o, reterr);
    if (err == YM_E_OK && m->has_failed)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many disputes");
    if (err != YM_E_OK || m->wish->dispute == NULL)
        return err;
    if (m->n + m->moved + m->left == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND, "%.40s is not a dispute under %s/%s",
                       m->wish->dispute, m->from->id, m->from->version);
    return YM_E_OK;
}

/* ---- Moving ---- */

static void on_answer(void *arg, const struct app_outcome *o)
{
    struct slot *s = arg;
    struct moving *m = s->m;

    if (o->err == YM_E_OK)
        m->moved++;
    else if (o->err == YM_E_REFUSED && o->refusal == YM_REFUSAL_VALUE)
        complain(m, s->request.dispute, "its state or a running deadline is not mapped");
    else if (o->err == YM_E_REFUSED)
        complain(m, s->request.dispute, ym_word(YM_VOCAB_REFUSAL, o->refusal)->en);
    else if (o->err == YM_E_STALE)
        complain(m, s->request.dispute, "it changed meanwhile; run the same again");
    else
        complain(m, s->request.dispute, o->text);
    s->next = m->free;
    m->free = s;
    m->under_way--;
    ym_loop_defer(m->service.loop, &m->pump);
}

static void on_pump(void *arg)
{
    struct moving *m = arg;

    while (m->free != NULL && m->at < m->n) {
        struct slot *s = m->free;
        const struct candidate *c = &m->found[m->at];

        s->m = m;
        s->request =
            (struct app_request){ .cmd = command_of(m), .dispute = c->id, .expect = c->version };
        if (!app_submit(m->service.app, &s->request, on_answer, s))
            break;
        m->free = s->next;
        m->under_way++;
        m->at++;
    }
    cli_progress_step(&m->progress, m->at, m->moved);
    if (m->under_way == 0 && m->at == m->n)
        ym_loop_stop(m->service.loop);
}

static void move_all(struct moving *m)
{
    for (size_t i = 0; i < WINDOW; i++) {
        m->slots[i].next = m->free;
        m->free = &m->slots[i];
    }
    cli_progress_begin(&m->progress, m->cli, "migrating", "disputes", m->n);
    ym_defer_init(&m->pump, on_pump, m);
    ym_loop_defer(m->service.loop, &m->pump);
    ym_loop_run(m->service.loop);
    ym_loop_undefer(m->service.loop, &m->pump);
    cli_progress_wipe(&m->progress);
}

/* ---- The whole ---- */

static enum ym_err prepare(struct moving *m, struct ym_error *reterr)
{
    const struct cli_library *lib = &m->service.library;
    char name[256];
    struct json_pair pairs[] = {
        { YM_SPAN("procedure"), { name, 0 } },
        { YM_SPAN("reason"), ym_span_of(m->wish->reason) },
    };
    enum ym_err err;

    m->from = cli_library_find(lib, ym_span_of(m->wish->from));
    m->to = cli_library_find(lib, ym_span_of(m->wish->to));
    if (m->from == NULL || m->to == NULL)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "no procedure \"%.60s\"; `yima procedure list` shows them",
                       m->from == NULL ? m->wish->from : m->wish->to);
    if (m->from == m->to)
        return ym_fail(reterr, YM_E_INVALID, "--from and --to are the same version");
    err = read_map(m, reterr);
    if (err != YM_E_OK)
        return err;
    (void)snprintf(name, sizeof(name), "%s/%s", m->to->id, m->to->version);
    pairs[0].value = ym_span_of(name);
    if (!ym_arena_init(&m->arena, JSON_COMMAND_ARENA_BYTES))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to migrate");
    return json_command_from_words(
        &(struct json_words){ .command = YM_SPAN("migrate"), .pairs = pairs, .n = 2 }, &m->arena,
        &m->words, reterr);
}

static int move(struct moving *m)
{
    const struct cli_service_options o = { .links = 0 };
    struct ym_error why;
    enum ym_err err = cli_service_open(m->cli, &o, &m->service, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = prepare(m, &why);
    if (err == YM_E_OK)
        err = find_disputes(m, &why);
    if (err == YM_E_OK && !m->wish->is_dry)
        move_all(m);
    cli_service_close(&m->service);
    ym_arena_release(&m->arena);
    free(m->found);
    if (err != YM_E_OK)
        return cli_fail(&why);
    (void)printf("%" PRIu64 " %s, %" PRIu64 " stay\n", m->moved,
                 m->wish->is_dry ? "could move" : "moved", m->left);
    return m->left == 0 ? CLI_DONE : CLI_FAILED;
}

int cli_procedure_move(const struct cli *cli, const struct cli_migration *wish)
{
    struct moving *m = calloc(1, sizeof(*m));
    int code;

    if (m == NULL)
        return cli_complain("no memory to migrate");
    m->cli = cli;
    m->wish = wish;
    code = move(m);
    free(m);
    return code;
}
