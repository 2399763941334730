/* SPDX-License-Identifier: Apache-2.0 */
/* Disputes go the way of every command: decoded, sealed, decided, stored in batches, with a request
 * key made of the batch's name, the line and its text. So a run that was killed is simply run
 * again: what is in the database answers "already there". */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "directory.h"
#include "import.h"
#include "progress.h"
#include "service.h"
#include "words.h"

#define RETRY_MS 200 /* before what the database did not answer is sent again */

struct run;

/* One row under way. */
struct slot {
    struct run *run;
    struct slot *next; /* in the free list or among those to be sent again */
    uint64_t line;
    struct ym_arena arena;
    struct ym_span text;    /* of the row, in arena */
    struct ym_span *fields; /* of a CSV row, n of them, in arena; NULL: none */
    size_t n;
    struct json_intake in;
    struct ym_intake intake;
    struct app_request request;
};

struct run {
    struct cli_import *im;
    struct cli_service service;
    struct cli_progress progress;
    struct ym_defer pump;
    struct ym_timer *retry;
    struct ym_buf scratch; /* JSON of the row that is being decoded */
    struct slot *slots;    /* CLI_IMPORT_WINDOW of them */
    struct slot *free;     /* those without a row */
    struct slot *again;    /* those whose command is to be sent again */
    unsigned under_way;    /* commands submitted and not answered, and those to be sent again */
    bool is_read;          /* no row is left, or none shall be read any more */
    uint64_t heard_ms;     /* when the database last answered */
    struct ym_error why;   /* code OK, or why the run is given up */
};

/* ---- Rows become requests ---- */

static void give_back(struct slot *s)
{
    ym_arena_reset(&s->arena);
    s->next = s->run->free;
    s->run->free = s;
}

static void reject(struct slot *s, const char *why)
{
    cli_reject(&s->run->im->rejects, s->line, why, s->text, s->fields, s->n);
}

static enum ym_err find_procedure(const struct run *run, struct slot *s, ym_usec now,
                                  struct ym_error *reterr)
{
    const struct cli_library *lib = &run->service.library;
    const struct ym_procedure *p = s->in.procedure.n > 0
                                       ? cli_library_find(lib, s->in.procedure)
                                       : ym_procedures_on(&lib->procedures, ym_day_of(now));

    if (p == NULL)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "procedure: there is no such version; `yima procedure list` shows them");
    s->in.reg.procedure = p->number;
    return YM_E_OK;
}

static enum ym_err make_request(struct slot *s, struct ym_error *reterr)
{
    struct run *run = s->run;
    struct cli_service *sv = &run->service;
    const ym_usec now = ym_clock_now(ym_loop_clock(sv->loop));
    char where[48];
    const struct ym_intake_words words = { .title = s->in.title,
                                           .description = s->in.description,
                                           .external_ref = s->in.external_ref,
                                           .amount_fen = s->in.amount_fen,
                                           .nparties = s->in.nparties,
                                           .parties = s->in.parties };
    enum ym_err err = find_procedure(run, s, now, reterr);

    if (err != YM_E_OK)
        return err;
    s->request = (struct app_request){
        .cmd = { .kind = YM_CMD_REGISTER,
                 .harm = s->in.harm,
                 .urgency = s->in.urgency,
                 .scope = s->in.scope,
                 .date = YM_DAY_NONE,
                 .deadline = YM_DEADLINE_NONE,
                 .at = now,
                 .by = { .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE },
                 .reg = s->in.reg,
                 .detail = s->in.detail },
        .intake = &s->intake,
    };
    err = app_references_check(cli_directory_port(sv->directory), &sv->library.procedures,
                               &s->request.cmd, NULL, reterr);
    if (err != YM_E_OK)
        return err;
    (void)snprintf(where, sizeof(where), "import line %" PRIu64, s->line);
    app_request_key(&sv->secrets, ym_span_of(run->im->batch), ym_span_of(where), s->text, s->text,
                    &s->request.key);
    err = app_desk_id(&sv->desk, &s->request.key, now, &s->request.dispute, reterr);
    if (err != YM_E_OK)
        return err;
    return app_desk_prepare(&sv->desk, &words, s->request.dispute, &s->arena, &s->intake, reterr);
}

/* ---- Requests become answers ---- */

static void stop_if_done(struct run *run)
{
    if (run->is_read && run->under_way == 0)
        ym_loop_stop(run->service.loop);
}

static void send_later(struct slot *s)
{
    struct run *run = s->run;

    s->next = run->again;
    run->again = s;
    if (!ym_timer_is_started(run->retry))
        ym_timer_start(run->retry, RETRY_MS, 0);
}

static void finish(struct slot *s)
{
    struct run *run = s->run;

    run->under_way--;
    give_back(s);
    ym_loop_defer(run->service.loop, &run->pump);
    stop_if_done(run);
}

static void on_answer(void *arg, const struct app_outcome *o)
{
    struct slot *s = arg;
    struct run *run = s->run;

    if (o->err == YM_E_UNAVAILABLE || o->err == YM_E_BUSY) {
        send_later(s);
        return;
    }
    run->heard_ms = ym_loop_monotonic_ms(run->service.loop);
    if (o->err == YM_E_OK && o->replayed)
        run->im->known++;
    else if (o->err == YM_E_OK)
        run->im->fresh++;
    else if (o->err == YM_E_REFUSED)
        reject(s, ym_word(YM_VOCAB_REFUSAL, o->refusal)->en);
    else
        reject(s, o->text[0] != '\0' ? o->text : ym_err_title(o->err));
    finish(s);
}

