/* SPDX-License-Identifier: Apache-2.0 */
/* The radar's question. Where a division is asked for, its open disputes are walked; those of a
 * body, mediator or court through their docket; and those of the whole country by their clocks. */
#include "app/radar.h"

#include "change.h"
#include "reader_private.h"

static enum pg_sql put_docket(struct pg_read *read, const struct app_cut *cut)
{
    const bool is_mediator = cut->mediator != 0, is_body = cut->body != 0;
    const enum pg_docket kind = is_mediator ? PG_DOCKET_MEDIATOR
                                : is_body   ? PG_DOCKET_BODY
                                            : PG_DOCKET_COURT;

    pg_put_i16(read, (int16_t)kind);
    pg_put_i64(read, is_mediator ? cut->mediator : is_body ? cut->body : cut->court);
    return PG_SQL_radar_docket;
}

static enum pg_sql put_source(struct pg_read *read, const struct app_cut *cut)
{
    if (cut->mediator != 0 || cut->body != 0 || cut->court != 0)
        return put_docket(read, cut);
    return cut->root != 0 || cut->region_lo > cut->region_hi ? PG_SQL_radar_open : PG_SQL_radar_due;
}

static bool take_row(const struct ym_rows *rows, int row, struct app_radar_row *ret)
{
    *ret = (struct app_radar_row){ .colour = (uint8_t)ym_rows_i16(rows, row, 3),
                                   .stage = (uint8_t)ym_rows_i16(rows, row, 4),
                                   .due_at = ym_rows_usec(rows, row, 5),
                                   .updated_at = ym_rows_usec(rows, row, 6),
                                   .title = ym_rows_span(rows, row, 8),
                                   .body = pg_take_named(rows, row, 9),
                                   .mediator = pg_take_named(rows, row, 12),
                                   .court = pg_take_named(rows, row, 15) };
    return pg_take_dispute(rows, row, 1, 2, &ret->dispute);
}

static void answer_radar(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct app_radar *radar = &read->reader->answer.radar;
    const int n = ym_rows_count(rows);

    (void)i;
    radar->n = 0;
    radar->is_cut = n > APP_RADAR_CANDIDATES;
    read->is_answered = true;
    for (int row = 0; row < n && radar->n < APP_RADAR_CANDIDATES; row++) {
        if (!take_row(rows, row, &radar->at[radar->n++])) {
            read->done.radar(read->arg, YM_E_INTERNAL, NULL);
            return;
        }
    }
    read->done.radar(read->arg, YM_E_OK, radar);
}

static void fail_radar(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    (void)i;
    (void)rows;
    read->done.radar(read->arg, read->refusal, NULL);
}

void pg_read_radar(struct app_reader *port, const struct app_radar_question *q, app_radar_fn *done,
                   void *arg)
{
    struct pg_read *read =
        pg_read_take((struct pg_reader *)port, PG_LANE_LIST, answer_radar, fail_radar, arg);
    enum pg_sql which;

    read->done.radar = done;
    pg_put_i64(read, q->cut.region_lo);
    pg_put_i64(read, q->cut.region_hi);
    pg_wish_i64(read, q->cut.body != 0, q->cut.body);
    pg_wish_i64(read, q->cut.mediator != 0, q->cut.mediator);
    pg_wish_i64(read, q->cut.court != 0, q->cut.court);
    pg_put_usec(read, q->horizon);
    pg_put_i64(read, APP_RADAR_CANDIDATES + 1);
    which = put_source(read, &q->cut);
    read->statements[1] = pg_sql_statement(which, read->params, read->nparams);
    read->statements[1].name = NULL; /* planned for this cut */
    pg_read_send_all(read, 1);
}
