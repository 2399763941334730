/* SPDX-License-Identifier: Apache-2.0 */
/* The limits of the engine. Each is refused clearly one past it; none is a silent cut. */
#ifndef YM_LIMITS_H
#define YM_LIMITS_H

#define YM_SEATS_MAX         32  /* parties of one dispute; a set of seats is a uint32_t */
#define YM_OBLIGATIONS_MAX   64  /* obligations of one agreement; a set is a uint64_t */
#define YM_PLANS_MAX         63  /* promises of one agreement that are paid in instalments */
#define YM_TRACKS            3   /* main, confirmation, performance */
#define YM_STATES_MAX        64  /* states of one procedure; a set of states is a uint64_t */
#define YM_RULES_MAX         512 /* rules of one procedure */
#define YM_DEADLINES_MAX     32  /* kinds of deadline of one procedure; a set is a uint32_t */
#define YM_CLOCKS_MAX        12  /* deadlines running on one dispute at the same time */
#define YM_PROCEDURES_MAX    64  /* procedure versions that one program can hold */
#define YM_CLOCK_CHANGES_MAX (2 * YM_CLOCKS_MAX) /* clocks that one event can stop and start */
#define YM_DAYS_MAX          3650                /* days that one command may name */
#define YM_VERSION_MAX       1000000             /* events of one dispute */

#define YM_DETAIL_BYTES_MAX 32768 /* canonical JSON of the fields of one command */
#define YM_EVENT_BYTES_MAX  36864 /* canonical bytes of one event, detail included */
#define YM_STATE_BYTES_MAX  1280  /* packed dispute */

#define YM_NAME_CHARS_MAX         100             /* a party's or body's name */
#define YM_TITLE_CHARS_MAX        200             /* title of a dispute */
#define YM_TEXT_CHARS_MAX         500             /* reason, note, place, manner */
#define YM_LONG_TEXT_CHARS_MAX    4000            /* description, terms, claims, facts */
#define YM_EXTERNAL_REF_CHARS_MAX 64              /* number of the dispute in another system */
#define YM_AMOUNT_FEN_MAX         100000000000000 /* one trillion yuan in fen */

#endif
