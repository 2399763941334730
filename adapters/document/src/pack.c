/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet as bytes, between two processes of one program: numbers of 64 bits, lowest byte first,
 * and texts behind their length. */
#include <string.h>

#include "document/sheet.h"

#define MAGIC UINT64_C(0x3230434f44414d59) /* "YMADOC02" */

static void put_number(struct ym_buf *out, uint64_t v)
{
    char bytes[8];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(v >> (8 * i) & 0xff);
    ym_buf_add(out, (struct ym_span){ bytes, sizeof(bytes) });
}

static void put_text(struct ym_buf *out, struct ym_span text)
{
    put_number(out, text.n);
    ym_buf_add(out, text);
}

static void put_table(struct ym_buf *out, const struct doc_table *t)
{
    put_number(out, t->columns);
    put_number(out, t->rows);
    put_text(out, (struct ym_span){ (const char *)t->shares, t->columns });
    for (size_t i = 0; i < t->columns * t->rows; i++)
        put_text(out, t->cells[i]);
}

bool doc_sheet_pack(const struct doc_sheet *s, struct ym_buf *out)
{
    put_number(out, MAGIC);
    put_number(out, (uint64_t)s->made_at);
    put_text(out, s->title);
    put_text(out, s->number);
    put_text(out, s->code);
    put_text(out, s->seal);
    put_number(out, (uint64_t)s->colour);
    put_number(out, s->n);
    for (size_t i = 0; i < s->n; i++) {
        put_number(out, (uint64_t)s->blocks[i].kind);
        if (s->blocks[i].kind == DOC_TABLE)
            put_table(out, s->blocks[i].table);
        else
            put_text(out, s->blocks[i].text);
    }
    return ym_buf_ok(out);
}

/* ---- Back ---- */

struct reading {
    struct ym_span rest;
    struct ym_arena *arena;
    bool has_failed;
};

static uint64_t take_number(struct reading *r, uint64_t max)
{
    uint64_t v = 0;

    if (r->has_failed || r->rest.n < 8) {
        r->has_failed = true;
        return 0;
    }
    for (size_t i = 0; i < 8; i++)
        v |= (uint64_t)(unsigned char)r->rest.at[i] << (8 * i);
    r->rest.at += 8;
    r->rest.n -= 8;
    if (v > max)
        r->has_failed = true;
    return r->has_failed ? 0 : v;
}

static struct ym_span take_text(struct reading *r)
{
    const size_t n = (size_t)take_number(r, r->rest.n);
    const struct ym_span text = { r->rest.at, n };

    if (r->has_failed || n > r->rest.n) {
        r->has_failed = true;
        return YM_SPAN("");
    }
    r->rest.at += n;
    r->rest.n -= n;
    return text;
}

static void *take_room(struct reading *r, size_t count, size_t size)
{
    void *room = r->has_failed || count == 0 ? NULL : ym_arena_alloc(r->arena, count, size);

    if (room == NULL)
        r->has_failed = true;
    return room;
}

static const struct doc_table *take_table(struct reading *r)
{
    struct doc_table *t = take_room(r, 1, sizeof(*t));
    const size_t columns = (size_t)take_number(r, DOC_COLUMNS_MAX);
    const size_t rows = (size_t)take_number(r, DOC_ROWS_MAX);
    const struct ym_span shares = take_text(r);
    struct ym_span *cells = take_room(r, columns * rows, sizeof(*cells));

    if (r->has_failed || shares.n != columns) {
        r->has_failed = true;
        return NULL;
    }
    for (size_t i = 0; i < columns * rows; i++)
        cells[i] = take_text(r);
    *t = (struct doc_table){ columns, rows, cells, (const unsigned char *)shares.at };
    return t;
}

bool doc_sheet_unpack(struct ym_span bytes, struct ym_arena *arena, struct doc_sheet *ret)
{
    struct reading r = { .rest = bytes, .arena = arena };
    struct doc_block *blocks;

    if (take_number(&r, UINT64_MAX) != MAGIC)
        return false;
    *ret = (struct doc_sheet){ .made_at = (ym_usec)take_number(&r, UINT64_MAX) };
    ret->title = take_text(&r);
    ret->number = take_text(&r);
    ret->code = take_text(&r);
    ret->seal = take_text(&r);
    ret->colour = (enum ym_colour)take_number(&r, YM_COLOUR_COUNT - 1);
    ret->n = (size_t)take_number(&r, DOC_BLOCKS_MAX);
    blocks = take_room(&r, ret->n, sizeof(*blocks));
    for (size_t i = 0; i < ret->n && !r.has_failed; i++) {
        blocks[i].kind = (enum doc_block_kind)take_number(&r, DOC_BLOCK_COUNT - 1);
        if (blocks[i].kind == DOC_TABLE)
            blocks[i].table = take_table(&r);
        else
            blocks[i].text = take_text(&r);
    }
    ret->blocks = blocks;
    return !r.has_failed && r.rest.n == 0;
}
