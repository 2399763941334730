/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/regions: divisions to choose from, from the directory in memory.
 *
 *   ?parent=330108   what lies directly in it, and the way down to it; left out: the outermost
 *   ?q=西兴          by name, inside ?parent= or anywhere, each with its way
 *
 * The children of a division are found by stepping from one to the next behind it, without looking
 * at what lies inside them. A search looks at a bounded number of names, so that it never holds up
 * the loop; what it leaves out it says in "more". */
#include <string.h>

#include "api_private.h"
#include "yima/region.h"
#include "yima/utf8.h"

#define REGIONS_SHOWN_MAX    200   /* children of one division; a city has fewer districts */
#define REGIONS_FOUND_MAX    20    /* answers of a search */
#define REGIONS_SEARCHED_MAX 20000 /* names one search looks at: a large city's communities */
#define REGION_QUERY_CHARS   20

static void put_region(struct json_out *w, const struct app_region_entry *r)
{
    char code[YM_REGION_TEXT_MAX];

    ym_region_print(r->code, code);
    json_add_word(w, "code", code);
    json_add_text(w, "name", r->name);
    json_add_int(w, "level", ym_region_level(r->code));
}

/* Every division that holds code and is known, outermost first; code itself at the end if asked. */
static void put_path(struct json_out *w, struct app_directory *d, int64_t code, bool with_itself)
{
    int64_t way[5];
    int n = 0;

    for (int64_t at = with_itself ? code : ym_region_parent(code); at != YM_REGION_ALL && n < 5;
         at = ym_region_parent(at))
        way[n++] = at;
    json_put_key(w, "path");
    json_put_array(w);
    while (n-- > 0) {
        struct app_region_entry r;

        if (!d->ops->region_from(d, way[n], &r) || r.code != way[n])
            continue;
        json_put_object(w);
        put_region(w, &r);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* Does anything lie in it? */
static bool has_children(struct app_directory *d, int64_t code)
{
    struct app_region_entry r;

    return d->ops->region_from(d, code + 1, &r) && ym_region_contains(code, r.code);
}

static bool put_children(struct api_op *op, struct app_directory *d, int64_t parent)
{
    struct app_region_entry r;
    int64_t lo, hi;
    int shown = 0;

    ym_region_range(parent, &lo, &hi);
    for (int64_t at = parent == YM_REGION_ALL ? lo : lo + 1;
         at <= hi && d->ops->region_from(d, at, &r) && r.code <= hi;) {
        int64_t first;

        if (shown++ == REGIONS_SHOWN_MAX)
            return true;
        json_put_object(&op->w);
        put_region(&op->w, &r);
        json_add_bool(&op->w, "has_children", has_children(d, r.code));
        json_put_object_end(&op->w);
        ym_region_range(r.code, &first, &at);
        at++;
    }
    return false;
}

static bool holds(struct ym_span text, struct ym_span word)
{
    for (size_t i = 0; i + word.n <= text.n; i++) {
        if (memcmp(text.at + i, word.at, word.n) == 0)
            return true;
    }
    return false;
}

static bool put_found(struct api_op *op, struct app_directory *d, int64_t within, struct ym_span q)
{
    struct app_region_entry r;
    int64_t lo, hi;
    int found = 0, looked = 0;

    ym_region_range(within, &lo, &hi);
    for (int64_t at = lo; at <= hi && d->ops->region_from(d, at, &r) && r.code <= hi;
         at = r.code + 1) {
        if (looked++ == REGIONS_SEARCHED_MAX)
            return true;
        if (!holds(r.name, q))
            continue;
        if (found++ == REGIONS_FOUND_MAX)
            return true;
        json_put_object(&op->w);
        put_region(&op->w, &r);
        json_add_bool(&op->w, "has_children", has_children(d, r.code));
        put_path(&op->w, d, r.code, false);
        json_put_object_end(&op->w);
    }
    return false;
}

void api_get_regions(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_directory *d = api->config.directory;
    const struct ym_span parent = ym_http_query(rq, "parent"), q = ym_http_query(rq, "q");
    struct api_op *op = api_op_take(api, rq);
    int64_t code = YM_REGION_ALL;
    bool has_more;

    if (op == NULL)
        return;
    if (parent.n > 0 && (!ym_region_parse(parent, &code) || !d->ops->region(d, code))) {
        api_op_error(op, YM_E_INVALID,
                     "parent takes the code of a known division, or nothing for the outermost");
        return;
    }
    if (q.at != NULL && (q.n == 0 || ym_utf8_chars(q) > REGION_QUERY_CHARS)) {
        api_op_error(op, YM_E_INVALID, "q takes 1 to %d characters of a name", REGION_QUERY_CHARS);
        return;
    }
    json_put_object(&op->w);
    put_path(&op->w, d, code, true);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    has_more = q.at != NULL ? put_found(op, d, code, q) : put_children(op, d, code);
    json_put_array_end(&op->w);
    json_add_bool(&op->w, "more", has_more);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}
