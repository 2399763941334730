/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/board: how many disputes are open in each colour, how old they are, where and whose,
 * and what happened in the last thirty days; as far as the caller may see.
 *
 * The page follows the stream, which says at once that something changed and to whom that may be
 * told; it then asks here again. fresh_in_ms says from when on the figures may be newer: while few
 * disputes are open a fraction of a second, so that nothing more than a question is needed. */
#include "api_board.h"

#include "api_query.h"
#include "yima/region.h"

const char *api_board_cut(struct api_op *op, int64_t *ret_region, struct app_cut *ret)
{
    const struct ym_span region = ym_http_query(op->rq, "region");
    const struct app_scope scope = app_caller_scope(op->caller);
    int64_t body;

    *ret_region = 0;
    if (region.at != NULL && !ym_region_parse(region, ret_region))
        return "region takes a division code of 2, 4, 6, 9 or 12 digits";
    if (!api_query_ref(op->rq, "body", &body))
        return "body takes a number; GET /api/v1/bodies lists them";
    app_cut_make(&scope, *ret_region, body, ret);
    return NULL;
}

/* ---- The answer ---- */

static void put_tally(struct json_out *w, const struct app_figure *t)
{
    json_add_int(w, "open", app_figure_open(t));
    json_add_int(w, "overdue", t->overdue);
    json_add_int(w, "at_risk", t->at_risk);
    json_put_key(w, "colours");
    json_put_object(w);
    for (int c = 0; c < YM_COLOUR_COUNT; c++)
        json_add_int(w, ym_word(YM_VOCAB_COLOUR, c)->code, t->open[c]);
    json_put_object_end(w);
}

