/* SPDX-License-Identifier: Apache-2.0 */
#include "json/command.h"

#include <string.h>

#include "field.h"
#include "yima/procedure.h"

/* The fields of a command in the byte order of their names. */
struct given {
    struct json_at at[YM_FIELD_COUNT];
    size_t n;
};

static void insert(struct given *g, const struct json_at *at)
{
    size_t i = g->n++;

    for (; i > 0 && strcmp(at->key, g->at[i - 1].key) < 0; i--)
        g->at[i] = g->at[i - 1];
    g->at[i] = *at;
}

static bool is_field(const struct json_at *at)
{
    return ym_vocab_find(YM_VOCAB_FIELD, ym_span_of(at->key)) >= 0;
}

/* Members that are no field are taken by now or unknown. No member stands twice, so they fit. */
static void gather(struct json_at *root, struct given *g)
{
    if (json_object(root) == 0)
        return; /* members of an array have no names */
    for (struct json_at it = { 0 }; json_next(root, &it);) {
        if (is_field(&it)) {
            root->taken |= UINT64_C(1) << it.index;
            insert(g, &it);
        }
    }
    json_done(root);
}

static uint8_t read_kind(struct json_at *root)
{
    const struct json_at at = json_member(root, "command");
    const int kind = json_get_code(&at, YM_VOCAB_COMMAND);

    if (json_ok(at.doc) && kind == YM_CMD_REGISTER)
        json_refuse(&at, YM_E_UNPROCESSABLE,
                    "a dispute is registered with POST /disputes, not with a command");
    return (uint8_t)kind;
}

static uint32_t read_version(struct json_at *root)
{
    const struct json_at at = json_optional(root, "version");

    return json_given(&at) ? (uint32_t)json_get_int(&at, 1, YM_VERSION_MAX) : 0;
}

static void read_command(struct json_doc *doc, struct json_fields *f)
{
    struct json_at root = json_root(doc);
    struct given given = { .n = 0 };

    f->ret->cmd.kind = read_kind(&root);
    f->ret->version = read_version(&root);
    gather(&root, &given);
    json_put_object(f->detail);
    for (size_t i = 0; i < given.n; i++) {
        const int field = ym_vocab_find(YM_VOCAB_FIELD, ym_span_of(given.at[i].key));

        json_field_read(f, (enum ym_field)field, &given.at[i]);
    }
    json_put_object_end(f->detail);
}

/* The detail did not fit. It is no longer than the body, so a short body blames the heap. */
static enum ym_err fail_detail(struct ym_span body, struct ym_error *reterr)
{
    if (body.n <= YM_DETAIL_BYTES_MAX)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the command; try again later");
    return ym_fail(reterr, YM_E_TOO_LARGE, "the fields together pass %d bytes; shorten the texts",
                   YM_DETAIL_BYTES_MAX);
}

enum ym_err json_command_decode(struct ym_span body, struct ym_arena *arena,
                                struct json_command *ret, struct ym_error *reterr)
{
    return json_command_examine(body, arena, ret, NULL, reterr);
}

enum ym_err json_command_examine(struct ym_span body, struct ym_arena *arena,
                                 struct json_command *ret, struct ym_mistakes *mistakes,
                                 struct ym_error *reterr)
{
    struct json_command c = {
        .cmd = { .deadline = YM_DEADLINE_NONE, .date = YM_DAY_NONE, .first_due = YM_DAY_NONE }
    };
    struct json_doc *doc;
    struct ym_buf buf;
    struct json_out detail = json_out(&buf);
    struct json_fields f = { .arena = arena, .detail = &detail, .ret = &c };
    enum ym_err err = json_parse(body, JSON_COMMAND_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    ym_buf_init(&buf, YM_DETAIL_BYTES_MAX);
    json_gather(doc, mistakes);
    read_command(doc, &f);
    err = json_result(doc, reterr);
    if (err == YM_E_OK && !json_put_ok(&detail))
        err = fail_detail(body, reterr);
    if (err == YM_E_OK)
        c.cmd.detail = ym_arena_text(arena, ym_buf_span(&buf));
    /* A text that could not be copied reads as empty: what followed from that is not the fault. */
    if (!ym_arena_ok(arena))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the command; try again later");
    if (err == YM_E_OK)
        *ret = c;
    ym_buf_release(&buf);
    json_free(doc);
    return err;
}
