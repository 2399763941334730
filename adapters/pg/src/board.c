/* SPDX-License-Identifier: Apache-2.0 */
/* The board's question: what is open, through an index of open disputes or a docket, and what
 * happened day by day. Two statements in one unit; sent unprepared, so that each cut is planned for
 * itself. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/board.h"
#include "change.h"
#include "phases.h"
#include "reader_private.h"
#include "yima/region.h"

#define OPEN_PARAMS  16
#define TREND_PARAMS 13
#define TAIL_DAYS    2 /* events that are not added up yet are read this far back */

_Static_assert(APP_AGE_COUNT == 4, "part/board_cell.sql tells three ages and what is older");

/* A board under construction, and the parameters that do not fit into a read. */
struct pg_figures {
    struct app_board board;
    ym_usec tail; /* events from here on were read one by one */
    struct pg_phases phases;
    struct ym_param open[OPEN_PARAMS], trend[TREND_PARAMS];
    struct ym_scalar open_rooms[OPEN_PARAMS], trend_rooms[TREND_PARAMS];
};

void pg_figures_free(struct pg_figures *f)
{
    if (f == NULL)
        return;
    pg_phases_release(&f->phases);
    free(f);
}

/* ---- The question ---- */

static struct ym_param wish(struct ym_scalar *room, int64_t v)
{
    return v != 0 ? ym_param_i64(room, v) : ym_param_null(YM_PG_INT8);
}

/* By how much codes of the level below this one differ at least. */
static int64_t unit_below(int64_t root)
{
    static const int64_t units[] = { 10000000000, 100000000, 1000000, 1000, 1, 1 };

    return units[ym_region_level(root)];
}

/* The lowest id that a dispute registered at most so many days ago can have. */
static int64_t floor_of(ym_usec now, int days)
{
    return ym_id_floor(ym_day_start(ym_day_of(now) - days)).v;
}

/* From which id on a dispute is at most as old as each age but the last reaches. */
static void put_ages(struct ym_param *p, struct ym_scalar *r, ym_usec now)
{
    static const int until[APP_AGE_COUNT] = {
#define X(name, code, from, until, zh, en) until,
        APP_AGES(X)
#undef X
    };

    for (int i = 0; i < APP_AGE_COUNT - 1; i++)
        p[i] = ym_param_i64(&r[i], floor_of(now, until[i]));
}

static void put_cut(struct ym_param *p, struct ym_scalar *r, const struct app_cut *cut)
{
    p[0] = ym_param_i64(&r[0], cut->region_lo);
    p[1] = ym_param_i64(&r[1], cut->region_hi);
    p[2] = wish(&r[2], cut->body);
    p[3] = wish(&r[3], cut->mediator);
    p[4] = wish(&r[4], cut->court);
}

/* The docket that holds fewest besides the cut: 0 for none. */
static enum pg_docket docket_of(const struct app_cut *cut, int64_t *ret_holder)
{
    *ret_holder = cut->mediator;
    if (cut->mediator != 0)
        return PG_DOCKET_MEDIATOR;
    *ret_holder = cut->body;
    if (cut->body != 0)
        return PG_DOCKET_BODY;
    *ret_holder = cut->court;
    return cut->court != 0 ? PG_DOCKET_COURT : (enum pg_docket)0;
}

static struct ym_statement ask_open(struct pg_figures *f, const struct app_board_question *q)
{
    struct ym_param *p = f->open;
    struct ym_scalar *r = f->open_rooms;
    int64_t holder;
    const enum pg_docket docket = docket_of(&q->cut, &holder);
    struct ym_statement s;

    put_cut(p, r, &q->cut);
    p[5] = ym_param_usec(&r[5], q->now);
    p[6] = ym_param_usec(&r[6], q->risk);
    put_ages(&p[7], &r[7], q->now);
    p[10] = ym_param_i64(&r[10], APP_BOARD_BODIES);
    p[11] = q->cut.root != 0 ? ym_param_i64(&r[11], unit_below(q->cut.root))
                             : ym_param_null(YM_PG_INT8);
    p[12] = wish(&r[12], q->cut.root);
    p[13] = ym_param_i64(&r[13], APP_BOARD_REGIONS);
    p[14] = ym_param_i16(&r[14], (int16_t)docket);
    p[15] = ym_param_i64(&r[15], holder);
    s = docket == 0 ? pg_sql_statement(PG_SQL_board_open, p, OPEN_PARAMS - 2)
                    : pg_sql_statement(PG_SQL_board_docket, p, OPEN_PARAMS);
    s.name = NULL;
    return s;
}

/* Days are added up for all, for each mediator and for each court, never for two of them. */
static int16_t kind_of(const struct app_cut *cut, int64_t *ret_holder)
{
    *ret_holder = cut->mediator != 0 ? cut->mediator : cut->court;
    if (cut->mediator != 0)
        return PG_DOCKET_MEDIATOR;
    return cut->court != 0 ? PG_DOCKET_COURT : 0;
}

static struct ym_statement ask_trend(struct pg_figures *f, const struct app_board_question *q)
{
    struct ym_param *p = f->trend;
    struct ym_scalar *r = f->trend_rooms;
    const ym_usec far = q->now - TAIL_DAYS * YM_USEC_PER_DAY;
    int64_t holder;
    const int16_t kind = kind_of(&q->cut, &holder);
    struct ym_statement s;