static void submit(struct slot *s)
{
    if (!app_submit(s->run->service.app, &s->request, on_answer, s))
        send_later(s);
}

/* Send again what was not answered, unless the database has been away for too long. */
static void on_retry(void *arg)
{
    struct run *run = arg;
    struct slot *s = run->again;
    const uint64_t silent = ym_loop_monotonic_ms(run->service.loop) - run->heard_ms;

    run->again = NULL;
    if (silent > CLI_IMPORT_GIVE_UP_S * UINT64_C(1000)) {
        (void)ym_fail(&run->why, YM_E_UNAVAILABLE,
                      "the database has not answered for %d s; run the same command again, it goes "
                      "on where it stopped",
                      CLI_IMPORT_GIVE_UP_S);
        run->is_read = true;
    }
    while (s != NULL) {
        struct slot *next = s->next;

        if (run->why.code == YM_E_OK)
            submit(s);
        else
            finish(s);
        s = next;
    }
}

/* ---- Reading ---- */

/* The row stands in the reader's memory: keep it for as long as it is under way. */
static bool keep(struct slot *s, const struct cli_row *row)
{
    s->line = row->line;
    s->text = ym_arena_text(&s->arena, row->text);
    s->n = row->n;
    s->fields = row->n > 0 ? ym_arena_alloc(&s->arena, row->n, sizeof(*s->fields)) : NULL;
    for (size_t i = 0; s->fields != NULL && i < row->n; i++)
        s->fields[i] = ym_arena_text(&s->arena, row->fields[i]);
    return ym_arena_ok(&s->arena);
}

/* The row into a slot: true when it was submitted, false when it was rejected. */
static bool start(struct slot *s, const struct cli_row *row)
{
    struct run *run = s->run;
    struct cli_import *im = run->im;
    struct ym_error why;
    enum ym_err err;

    err = keep(s, row) ? YM_E_OK : ym_fail(&why, YM_E_UNAVAILABLE, "no memory for a row");
    if (err == YM_E_OK)
        err = cli_row_decode(im->rows, row, &run->scratch, &s->arena, &s->in, &why);
    if (err == YM_E_OK)
        err = make_request(s, &why);
    if (err == YM_E_OK) {
        run->under_way++;
        submit(s);
        return true;
    }
    if (err == YM_E_UNAVAILABLE) {
        run->why = why;
        run->is_read = true;
        return false;
    }
    reject(s, why.text);
    return false;
}

static void on_pump(void *arg)
{
    struct run *run = arg;
    struct cli_import *im = run->im;
    struct cli_row row;

    while (!run->is_read && run->free != NULL) {
        struct slot *s = run->free;

        if (!cli_rows_next(im->rows, &row)) {
            run->is_read = true;
            break;
        }
        run->free = s->next;
        if (!start(s, &row))
            give_back(s);
    }
    cli_progress_step(&run->progress, cli_rows_at(im->rows), im->fresh + im->known + im->rejects.n);
    stop_if_done(run);
}

/* ---- The run ---- */

static bool make_slots(struct run *run)
{
    const size_t room = JSON_INTAKE_ARENA_BYTES + APP_DESK_ARENA_BYTES +
                        2 * (size_t)CLI_ROW_BYTES_MAX + CLI_COLUMNS_MAX * 64;

    run->slots = calloc(CLI_IMPORT_WINDOW, sizeof(*run->slots));
    for (size_t i = 0; run->slots != NULL && i < CLI_IMPORT_WINDOW; i++) {
        run->slots[i].run = run;
        if (!ym_arena_init(&run->slots[i].arena, room))
            return false;
        give_back(&run->slots[i]);
    }
    return run->slots != NULL;
}

static void free_slots(struct run *run)
{
    for (size_t i = 0; run->slots != NULL && i < CLI_IMPORT_WINDOW; i++)
        ym_arena_release(&run->slots[i].arena);
    free(run->slots);
    ym_buf_release(&run->scratch);
}

static enum ym_err go(struct run *run, struct ym_error *reterr)
{
    struct ym_loop *loop = run->service.loop;

    run->retry = ym_timer_new(loop, on_retry, run);
    if (run->retry == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to import");
    ym_defer_init(&run->pump, on_pump, run);
    run->heard_ms = ym_loop_monotonic_ms(loop);
    cli_progress_begin(&run->progress, run->im->cli, "importing", "rows",
                       cli_rows_size(run->im->rows));
    ym_loop_defer(loop, &run->pump);
    ym_loop_run(loop);
    cli_progress_wipe(&run->progress);
    ym_loop_undefer(loop, &run->pump);
    ym_timer_free(run->retry);
    if (run->why.code != YM_E_OK) {
        *reterr = run->why;
        return reterr->code;
    }
    return cli_rows_result(run->im->rows, reterr);
}

enum ym_err cli_import_disputes(struct cli_import *im, struct ym_error *reterr)
{
    const struct cli_service_options o = { .makes_ids = true, .node = im->node };
    struct run *run = calloc(1, sizeof(*run));
    enum ym_err err;

    if (run == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to import");
    err = cli_row_columns_check(im->rows, reterr);
    if (err != YM_E_OK) {
        free(run);
        return err;
    }
    run->im = im;
    ym_buf_init(&run->scratch, JSON_INTAKE_BYTES_MAX);
    if (!make_slots(run))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to import");
    if (err == YM_E_OK)
        err = cli_service_open(im->cli, &o, &run->service, reterr);
    if (err == YM_E_OK) {
        err = go(run, reterr);
        cli_service_close(&run->service);
    }
    free_slots(run);
    free(run);
    return err;
}
