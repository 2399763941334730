/* SPDX-License-Identifier: Apache-2.0 */
/* The OpenAPI document: shapes from schemas/, vocabularies and the fields of commands from the
 * engine's own lists, calls from the route table. */
#include <assert.h>
#include <string.h>

#include "api_private.h"
#include "base/embedded.h"
#include "http/openapi.h"

#define SCHEMAS_MAX     256
#define TEXTS_BYTES_MAX (1u << 20)
#define API_VERSION     "0.1.0"

extern const struct ym_embedded ym_http_schema_files[]; /* schemas/ */
extern const size_t ym_http_schema_count;

/* Names and texts of schemas, one after the other with a NUL behind each. */
struct texts {
    struct ym_buf buf;
    size_t name[SCHEMAS_MAX]; /* where in buf */
    size_t json[SCHEMAS_MAX];
    size_t n;
};

static void begin_schema(struct texts *t, struct ym_span name)
{
    assert(t->n < SCHEMAS_MAX);
    t->name[t->n] = t->buf.n;
    ym_buf_add(&t->buf, name);
    ym_buf_putc(&t->buf, '\0');
    t->json[t->n] = t->buf.n;
}

static void end_schema(struct texts *t)
{
    ym_buf_putc(&t->buf, '\0');
    t->n++;
}

static void add_files(struct texts *t)
{
    for (size_t i = 0; i < ym_http_schema_count; i++) {
        const struct ym_embedded *f = &ym_http_schema_files[i];

        begin_schema(t, (struct ym_span){ f->name, strcspn(f->name, ".") });
        ym_buf_add(&t->buf, (struct ym_span){ (const char *)f->at, f->n });
        end_schema(t);
    }
}

static void add_vocabularies(struct texts *t)
{
    for (int v = 0; v < YM_VOCAB_COUNT; v++) {
        const struct ym_vocab *vocab = ym_vocab((enum ym_vocab_id)v);
        struct json_out w = json_out(&t->buf);

        begin_schema(t, ym_span_of(vocab->name));
        json_put_object(&w);
        json_add_word(&w, "type", "string");
        json_put_key(&w, "enum");
        json_put_array(&w);
        for (int i = 0; i < vocab->count; i++)
            json_put_word(&w, vocab->words[i].code);
        json_put_array_end(&w);
        json_put_object_end(&w);
        end_schema(t);
    }
}

/* ---- The body of a command, from YM_FIELDS ---- */

static void put_ref(struct json_out *w, const char *name)
{
    char ref[96] = "#/components/schemas/";

    assert(strlen(name) < sizeof(ref) - strlen(ref));
    memcpy(ref + strlen(ref), name, strlen(name) + 1);
    json_add_word(w, "$ref", ref);
}

static void put_length(struct json_out *w, int max)
{
    json_add_word(w, "type", "string");
    json_add_int(w, "minLength", 1);
    json_add_int(w, "maxLength", max);
}

static void put_list(struct json_out *w, const char *item, int max)
{
    json_add_word(w, "type", "array");
    json_add_int(w, "minItems", 1);
    json_add_int(w, "maxItems", max);
    json_put_key(w, "items");
    json_put_object(w);
    put_ref(w, item);
    json_put_object_end(w);
}

static int text_max(enum ym_field f)
{
    switch ((int)f) {
    case YM_FIELD_TITLE:
        return YM_TITLE_CHARS_MAX;
    case YM_FIELD_SHA256:
        return JSON_SHA256_CHARS;
    case YM_FIELD_SEAL_CODE:
        return JSON_SEAL_CODE_CHARS_MAX;
    default:
        return YM_TEXT_CHARS_MAX;
    }
}

static void put_kind(struct json_out *w, enum ym_field f)
{
    switch (ym_field_kind(f)) {
    case YM_KIND_TEXT:
        put_length(w, text_max(f));
        if (f == YM_FIELD_SHA256)
            json_add_word(w, "pattern", "^[0-9a-f]{64}$");
        break;
    case YM_KIND_LONG:
        put_length(w, YM_LONG_TEXT_CHARS_MAX);
        break;
    case YM_KIND_INT:
        json_add_word(w, "type", "integer");
        json_add_int(w, "minimum", f == YM_FIELD_DAYS ? 1 : 0);
        break;
    case YM_KIND_DATE:
        json_add_word(w, "type", "string");
        json_add_word(w, "format", "date");
        break;
    case YM_KIND_CODE:
        put_ref(w, ym_vocab(ym_field_vocab(f))->name);
        break;
    case YM_KIND_LIST:
        if (f == YM_FIELD_ATTENDANCE)
            put_list(w, "Attendance", YM_SEATS_MAX);
        else
            put_list(w, "Obligation", YM_OBLIGATIONS_MAX);
        break;
    case YM_KIND_MONEY:
        json_add_word(w, "type", "string");
        json_add_word(w, "pattern", "^[1-9][0-9]{0,14}$");
        break;
    case YM_KIND_REF:
    case YM_KIND_CASE:
    case YM_KIND_COUNT:
        json_add_word(w, "type", "string");
        break;
    }
}

static void put_field(struct json_out *w, enum ym_field f)
{
    const struct ym_word *word = ym_word(YM_VOCAB_FIELD, (int)f);

    json_put_key(w, word->code);
    json_put_object(w);
    json_add_word(w, "title", word->zh);
    json_add_word(w, "description", word->en);
    put_kind(w, f);
    json_put_object_end(w);
}

static void add_command(struct texts *t)
{
    struct json_out w = json_out(&t->buf);

    begin_schema(t, YM_SPAN("Command"));
    json_put_object(&w);
    json_add_word(&w, "type", "object");
    json_add_raw(&w, "required", YM_SPAN("[\"command\"]"));
    json_put_key(&w, "properties");
    json_put_object(&w);
    json_put_key(&w, "command");
    json_put_object(&w);
    put_ref(&w, "command");
    json_put_object_end(&w);
    json_add_raw(&w, "version", YM_SPAN("{\"type\":\"integer\",\"minimum\":1}"));
    for (int f = 0; f < YM_FIELD_COUNT; f++)
        put_field(&w, (enum ym_field)f);
    json_put_object_end(&w);
    json_add_bool(&w, "additionalProperties", false);
    json_put_object_end(&w);
    end_schema(t);
}

static const char *right_name(unsigned right)
{
    return app_right_row((enum app_right)right)->code;
}

bool api_openapi_print(struct api *api)
{
    struct ym_http_schema schemas[SCHEMAS_MAX];
    struct ym_http_route rows[API_ROUTES_MAX];
    struct texts t = { .n = 0 };
    struct ym_http_api doc = { .title = "Yima",
                               .version = API_VERSION,
                               .summary = "Colour-coded dispute mediation: 一码解纠纷",
                               .schemas = schemas,
                               .right_name = right_name };

    ym_buf_init(&t.buf, TEXTS_BYTES_MAX);
    ym_buf_init(&api->openapi, YM_HTTP_OPENAPI_BYTES_MAX);
    add_files(&t);
    add_vocabularies(&t);
    add_command(&t);
    if (!ym_buf_ok(&t.buf)) {
        ym_buf_release(&t.buf);
        return false;
    }
    for (size_t i = 0; i < t.n; i++)
        schemas[i] = (struct ym_http_schema){ t.buf.at + t.name[i], t.buf.at + t.json[i] };
    doc.schemas_n = t.n;
    doc.routes = rows;
    doc.routes_n = api_routes(rows);
    ym_http_openapi(&doc, &api->openapi);
    ym_buf_release(&t.buf);
    return ym_buf_ok(&api->openapi);
}
