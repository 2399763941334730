/* SPDX-License-Identifier: Apache-2.0 */
/* Rows into answers. Columns are counted as in the statement's file. */
#include <assert.h>
#include <string.h>

#include "reader_private.h"
#include "yima/canon.h"

#define LIST_FAR 20 /* behind the columns of part/shown.sql: how far a page came */

/* ---- Pieces ---- */

static struct ym_span optional(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_SPAN("") : ym_rows_span(rows, row, column);
}

static ym_usec optional_usec(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_USEC_NONE : ym_rows_usec(rows, row, column);
}

struct app_named pg_take_named(const struct ym_rows *rows, int row, int column)
{
    return (struct app_named){ .id = ym_rows_i64(rows, row, column),
                               .name = optional(rows, row, column + 1),
                               .phone = optional(rows, row, column + 2) };
}

bool pg_take_dispute(const struct ym_rows *rows, int row, int state, int head,
                     struct ym_dispute *ret)
{
    struct ym_span packed = ym_rows_span(rows, row, state), hash = ym_rows_span(rows, row, head);

    if (!ym_dispute_unpack((const unsigned char *)packed.at, packed.n, ret) ||
        hash.n != sizeof(ret->head))
        return false;
    memcpy(ret->head, hash.at, sizeof(ret->head));
    return true;
}

static void take_party(const struct ym_rows *rows, int row, struct ym_party *ret)
{
    *ret = (struct ym_party){ .side = (uint8_t)ym_rows_i16(rows, row, 25),
                              .kind = (uint8_t)ym_rows_i16(rows, row, 26),
                              .name = ym_rows_span(rows, row, 27),
                              .identity = optional(rows, row, 28),
                              .phone = optional(rows, row, 30),
                              .address = optional(rows, row, 31),
                              .agent = optional(rows, row, 32),
                              .agent_phone = optional(rows, row, 33) };
    if (!ym_rows_is_null(rows, row, 29))
        memcpy(ret->identity_hash, ym_rows_span(rows, row, 29).at, sizeof(ret->identity_hash));
}

/* ---- Answers ---- */

/* Give the error and remember that this was the answer. */
static void refuse(struct pg_read *read, enum ym_err err)
{
    read->refusal = err;
    read->is_answered = true;
    read->fail(read, 0, NULL);
}

static void take_words(const struct ym_rows *rows, struct app_view *v)
{
    v->colour = (uint8_t)ym_rows_i16(rows, 0, 3);
    v->stage = (uint8_t)ym_rows_i16(rows, 0, 4);
    v->is_open = ym_rows_bool(rows, 0, 5);
    v->due_at = optional_usec(rows, 0, 6);
    v->updated_at = ym_rows_usec(rows, 0, 7);
    v->received_at = ym_rows_usec(rows, 0, 8);
    v->title = ym_rows_span(rows, 0, 9);
    v->description = optional(rows, 0, 10);
    v->external_ref = optional(rows, 0, 11);
    v->amount_fen = ym_rows_is_null(rows, 0, 12) ? -1 : ym_rows_i64(rows, 0, 12);
    v->body = pg_take_named(rows, 0, 13);
    v->mediator = pg_take_named(rows, 0, 16);
    v->court = pg_take_named(rows, 0, 19);
    v->region_name = optional(rows, 0, 22);
    if (!ym_rows_is_null(rows, 0, 23))
        memcpy(v->token.text, ym_rows_span(rows, 0, 23).at, YM_TOKEN_CHARS);
}

void pg_answer_view(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct app_view *v = &read->reader->answer.view;

    (void)i;
    if (ym_rows_count(rows) == 0)
        return;
    *v = (struct app_view){ .nparties = 0 };
    if (!pg_take_dispute(rows, 0, 1, 2, &v->dispute)) {
        refuse(read, YM_E_INTERNAL);
        return;
    }
    take_words(rows, v);
    for (int row = 0; row < ym_rows_count(rows) && v->nparties < YM_SEATS_MAX; row++) {
        if (!ym_rows_is_null(rows, row, 24))
            take_party(rows, row, &v->parties[v->nparties++]);
    }
    read->is_answered = true;
    read->done.view(read->arg, YM_E_OK, v);
}

void pg_answer_events(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct app_event_page *page = &read->reader->answer.events;

    (void)i;
    page->n = 0;
    for (int row = 0; row < ym_rows_count(rows) && page->n < APP_PAGE_MAX; row++) {
        struct app_event *e = &page->at[page->n++];

        *e = (struct app_event){ .seq = (uint32_t)ym_rows_i32(rows, row, 0),
                                 .at = ym_rows_usec(rows, row, 1),
                                 .rule = (uint16_t)ym_rows_i16(rows, row, 2),
                                 .kind = (uint8_t)ym_rows_i16(rows, row, 3),
                                 .payload = ym_rows_span(rows, row, 5) };
        memcpy(e->hash, ym_rows_span(rows, row, 4).at, sizeof(e->hash));
    }
    read->is_answered = true;
    read->done.events(read->arg, YM_E_OK, page);
}