    f->tail = q->tallied > far ? q->tallied : far;
    pg_phases_params(&f->phases, p);
    p[4] = ym_param_usec(&r[4], f->tail);
    p[5] = ym_param_date(&r[5], f->board.today - (APP_BOARD_DAYS - 1));
    p[6] = ym_param_i64(&r[6], q->cut.region_lo);
    p[7] = ym_param_i64(&r[7], q->cut.region_hi);
    p[8] = wish(&r[8], q->cut.body);
    p[9] = wish(&r[9], q->cut.mediator);
    p[10] = wish(&r[10], q->cut.court);
    p[11] = ym_param_i16(&r[11], kind);
    p[12] = ym_param_i64(&r[12], holder);
    s = pg_sql_statement(PG_SQL_board_trend, p, TREND_PARAMS);
    s.name = NULL;
    return s;
}

/* ---- The answer ---- */

/* Cut between characters. */
static void take_name(const struct ym_rows *rows, int row, char ret[APP_BOARD_NAME_BYTES])
{
    struct ym_span name = { "", 0 };

    if (!ym_rows_is_null(rows, row, 6))
        name = ym_rows_span(rows, row, 6);
    if (name.n >= APP_BOARD_NAME_BYTES) {
        name.n = APP_BOARD_NAME_BYTES - 1;
        while (name.n > 0 && ((unsigned char)name.at[name.n] & 0xc0) == 0x80)
            name.n--;
    }
    memcpy(ret, name.at, name.n);
    ret[name.n] = '\0';
}

/* Rows of one division or body follow each other. */
static struct app_figure *slice_of(const struct ym_rows *rows, int row, struct app_slice *slices,
                                   size_t *n, size_t max)
{
    const int64_t key = ym_rows_i64(rows, row, 1);

    if (*n == 0 || slices[*n - 1].key != key) {
        assert(*n < max); /* the statement adds up the others under 0 */
        slices[*n].key = key;
        take_name(rows, row, slices[*n].name);
        ++*n;
    }
    return &slices[*n - 1].tally;
}

static struct app_figure *tally_of(struct app_board *b, const struct ym_rows *rows, int row)
{
    const int64_t key = ym_rows_i64(rows, row, 1);

    switch (ym_rows_i32(rows, row, 0)) {
    case 0:
        return key >= 0 && key < APP_AGE_COUNT ? &b->ages[key] : NULL;
    case 1:
        return slice_of(rows, row, b->regions, &b->nregions, APP_BOARD_REGIONS + 1);
    case 2:
        return slice_of(rows, row, b->bodies, &b->nbodies, APP_BOARD_BODIES + 1);
    case 3: /* of a later version of this program: what it does not know is other */
        return &b->types[key >= 0 && key < YM_TYPE_COUNT ? key : YM_TYPE_OTHER];
    case 4:
        return key >= 0 && key < APP_DUE_COUNT ? &b->dues[key] : NULL;
    default:
        return NULL;
    }
}

static void take_open(struct app_board *b, const struct ym_rows *rows)
{
    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct app_figure *t = tally_of(b, rows, row);
        const int colour = ym_rows_i16(rows, row, 2);

        if (t == NULL || colour < 0 || colour >= YM_COLOUR_COUNT)
            continue;
        t->open[colour] += ym_rows_i64(rows, row, 3);
        t->overdue += ym_rows_i64(rows, row, 4);
        t->at_risk += ym_rows_i64(rows, row, 5);
    }
}

static void take_trend(struct pg_figures *f, const struct ym_rows *rows)
{
    struct app_board *b = &f->board;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        int32_t i;
        int what;

        b->tallied = ym_rows_usec(rows, row, 0);
        b->is_trend_whole = b->tallied >= f->tail;
        if (ym_rows_is_null(rows, row, 1))
            continue;
        i = ym_rows_date(rows, row, 1) - b->today + APP_BOARD_DAYS - 1;
        what = ym_rows_i32(rows, row, 2) - 1;
        if (i >= 0 && i < APP_BOARD_DAYS && what >= 0 && what < APP_HAPPENED_COUNT)
            b->trend[i][what] = ym_rows_i64(rows, row, 3);
    }
}

static void answer_board(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct pg_figures *f = read->figures;

    if (i == 0) {
        take_open(&f->board, rows);
        return;
    }
    take_trend(f, rows);
    read->is_answered = true;
    read->done.board(read->arg, YM_E_OK, &f->board);
}

static void fail_board(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    (void)i;
    (void)rows;
    read->done.board(read->arg, read->refusal, NULL);
}

void pg_read_board(struct app_reader *port, const struct app_board_question *q, app_board_fn *done,
                   void *arg)
{
    struct pg_read *read =
        pg_read_take((struct pg_reader *)port, PG_LANE_LIST, answer_board, fail_board, arg);
    struct pg_figures *f = calloc(1, sizeof(*f));

    read->done.board = done;
    read->figures = f;
    if (f == NULL || !pg_phases_init(&f->phases, q->procedures)) {
        pg_read_fail(read, YM_E_UNAVAILABLE);
        return;
    }
    f->board.today = ym_day_of(q->now);
    read->statements[1] = ask_open(f, q);
    read->statements[2] = ask_trend(f, q);
    pg_read_send_all(read, 2);
}
