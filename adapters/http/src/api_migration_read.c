/* SPDX-License-Identifier: Apache-2.0 */
/* The body of POST /api/v1/migrations. */
#include "api_migration.h"

#include "json/migration.h"

static const struct ym_procedure *read_version(struct api_op *op, struct json_at *root,
                                               const char *key)
{
    const struct json_at at = json_member(root, key);
    const struct ym_span name = json_get_line(&at, 1, JSON_PROCEDURE_REF_MAX);
    const struct ym_procedure *p = NULL;

    if (json_is_sound(&at)) {
        p = api_procedure_find(op->api, name);
        if (p == NULL)
            json_refuse(&at, YM_E_UNPROCESSABLE,
                        "is no version; GET /api/v1/procedures lists them as id and version");
    }
    return p;
}

/* The names of one kind, copied as they are: json_migration_read() judges them. */
static void copy_names(struct json_out *w, struct json_at *root, const char *key)
{
    const struct json_at object = json_optional(root, key);

    if (!json_given(&object))
        return;
    (void)json_object(&object);
    json_put_key(w, key);
    json_put_object(w);
    for (struct json_at it = { 0 }; json_next(&object, &it);)
        json_add_text(w, it.key, json_get_line(&it, 1, JSON_NAME_CHARS_MAX));
    json_put_object_end(w);
}

static struct ym_span read_names(struct api_op *op, struct json_at *root)
{
    struct ym_span text = { NULL, 0 };
    struct ym_buf b;
    struct json_out w = json_out(&b);

    ym_buf_init(&b, APP_MIGRATION_MAP_BYTES_MAX);
    json_put_object(&w);
    copy_names(&w, root, "states");
    copy_names(&w, root, "deadlines");
    json_put_object_end(&w);
    if (json_put_ok(&w))
        text = ym_arena_text(&op->arena, ym_buf_span(&b));
    else
        json_refuse(root, YM_E_TOO_LARGE, "holds more names than fit");
    ym_buf_release(&b);
    return text;
}

static void read_whom(struct app_migration *row, struct json_at *root)
{
    const struct json_at dispute = json_optional(root, "dispute");
    const struct json_at open = json_optional(root, "open");
    const struct json_at rate = json_optional(root, "rate");
    struct ym_error why;

    row->rate = APP_MIGRATION_RATE;
    if (json_given(&rate))
        row->rate = (int32_t)json_get_int(&rate, 1, APP_MIGRATION_RATE_MAX);
    if (json_given(&open))
        row->only_open = json_get_bool(&open);
    if (json_given(&dispute)) {
        const struct ym_span number = json_get_line(&dispute, 1, JSON_NAME_CHARS_MAX);

        if (json_is_sound(&dispute) && api_id_parse(number, &row->dispute, &why) != YM_E_OK)
            json_refuse(&dispute, YM_E_UNPROCESSABLE, "is not the number of a dispute");
    }
}

static void read_members(struct api_op *op, struct json_doc *doc, struct app_migration *row,
                         const struct ym_procedure *versions[2])
{
    struct json_at root = json_root(doc);
    const struct json_at reason = json_member(&root, "reason");

    versions[0] = read_version(op, &root, "from");
    versions[1] = read_version(op, &root, "to");
    row->reason = ym_arena_text(&op->arena, json_get_text(&reason, 1, YM_TEXT_CHARS_MAX));
    row->map = read_names(op, &root);
    read_whom(row, &root);
    json_done(&root);
    if (versions[0] != NULL && versions[0] == versions[1])
        json_refuse(&root, YM_E_UNPROCESSABLE, "names one version as from and to");
}

bool api_migration_read(struct api_op *op, struct app_migration *ret)
{
    const struct ym_procedure *versions[2] = { NULL, NULL };
    struct ym_migration map;
    struct json_doc *doc;
    struct ym_error why;
    enum ym_err err = json_parse(op->rq->body, API_MIGRATION_BYTES_MAX, &doc, &why);

    *ret = (struct app_migration){ .state = APP_MIGRATION_RUNNING };
    if (err == YM_E_OK) {
        read_members(op, doc, ret, versions);
        err = json_result(doc, &why);
        json_free(doc);
    }
    if (err == YM_E_OK && !ym_arena_ok(&op->arena))
        err = ym_fail(&why, YM_E_BUSY, "the request needs more memory than one request may have");
    if (err == YM_E_OK)
        err = json_migration_read(ret->map, APP_MIGRATION_MAP_BYTES_MAX, versions[0], versions[1],
                                  &map, &why);
    if (err != YM_E_OK) {
        api_op_problem(op, &why);
        return false;
    }
    ret->from = versions[0]->number;
    ret->to = versions[1]->number;
    return true;
}
