/* SPDX-License-Identifier: Apache-2.0 */
/* Changes into arrays: one column for each parameter of the statements of a batch. */
#ifndef YM_PG_CHANGE_H
#define YM_PG_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "pg/bin.h"
#include "pg/param.h"
#include "sql.h"
#include "yima/ports.h"

#define PG_COLUMN_BYTES_MAX                                                                        \
    8388608                     /* of one column of a batch: above what its limits can reach       \
                                 */
#define PG_CHANGE_STATEMENTS 16 /* most statements of a batch */

/* clang-format off */
/* The first block has one row a change. Each later block has rows of its own and begins with
 * bucket, id and head, by which they hang on the dispute. */
#define PG_COLUMNS(X) /* name, type of one element */ \
    X(BUCKET, INT4) X(ID, INT8) X(VERSION, INT4) X(REGION, INT8) X(BODY, INT8) X(COURT, INT8) \
    X(MEDIATOR, INT8) X(TYPE, INT2) X(COLOUR, INT2) X(STAGE, INT2) X(OPEN, BOOL) \
    X(DUE, TIMESTAMPTZ) X(AT, TIMESTAMPTZ) X(STATE, BYTEA) X(HEAD, BYTEA) X(KEY, UUID) \
    X(FINGERPRINT, UUID) X(SEQ, INT4) X(RULE, INT2) X(KIND, INT2) X(PAYLOAD, BYTEA) \
    X(TELL, BOOL) \
    X(DETAIL_BUCKET, INT4) X(DETAIL_ID, INT8) X(DETAIL_HEAD, BYTEA) X(DETAIL_TYPE, INT2) \
    X(DETAIL_CHANNEL, INT2) X(DETAIL_SOURCE, INT2) X(DETAIL_REGION, INT8) \
    X(DETAIL_PROCEDURE, INT2) X(DETAIL_RECEIVED, TIMESTAMPTZ) X(DETAIL_EXTERNAL, TEXT) \
    X(DETAIL_AMOUNT, INT8) X(DETAIL_TITLE, TEXT) X(DETAIL_DESCRIPTION, TEXT) \
    X(DETAIL_TERMS, TEXT) \
    X(PARTY_BUCKET, INT4) X(PARTY_ID, INT8) X(PARTY_HEAD, BYTEA) X(PARTY_SEAT, INT2) \
    X(PARTY_SIDE, INT2) X(PARTY_KIND, INT2) X(PARTY_NAME, TEXT) X(PARTY_IDENTITY, BYTEA) \
    X(PARTY_HASH, BYTEA) X(PARTY_PHONE, BYTEA) X(PARTY_ADDRESS, BYTEA) X(PARTY_AGENT, TEXT) \
    X(PARTY_AGENT_PHONE, BYTEA) \
    X(CODE_BUCKET, INT4) X(CODE_ID, INT8) X(CODE_HEAD, BYTEA) X(CODE_TOKEN, TEXT) \
    X(CODE_AT, TIMESTAMPTZ) \
    X(REVOKE_BUCKET, INT4) X(REVOKE_ID, INT8) X(REVOKE_HEAD, BYTEA) X(REVOKE_AT, TIMESTAMPTZ) \
    X(WORDS_BUCKET, INT4) X(WORDS_ID, INT8) X(WORDS_HEAD, BYTEA) X(WORDS_TYPE, INT2) \
    X(WORDS_REGION, INT8) X(WORDS_PROCEDURE, INT2) X(WORDS_TITLE, TEXT) \
    X(WORDS_DESCRIPTION, TEXT) X(WORDS_TERMS, TEXT) \
    X(LEFT_BUCKET, INT4) X(LEFT_ID, INT8) X(LEFT_HEAD, BYTEA) X(LEFT_KIND, INT2) \
    X(LEFT_HOLDER, INT8) \
    X(CAME_BUCKET, INT4) X(CAME_ID, INT8) X(CAME_HEAD, BYTEA) X(CAME_KIND, INT2) \
    X(CAME_HOLDER, INT8) \
    X(STOP_BUCKET, INT4) X(STOP_ID, INT8) X(STOP_HEAD, BYTEA) X(STOP_DUE, TIMESTAMPTZ) \
    X(STOP_KIND, INT2) \
    X(START_BUCKET, INT4) X(START_ID, INT8) X(START_HEAD, BYTEA) X(START_DUE, TIMESTAMPTZ) \
    X(START_KIND, INT2) \
    X(EXTERNAL_BUCKET, INT4) X(EXTERNAL_CHANNEL, INT2) X(EXTERNAL_TEXT, TEXT) \
    X(EXTERNAL_HOME, INT4) X(EXTERNAL_ID, INT8) X(EXTERNAL_HEAD, BYTEA) \
    X(PAPER_BUCKET, INT4) X(PAPER_ID, INT8) X(PAPER_HEAD, BYTEA) X(PAPER_NUMBER, INT8) \
    X(PAPER_SEQ, INT4) X(PAPER_AT, TIMESTAMPTZ)
/* clang-format on */

#define X(name, type) PG_COLUMN_##name,
enum pg_column { PG_COLUMNS(X) PG_COLUMN_COUNT };
#undef X

/* The arrays of a batch and the statements made from them. The memory stays for the next one. */
struct pg_changes {
    struct ym_column columns[PG_COLUMN_COUNT];
    struct ym_param params[PG_COLUMN_COUNT + 48]; /* some columns serve several statements */
    struct ym_statement statements[PG_CHANGE_STATEMENTS];
    size_t nstatements;
    size_t event_statement;                 /* the one that says what has happened */
    size_t registers, updates, tells, keys; /* changes for which a statement has something to do */
    struct ym_buf scratch;                  /* terms of one dispute, joined */
    enum pg_sql_text text;                  /* of the statements */
};

/* The dockets of migration 0003: of whom a dispute is. */
enum pg_docket { PG_DOCKET_BODY = 1, PG_DOCKET_MEDIATOR, PG_DOCKET_COURT };

void pg_changes_init(struct pg_changes *c);
void pg_changes_release(struct pg_changes *c);
void pg_changes_clear(struct pg_changes *c);

void pg_changes_add(struct pg_changes *c, const struct ym_change *change);

/* Make the statements that have something to do, in this text. False when the heap was empty. */
bool pg_changes_finish(struct pg_changes *c, enum pg_sql_text text);

/* Where a number that a channel gave stands: part of the stored form, never change it. */
uint32_t pg_external_bucket(uint8_t channel, struct ym_span reference);

/* When the first running clock of d passes; YM_USEC_NONE when none runs. */
ym_usec pg_next_due(const struct ym_dispute *d);

#endif