static void put_ages(struct json_out *w, const struct app_board *b)
{
    static const struct {
        struct ym_word word;
        int from, until;
    } ages[] = {
#define X(name, code, from, until, zh, en) { { code, zh, en }, from, until },
        APP_AGES(X)
#undef X
    };

    json_put_key(w, "ages");
    json_put_array(w);
    for (int i = 0; i < APP_AGE_COUNT; i++) {
        json_put_object(w);
        json_put_names(w, &ages[i].word);
        json_add_int(w, "from_days", ages[i].from);
        if (ages[i].until >= 0)
            json_add_int(w, "until_days", ages[i].until);
        else
            json_add_null(w, "until_days");
        put_tally(w, &b->ages[i]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_dues(struct json_out *w, const struct app_board *b)
{
    static const struct ym_word dues[] = {
#define X(name, code, zh, en) { code, zh, en },
        APP_DUES(X)
#undef X
    };

    json_put_key(w, "dues");
    json_put_array(w);
    for (int i = 0; i < APP_DUE_COUNT; i++) {
        json_put_object(w);
        json_put_names(w, &dues[i]);
        put_tally(w, &b->dues[i]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* Grey intake first, then as a dispute moves. */
static void put_lanes(struct json_out *w, const struct app_board *b)
{
    json_put_key(w, "lanes");
    json_put_array(w);
    for (int c = 0; c < YM_COLOUR_COUNT; c++) {
        int64_t open = 0;

        json_put_object(w);
        json_put_names(w, ym_word(YM_VOCAB_COLOUR, c));
        json_put_key(w, "ages");
        json_put_array(w);
        for (int i = 0; i < APP_AGE_COUNT; i++) {
            json_put_int(w, b->ages[i].open[c]);
            open += b->ages[i].open[c];
        }
        json_put_array_end(w);
        json_add_int(w, "open", open);
        json_add_int(w, "overdue", b->dues[APP_DUE_OVERDUE].open[c]);
        json_add_int(w, "at_risk", b->dues[APP_DUE_AT_RISK].open[c]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_name(struct json_out *w, const char *name)
{
    if (name[0] != '\0')
        json_add_word(w, "name", name);
    else
        json_add_null(w, "name");
}

static void put_regions(struct json_out *w, const struct app_board *b)
{
    json_put_key(w, "regions");
    json_put_array(w);
    for (size_t i = 0; i < b->nregions; i++) {
        json_put_object(w);
        if (b->regions[i].key != 0)
            api_put_region(w, b->regions[i].key);
        else
            json_add_null(w, "region");
        put_name(w, b->regions[i].name);
        put_tally(w, &b->regions[i].tally);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_bodies(struct json_out *w, const struct app_board *b)
{
    json_put_key(w, "bodies");
    json_put_array(w);
    for (size_t i = 0; i < b->nbodies; i++) {
        json_put_object(w);
        api_put_ref(w, "id", b->bodies[i].key);
        put_name(w, b->bodies[i].name);
        put_tally(w, &b->bodies[i].tally);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* Only types that occur. */
static void put_types(struct json_out *w, const struct app_board *b)
{
    json_put_key(w, "types");
    json_put_array(w);
    for (int i = 0; i < YM_TYPE_COUNT; i++) {
        if (app_figure_open(&b->types[i]) == 0)
            continue;
        json_put_object(w);
        json_put_names(w, ym_word(YM_VOCAB_TYPE, i));
        put_tally(w, &b->types[i]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_trend(struct json_out *w, const struct app_board *b)
{
    static const char *const codes[] = {
#define X(name, code, zh, en) code,
        APP_HAPPENINGS(X)
#undef X
    };

    json_put_key(w, "trend");
    json_put_object(w);
    json_add_bool(w, "whole", b->is_trend_whole);
    json_put_key(w, "days");
    json_put_array(w);
    for (int day = 0; day < APP_BOARD_DAYS; day++) {
        json_put_object(w);
        json_add_day(w, "day", ym_day_plus(b->today, day - APP_BOARD_DAYS + 1));
        for (int what = 0; what < APP_HAPPENED_COUNT; what++)
            json_add_int(w, codes[what], b->trend[day][what]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_put_object_end(w);
}

static void put_total(struct json_out *w, const struct app_board *b)
{
    int64_t open = 0;

    for (int i = 0; i < APP_DUE_COUNT; i++)
        open += app_figure_open(&b->dues[i]);
    json_put_key(w, "total");
    json_put_object(w);
    json_add_int(w, "open", open);
    json_add_int(w, "overdue", app_figure_open(&b->dues[APP_DUE_OVERDUE]));
    json_add_int(w, "at_risk", app_figure_open(&b->dues[APP_DUE_AT_RISK]));
    json_put_object_end(w);
}

static void on_board(void *arg, enum ym_err err, const struct app_board *b,
                     const struct app_freshness *fresh)
{
    struct api_op *op = arg;
    struct json_out *w = &op->w;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    json_put_object(w);
    json_add_instant(w, "as_of", fresh->as_of);
    json_add_int(w, "age_ms", fresh->age_ms);
    json_add_int(w, "fresh_in_ms", fresh->next_ms);
    json_add_int(w, "risk_workdays", api_rule(op->api, YM_OFFICE_AT_RISK, ym_day_of(fresh->as_of)));
    put_total(w, b);
    put_lanes(w, b);
    put_ages(w, b);
    put_dues(w, b);
    put_regions(w, b);
    put_bodies(w, b);
    put_types(w, b);
    put_trend(w, b);
    json_put_object_end(w);
    api_op_json(op, 200);
}

void api_get_board(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_take(api, rq);
    struct app_cut cut;
    int64_t region;
    const char *wrong;

    if (op == NULL)
        return;
    wrong = api_board_cut(op, &region, &cut);
    if (wrong != NULL)
        api_op_error(op, YM_E_INVALID, "%s", wrong);
    else if (api->config.boards == NULL)
        api_op_error(op, YM_E_UNAVAILABLE, "no board is kept here");
    else
        app_boards_ask(api->config.boards, &cut, on_board, op);
}
