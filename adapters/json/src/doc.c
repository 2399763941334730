/* SPDX-License-Identifier: Apache-2.0 */
#include "doc.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"

#define PATH_MAX_BYTES 120 /* of a place in an error; a longer one keeps its end */

_Static_assert(PATH_MAX_BYTES <= YM_MISTAKE_PLACE_MAX, "a mistake keeps its whole place");
_Static_assert(YM_E_OK == 0, "a zeroed error is no error");

static size_t put_char(char *path, size_t n, char c)
{
    if (n + 1 < PATH_MAX_BYTES)
        path[n++] = c;
    return n;
}

/* A name as a step of a JSON pointer; what is not plain ASCII shows as a question mark. */
static size_t put_key(char *path, size_t n, const char *key)
{
    for (; *key != '\0'; key++) {
        if (*key == '~' || *key == '/') {
            n = put_char(path, n, '~');
            n = put_char(path, n, *key == '~' ? '0' : '1');
        } else {
            n = put_char(path, n, *key > 0x20 && *key < 0x7F ? *key : '?');
        }
    }
    return n;
}

static size_t put_index(char *path, size_t n, size_t index)
{
    char digits[24];
    const int count = snprintf(digits, sizeof(digits), "%zu", index);

    for (int i = 0; i < count; i++)
        n = put_char(path, n, digits[i]);
    return n;
}

/* The JSON pointer of a place; "/" at the root. */
static void print_path(const struct json_at *at, char path[PATH_MAX_BYTES])
{
    const struct json_at *way[JSON_DEPTH_MAX + 1];
    size_t steps = 0;
    size_t n = 0;

    for (; at->parent != NULL && steps <= JSON_DEPTH_MAX; at = at->parent)
        way[steps++] = at;
    if (steps == 0)
        n = put_char(path, n, '/');
    while (steps-- > 0) {
        n = put_char(path, n, '/');
        n = way[steps]->key != NULL ? put_key(path, n, way[steps]->key)
                                    : put_index(path, n, way[steps]->index);
    }
    path[n] = '\0';
}

static const char *kind_of(enum ym_err code)
{
    if (code == YM_E_INVALID)
        return JSON_MISTAKE_TYPE;
    return code == YM_E_TOO_LARGE ? JSON_MISTAKE_SIZE : JSON_MISTAKE_VALUE;
}

void json_mistake(const struct json_at *at, enum ym_err code, const char *kind, int vocabulary,
                  const char *text)
{
    struct json_doc *const doc = at->doc;
    char path[PATH_MAX_BYTES];
    struct ym_mistake *mistake;

    if (!json_ok(doc) && doc->mistakes == NULL)
        return;
    print_path(at, path);
    mistake = ym_mistakes_add(doc->mistakes, path, kind, text);
    if (mistake != NULL)
        mistake->vocabulary = vocabulary;
    if (json_ok(doc))
        (void)ym_fail(&doc->error, code, "%s: %s", path, text);
}

void json_bad(const struct json_at *at, enum ym_err code, const char *format, ...)
{
    char text[sizeof(at->doc->error.text)];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    json_mistake(at, code, kind_of(code), YM_MISTAKE_NO_VOCABULARY, text);
}

void json_refuse(const struct json_at *at, enum ym_err code, const char *text)
{
    json_mistake(at, code, kind_of(code), YM_MISTAKE_NO_VOCABULARY, text);
}

void json_gather(struct json_doc *doc, struct ym_mistakes *mistakes)
{
    doc->mistakes = mistakes;
}

bool json_is_sound(const struct json_at *at)
{
    char path[PATH_MAX_BYTES];

    if (json_ok(at->doc) || at->doc->mistakes == NULL)
        return json_ok(at->doc);
    print_path(at, path);
    return !ym_mistakes_touch(at->doc->mistakes, path) && !at->doc->mistakes->is_cut;
}

const cJSON *json_node(const struct json_at *at)
{
    /* A place without a value is read only after the error that says so. */
    assert(at->node != NULL || !json_ok(at->doc));
    return json_ok(at->doc) || at->doc->mistakes != NULL ? at->node : NULL;
}

/* One object: not too many members, none twice. */
static void check_members(const struct json_at *object)
{
    const cJSON *const node = json_node(object);
    size_t n = 0;

    if (node == NULL || !cJSON_IsObject(node))
        return;
    for (const cJSON *a = node->child; a != NULL; a = a->next) {
        if (++n > JSON_MEMBERS_MAX) {
            json_bad(object, YM_E_TOO_LARGE, "an object may have at most %d members",
                     JSON_MEMBERS_MAX);
            return;
        }
        for (const cJSON *b = node->child; b != a; b = b->next) {
            if (strcmp(a->string, b->string) == 0) {
                const struct json_at twice = { object->doc, object, a, a->string, 0, 0 };

                json_refuse(&twice, YM_E_INVALID, "this member stands here twice; keep one");
                return;
            }
        }
    }
}

static bool is_container(const struct json_at *at)
{
    const cJSON *const node = json_node(at);

    return cJSON_IsObject(node) || cJSON_IsArray(node);
}

/* Every object of the document; the scan has bounded the depth. */
static void check_objects(struct json_doc *doc)
{
    struct json_at way[JSON_DEPTH_MAX + 1] = { { 0 } };
    size_t depth = 1;

    way[0] = json_root(doc);
    check_members(&way[0]);
    while (depth > 0) {
        if (!json_next(&way[depth - 1], &way[depth])) {
            depth--;
            continue;
        }
        check_members(&way[depth]);
        if (is_container(&way[depth])) {
            assert(depth < JSON_DEPTH_MAX);
            way[++depth] = (struct json_at){ .doc = doc };
        }
    }
}

enum ym_err json_parse(struct ym_span text, size_t bytes_max, struct json_doc **ret,
                       struct ym_error *reterr)
{
    struct json_doc *doc;
    size_t nodes;
    enum ym_err err = json_scan(text, bytes_max, &nodes, reterr);

    if (err != YM_E_OK)
        return err;
    doc = calloc(1, sizeof(*doc));
    if (doc == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the JSON; try again later");
    doc->nodes = nodes;
    doc->root = cJSON_ParseWithLengthOpts(text.at, text.n, NULL, false);
    if (doc->root == NULL) {
        /* The scan has accepted the text, so only the heap can have failed. */
        json_free(doc);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the JSON; try again later");
    }
    check_objects(doc);
    err = json_result(doc, reterr);
    if (err != YM_E_OK) {
        json_free(doc);
        return err;
    }
    *ret = doc;
    return YM_E_OK;
}

void json_free(struct json_doc *doc)
{
    if (doc == NULL)
        return;
    cJSON_Delete(doc->root);
    free(doc);
}

size_t json_nodes(const struct json_doc *doc)
{
    return doc->nodes;
}

enum ym_err json_result(const struct json_doc *doc, struct ym_error *reterr)
{
    if (!json_ok(doc) && reterr != NULL)
        *reterr = doc->error;
    return doc->error.code;
}

bool json_ok(const struct json_doc *doc)
{
    return doc->error.code == YM_E_OK;
}
