/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/procedures, /api/v1/procedures/{id} and /openapi.json: what anybody may read. */
#include <stdio.h>

#include "api_private.h"
#include "json/procedure.h"

static void put_procedure(struct json_out *w, const struct ym_procedure *p)
{
    json_put_object(w);
    json_add_word(w, "id", p->id);
    json_add_word(w, "version", p->version);
    json_add_word(w, "zh", p->zh);
    json_add_word(w, "en", p->en);
    json_add_word(w, "source", p->source);
    json_add_day(w, "valid_from", p->valid_from);
    json_add_day(w, "valid_until", p->valid_until);
    api_put_hash(w, "sha256", p->sha256);
    json_put_object_end(w);
}

void api_get_procedures(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL)
        return;
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (unsigned i = 1; i <= YM_PROCEDURES_MAX; i++) {
        if (api->config.procedures->at[i] != NULL)
            put_procedure(&op->w, api->config.procedures->at[i]);
    }
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

/* The version that is asked for, or the newest. */
static const struct ym_procedure *find(const struct api *api, struct ym_http_request *rq)
{
    const struct ym_span id = ym_http_param(rq, "id");
    const struct ym_span version = ym_http_query(rq, "version");
    char name[2 * JSON_NAME_CHARS_MAX * 4 + 2];
    int n;

    if (version.at == NULL)
        return api_procedure_find(api, id);
    if (id.n + version.n + 2 > sizeof(name))
        return NULL;
    n = snprintf(name, sizeof(name), "%.*s/%.*s", (int)id.n, id.at, (int)version.n, version.at);
    return api_procedure_find(api, (struct ym_span){ name, (size_t)n });
}

void api_get_procedure(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_take(api, rq);
    const struct ym_procedure *p;

    if (op == NULL)
        return;
    p = find(api, rq);
    if (p == NULL) {
        api_op_error(op, YM_E_NOT_FOUND,
                     "there is no such procedure; GET /api/v1/procedures lists them");
    } else if (!json_procedure_print(p, &op->out)) {
        ym_buf_clear(&op->out);
        api_op_error(op, YM_E_INTERNAL, "a procedure cannot be printed");
    } else {
        ym_http_reply_json(rq, 200, ym_buf_span(&op->out));
        api_op_end(op);
    }
}

void api_get_openapi(struct ym_http_request *rq, void *app)
{
    const struct api *api = app;

    ym_http_reply_json(rq, 200, ym_buf_span(&api->openapi));
}
