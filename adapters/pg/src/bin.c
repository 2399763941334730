/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/bin.h"

#include <assert.h>
#include <string.h>

/* An array's head: dimensions, has it NULLs, type of the elements, number of elements, lower bound;
 * four bytes each, big-endian. Then for each element its length (-1: NULL) and its bytes. An array
 * without elements has no dimensions, hence no last two fields. Source: array_recv(). */
#define HEAD_BYTES       20
#define HEAD_BYTES_EMPTY 12

static void put32(unsigned char *at, uint32_t v)
{
    at[0] = (unsigned char)(v >> 24);
    at[1] = (unsigned char)(v >> 16);
    at[2] = (unsigned char)(v >> 8);
    at[3] = (unsigned char)v;
}

static void put64(unsigned char *at, uint64_t v)
{
    put32(at, (uint32_t)(v >> 32));
    put32(at + 4, (uint32_t)v);
}

/* To PostgreSQL's epoch; INT64_MIN and INT64_MAX are its infinities and stay. */
static int64_t pg_usec(ym_usec v)
{
    if (v == INT64_MIN || v == INT64_MAX)
        return v;
    assert(v >= INT64_MIN + YM_PG_EPOCH_USEC);
    return v - YM_PG_EPOCH_USEC;
}

static int32_t pg_date(int32_t days)
{
    if (days == INT32_MIN || days == INT32_MAX)
        return days;
    assert(days >= INT32_MIN + YM_PG_EPOCH_DAYS);
    return days - YM_PG_EPOCH_DAYS;
}

struct ym_param ym_param_null(enum ym_pg_type type)
{
    return (struct ym_param){ .type = type };
}

struct ym_param ym_param_bool(struct ym_scalar *room, bool v)
{
    room->at[0] = v;
    return (struct ym_param){ YM_PG_BOOL, room->at, 1 };
}

struct ym_param ym_param_i16(struct ym_scalar *room, int16_t v)
{
    room->at[0] = (unsigned char)((uint16_t)v >> 8);
    room->at[1] = (unsigned char)v;
    return (struct ym_param){ YM_PG_INT2, room->at, 2 };
}

struct ym_param ym_param_i32(struct ym_scalar *room, int32_t v)
{
    put32(room->at, (uint32_t)v);
    return (struct ym_param){ YM_PG_INT4, room->at, 4 };
}

struct ym_param ym_param_i64(struct ym_scalar *room, int64_t v)
{
    put64(room->at, (uint64_t)v);
    return (struct ym_param){ YM_PG_INT8, room->at, 8 };
}

struct ym_param ym_param_usec(struct ym_scalar *room, ym_usec v)
{
    put64(room->at, (uint64_t)pg_usec(v));
    return (struct ym_param){ YM_PG_TIMESTAMPTZ, room->at, 8 };
}

struct ym_param ym_param_date(struct ym_scalar *room, int32_t days)
{
    put32(room->at, (uint32_t)pg_date(days));
    return (struct ym_param){ YM_PG_DATE, room->at, 4 };
}

/* An empty span may have no address, but NULL as an address would mean SQL NULL. */
static struct ym_param bytes(enum ym_pg_type type, struct ym_span v)
{
    assert(v.n <= INT32_MAX);
    return (struct ym_param){ type, v.at != NULL ? v.at : "", (int32_t)v.n };
}

struct ym_param ym_param_text(struct ym_span v)
{
    return bytes(YM_PG_TEXT, v);
}

struct ym_param ym_param_bytes(struct ym_span v)
{
    return bytes(YM_PG_BYTEA, v);
}

struct ym_param ym_param_uuid(const unsigned char v[16])
{
    return (struct ym_param){ YM_PG_UUID, v, 16 };
}

void ym_column_init(struct ym_column *c, enum ym_pg_type type, size_t bytes_max)
{
    assert(bytes_max >= HEAD_BYTES && bytes_max <= INT32_MAX);
    *c = (struct ym_column){ .type = type };
    ym_buf_init(&c->buf, bytes_max);
    ym_column_clear(c);
}

