/* SPDX-License-Identifier: Apache-2.0 */
/* The board's and the radar's questions, and what their answers share with those of lists. */
#ifndef YM_PG_BOARD_H
#define YM_PG_BOARD_H

#include "app/radar.h"
#include "pg/rows.h"

struct pg_figures; /* a board under construction */

/* board.c, radar.c: rows of the port */
void pg_read_board(struct app_reader *port, const struct app_board_question *q, app_board_fn *done,
                   void *arg);
void pg_read_radar(struct app_reader *port, const struct app_radar_question *q, app_radar_fn *done,
                   void *arg);
void pg_figures_free(struct pg_figures *f); /* NULL is legal */

/* answers.c: the aggregate from its packed state and head. False when it cannot be read. */
bool pg_take_dispute(const struct ym_rows *rows, int row, int state, int head,
                     struct ym_dispute *ret);
/* Id, name and phone in three neighbouring columns. */
struct app_named pg_take_named(const struct ym_rows *rows, int row, int column);

#endif
