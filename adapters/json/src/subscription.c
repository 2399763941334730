/* SPDX-License-Identifier: Apache-2.0 */
#include "json/subscription.h"

#include "json/read.h"

#define NUMBER_CHARS_MAX 64 /* of a dispute's number as typed */
#define REGION_CHARS_MAX 12

static struct ym_span read_line(const struct json_at *at, size_t min, size_t max,
                                struct ym_arena *arena)
{
    return ym_arena_text(arena, json_get_line(at, min, max));
}

static void read_region(struct json_at *root, struct ym_arena *arena, struct json_subscription *s)
{
    const struct json_at at = json_optional(root, "region");

    s->has_region = json_given(&at);
    if (s->has_region && !json_is_null(&at))
        s->region = read_line(&at, 2, REGION_CHARS_MAX, arena);
}

static void read_body(struct json_at *root, struct json_subscription *s)
{
    const struct json_at at = json_optional(root, "body");

    s->has_body = json_given(&at);
    if (s->has_body && !json_is_null(&at))
        s->body = json_get_int64(&at, 1, INT64_MAX);
}

static uint32_t read_topics(struct json_at *root, bool *ret_given)
{
    const struct json_at at = json_optional(root, "topics");

    *ret_given = json_given(&at);
    return *ret_given ? (uint32_t)json_get_codes(&at, YM_VOCAB_TOPIC, 1) : 0;
}

/* "now" or "beginning". */
static void read_from(struct json_at *root, struct json_subscription *s)
{
    const struct json_at at = json_optional(root, "from");
    struct ym_span word;

    if (!json_given(&at))
        return;
    word = json_get_line(&at, 1, NUMBER_CHARS_MAX);
    s->from_beginning = ym_span_is(word, YM_SPAN("beginning"));
    if (!s->from_beginning && !ym_span_is(word, YM_SPAN("now")))
        json_refuse(&at, YM_E_UNPROCESSABLE, "takes now or beginning");
}

static void read_subscription(struct json_doc *doc, bool is_new, struct ym_arena *arena,
                              struct json_subscription *s)
{
    struct json_at root = json_root(doc);
    const struct json_at url = is_new ? json_member(&root, "url") : json_optional(&root, "url");
    const struct json_at label = json_optional(&root, "label");

    s->has_url = json_given(&url);
    s->has_label = json_given(&label);
    if (s->has_url)
        s->url = read_line(&url, 1, JSON_SUBSCRIPTION_URL_MAX, arena);
    if (s->has_label)
        s->label = read_line(&label, 0, JSON_SUBSCRIPTION_LABEL_MAX, arena);
    if (s->label.n > JSON_SUBSCRIPTION_LABEL_MAX)
        json_refuse(&label, YM_E_UNPROCESSABLE, "has at most 100 bytes");
    s->topics = read_topics(&root, &s->has_topics);
    read_region(&root, arena, s);
    read_body(&root, s);
    if (is_new) {
        read_from(&root, s);
    } else {
        const struct json_at active = json_optional(&root, "active");

        s->has_active = json_given(&active);
        s->is_active = s->has_active && json_get_bool(&active);
    }
    json_done(&root);
}

/* Free the document; what it said, if the arena held it. */
static enum ym_err end(struct json_doc *doc, const struct ym_arena *arena, struct ym_error *reterr)
{
    enum ym_err err = json_result(doc, reterr);

    json_free(doc);
    if (err == YM_E_OK && arena != NULL && !ym_arena_ok(arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the body needs more memory than one may have");
    return err;
}

enum ym_err json_subscription_read(struct ym_span text, bool is_new, struct ym_arena *arena,
                                   struct json_subscription *ret, struct ym_error *reterr)
{
    struct json_subscription s = { .topics = 0 };
    struct json_doc *doc;
    enum ym_err err = json_parse(text, JSON_SUBSCRIPTION_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    read_subscription(doc, is_new, arena, &s);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = s;
    return err;
}

enum ym_err json_rotation_read(struct ym_span text, int64_t hours_default, int64_t *ret_hours,
                               struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, at;
    int64_t hours = hours_default;
    enum ym_err err = json_parse(text, JSON_SUBSCRIPTION_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    at = json_optional(&root, "hours");
    if (json_given(&at))
        hours = json_get_int(&at, 0, JSON_ROTATION_HOURS_MAX);
    json_done(&root);
    err = end(doc, NULL, reterr);
    if (err == YM_E_OK)
        *ret_hours = hours;
    return err;
}

enum ym_err json_redrive_read(struct ym_span text, struct ym_arena *arena, struct json_redrive *ret,
                              struct ym_error *reterr)
{
    struct json_redrive r = { .since = YM_USEC_NONE };
    struct json_doc *doc;
    struct json_at root, dispute, since;
    bool has_topics;
    enum ym_err err = json_parse(text, JSON_SUBSCRIPTION_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    dispute = json_optional(&root, "dispute");
    since = json_optional(&root, "since");
    if (json_given(&dispute))
        r.dispute = read_line(&dispute, 1, NUMBER_CHARS_MAX, arena);
    if (json_given(&since))
        r.since = json_get_instant(&since);
    r.topics = read_topics(&root, &has_topics);
    json_done(&root);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = r;
    return err;
}