void pg_answer_scan(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct app_scan *scan = &read->reader->answer.scan;

    (void)i;
    if (ym_rows_count(rows) == 0)
        return;
    *scan = (struct app_scan){ .is_revoked = ym_rows_bool(rows, 0, 0),
                               .colour = (uint8_t)ym_rows_i16(rows, 0, 4),
                               .stage = (uint8_t)ym_rows_i16(rows, 0, 5),
                               .is_open = ym_rows_bool(rows, 0, 6),
                               .due_at = optional_usec(rows, 0, 7),
                               .body = pg_take_named(rows, 0, 8),
                               .court = pg_take_named(rows, 0, 11) };
    if (!pg_take_dispute(rows, 0, 2, 3, &scan->dispute)) {
        refuse(read, YM_E_INTERNAL);
        return;
    }
    read->is_answered = true;
    read->done.scan(read->arg, YM_E_OK, scan);
}

static void take_list_row(const struct ym_rows *rows, int row, struct app_list_row *ret)
{
    *ret = (struct app_list_row){ .id = { ym_rows_i64(rows, row, 0) },
                                  .version = (uint32_t)ym_rows_i32(rows, row, 1),
                                  .colour = (uint8_t)ym_rows_i16(rows, row, 2),
                                  .stage = (uint8_t)ym_rows_i16(rows, row, 3),
                                  .type = (uint8_t)ym_rows_i16(rows, row, 4),
                                  .is_open = ym_rows_bool(rows, row, 5),
                                  .region = ym_rows_i64(rows, row, 6),
                                  .due_at = optional_usec(rows, row, 7),
                                  .received_at = ym_rows_usec(rows, row, 8),
                                  .updated_at = ym_rows_usec(rows, row, 9),
                                  .title = ym_rows_span(rows, row, 10),
                                  .body = pg_take_named(rows, row, 11),
                                  .mediator = pg_take_named(rows, row, 14),
                                  .court = pg_take_named(rows, row, 17) };
}

/* All rows but the one past the limit. */
static void take_list(const struct pg_read *read, const struct ym_rows *rows, struct app_list *list)
{
    const int n = ym_rows_count(rows);

    list->n = 0;
    for (int row = 0; row < n && list->n < read->limit; row++)
        take_list_row(rows, row, &list->at[list->n++]);
    list->has_more = n > (int)read->limit;
    list->next = list->has_more ? list->at[list->n - 1].id : (struct ym_id){ 0 };
}

void pg_answer_list(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct app_list *list = &read->reader->answer.list;

    (void)i;
    take_list(read, rows, list);
    read->is_answered = true;
    read->done.list(read->arg, YM_E_OK, list);
}

/* A page that looked at so many and no more: each row says how far it came, and when nothing was
 * found, that is all that the one row says. No row: the fallback is to be asked. */
void pg_answer_page(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct app_list *list = &read->reader->answer.list;

    (void)i;
    if (ym_rows_count(rows) == 0)
        return;
    list->n = 0;
    list->has_more = false;
    list->next.v = 0;
    if (!ym_rows_is_null(rows, 0, 0))
        take_list(read, rows, list);
    if (!list->has_more && !ym_rows_is_null(rows, 0, LIST_FAR)) {
        list->has_more = true;
        list->next.v = ym_rows_i64(rows, 0, LIST_FAR);
    }
    read->is_answered = true;
    read->done.list(read->arg, YM_E_OK, list);
}

void pg_answer_token(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct pg_token token;

    (void)i;
    if (ym_rows_count(rows) == 0)
        return;
    pg_token_take(rows, 0, &token);
    read->is_answered = true;
    read->done.token(read->arg, YM_E_OK, &token);
}

void pg_answer_revision(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    (void)i;
    if (ym_rows_count(rows) == 0)
        return;
    read->is_answered = true;
    read->done.revision(read->arg, YM_E_OK, ym_rows_i64(rows, 0, 0));
}

/* Several statements; the answer is complete after the last. */
void pg_answer_registry(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    struct pg_registry *registry = read->registry;

    if (read->is_answered)
        return;
    if (!pg_registry_take(registry, i, rows)) {
        refuse(read, YM_E_UNAVAILABLE);
        return;
    }
    if (i + 1 < PG_REGISTRY_STATEMENTS)
        return;
    read->registry = NULL;
    read->is_answered = true;
    read->done.registry(read->arg, YM_E_OK, registry);
}

/* ---- Errors ---- */

#define FAIL(kind)                                                                                 \
    void pg_fail_##kind(struct pg_read *read, size_t i, const struct ym_rows *rows)                \
    {                                                                                              \
        (void)i;                                                                                   \
        (void)rows;                                                                                \
        read->done.kind(read->arg, read->refusal, NULL);                                           \
    }

FAIL(view)
FAIL(events)
FAIL(scan)
FAIL(list)
FAIL(token)
FAIL(registry)

void pg_fail_revision(struct pg_read *read, size_t i, const struct ym_rows *rows)
{
    (void)i;
    (void)rows;
    read->done.revision(read->arg, read->refusal, 0);
}
