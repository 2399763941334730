/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet as bytes, between two processes of one program: numbers of 64 bits, lowest byte first,
 * and texts behind their length. */
#include <assert.h>
#include <string.h>

#include "document/sheet.h"

#define MAGIC UINT64_C(0x3330434f44414d59) /* "YMADOC03" */

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

static void put_look(struct ym_buf *out, const struct doc_look *look, size_t rows)
{
    put_number(out, look->figures);
    put_number(out, look->is_dense);
    put_number(out, look->strong != NULL);
    if (look->strong != NULL)
        put_text(out, (struct ym_span){ (const char *)look->strong, rows });
    put_number(out, look->lengths != NULL);
    for (size_t i = 0; look->lengths != NULL && i < rows; i++)
        put_number(out, look->lengths[i]);
}

static void put_table(struct ym_buf *out, const struct doc_table *t)
{
    put_number(out, t->columns);
    put_number(out, t->rows);
    put_text(out, (struct ym_span){ (const char *)t->shares, t->columns });
    for (size_t i = 0; i < t->columns * t->rows; i++)
        put_text(out, t->cells[i]);
    put_number(out, t->look != NULL);
    if (t->look != NULL)
        put_look(out, t->look, t->rows);
}

static bool is_tabled(enum doc_block_kind kind)
{
    return kind == DOC_TABLE || kind == DOC_BARS;
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
        assert((s->blocks[i].table != NULL) == is_tabled(s->blocks[i].kind));
        if (s->blocks[i].table != NULL)
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

static const struct doc_look *take_look(struct reading *r, size_t rows)
{
    struct doc_look *look = take_room(r, 1, sizeof(*look));
    struct ym_span strong = YM_SPAN("");
    uint16_t *lengths = NULL;

    if (look == NULL)
        return NULL;
    look->figures = (uint32_t)take_number(r, UINT32_MAX);
    look->is_dense = take_number(r, 1) == 1;
    if (take_number(r, 1) == 1) {
        strong = take_text(r);
        look->strong = (const unsigned char *)strong.at;
        r->has_failed = r->has_failed || strong.n != rows;
    }
    if (take_number(r, 1) == 1)
        lengths = take_room(r, rows, sizeof(*lengths));
    for (size_t i = 0; lengths != NULL && i < rows; i++)
        lengths[i] = (uint16_t)take_number(r, DOC_BAR_MAX);
    look->lengths = lengths;
    return look;
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
    *t = (struct doc_table){ columns, rows, cells, (const unsigned char *)shares.at,
                             take_number(r, 1) == 1 ? take_look(r, rows) : NULL };
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
        if (is_tabled(blocks[i].kind))
            blocks[i].table = take_table(&r);
        else
            blocks[i].text = take_text(&r);
    }
    ret->blocks = blocks;
    return !r.has_failed && r.rest.n == 0;
}