void ym_column_release(struct ym_column *c)
{
    ym_buf_release(&c->buf);
    c->n = 0;
    c->has_null = false;
}

void ym_column_clear(struct ym_column *c)
{
    static const char head[HEAD_BYTES] = { 0 };

    ym_buf_clear(&c->buf);
    ym_buf_add(&c->buf, (struct ym_span){ head, HEAD_BYTES });
    c->n = 0;
    c->has_null = false;
}

/* One element with its length, in one append. */
static void fixed(struct ym_column *c, const unsigned char *at, uint32_t n)
{
    unsigned char element[4 + 8];

    put32(element, n);
    memcpy(element + 4, at, n);
    ym_buf_add(&c->buf, (struct ym_span){ (const char *)element, 4 + n });
    c->n++;
}

void ym_column_null(struct ym_column *c)
{
    unsigned char length[4];

    put32(length, UINT32_MAX);
    ym_buf_add(&c->buf, (struct ym_span){ (const char *)length, sizeof(length) });
    c->n++;
    c->has_null = true;
}

void ym_column_bool(struct ym_column *c, bool v)
{
    const unsigned char at = v;

    assert(c->type == YM_PG_BOOL);
    fixed(c, &at, 1);
}

void ym_column_i16(struct ym_column *c, int16_t v)
{
    const unsigned char at[2] = { (unsigned char)((uint16_t)v >> 8), (unsigned char)v };

    assert(c->type == YM_PG_INT2);
    fixed(c, at, 2);
}

void ym_column_i32(struct ym_column *c, int32_t v)
{
    unsigned char at[4];

    assert(c->type == YM_PG_INT4);
    put32(at, (uint32_t)v);
    fixed(c, at, 4);
}

void ym_column_i64(struct ym_column *c, int64_t v)
{
    unsigned char at[8];

    assert(c->type == YM_PG_INT8);
    put64(at, (uint64_t)v);
    fixed(c, at, 8);
}

void ym_column_usec(struct ym_column *c, ym_usec v)
{
    unsigned char at[8];

    assert(c->type == YM_PG_TIMESTAMPTZ);
    put64(at, (uint64_t)pg_usec(v));
    fixed(c, at, 8);
}

void ym_column_date(struct ym_column *c, int32_t days)
{
    unsigned char at[4];

    assert(c->type == YM_PG_DATE);
    put32(at, (uint32_t)pg_date(days));
    fixed(c, at, 4);
}

void ym_column_span(struct ym_column *c, struct ym_span v)
{
    unsigned char length[4];

    assert(c->type == YM_PG_TEXT || c->type == YM_PG_BYTEA || c->type == YM_PG_JSON ||
           (c->type == YM_PG_UUID && v.n == 16));
    assert(v.n <= INT32_MAX);
    put32(length, (uint32_t)v.n);
    ym_buf_add(&c->buf, (struct ym_span){ (const char *)length, sizeof(length) });
    if (v.n > 0)
        ym_buf_add(&c->buf, v);
    c->n++;
}

static enum ym_pg_type array_of(enum ym_pg_type type)
{
    static const struct {
        enum ym_pg_type element;
        enum ym_pg_type array;
    } table[] = {
#define X(name, oid, array) { YM_PG_##name, YM_PG_##name##_ARRAY },
        YM_PG_TYPES(X)
#undef X
    };
    size_t i = 0;

    while (i < sizeof(table) / sizeof(table[0]) && table[i].element != type)
        i++;
    assert(i < sizeof(table) / sizeof(table[0]));
    return table[i].array;
}

struct ym_param ym_column_param(struct ym_column *c)
{
    unsigned char *head = (unsigned char *)c->buf.at;

    assert(ym_column_ok(c));
    put32(head, c->n > 0);
    put32(head + 4, c->has_null);
    put32(head + 8, (uint32_t)c->type);
    put32(head + 12, (uint32_t)c->n);
    put32(head + 16, 1);
    return (struct ym_param){ array_of(c->type), head,
                              c->n > 0 ? (int32_t)c->buf.n : HEAD_BYTES_EMPTY };
}
