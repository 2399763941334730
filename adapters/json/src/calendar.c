/* SPDX-License-Identifier: Apache-2.0 */
#include "json/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "json/read.h"

struct json_calendar {
    struct ym_calendar cal;               /* days points to the array below */
    char id[JSON_NAME_CHARS_MAX * 4 + 1]; /* "cn"; a character has at most four bytes */
    struct ym_calendar_day days[];
};

/* One source or an array of them: for people, and not kept. */
static void read_source(const struct json_at *at)
{
    if (json_is_text(at)) {
        (void)json_get_line(at, 1, JSON_SOURCE_CHARS_MAX);
        return;
    }
    (void)json_array(at, 1, JSON_SOURCES_MAX);
    for (struct json_at it = { 0 }; json_next(at, &it);)
        (void)json_get_line(&it, 1, JSON_SOURCE_CHARS_MAX);
}

static void read_day(struct json_at *at, struct ym_calendar_day *ret)
{
    const struct json_at day = json_member(at, "day");
    const struct json_at works = json_member(at, "works");

    ret->day = json_get_day(&day);
    ret->works = json_get_bool(&works);
    json_done(at);
}

static void read_days(struct json_calendar *c, const struct json_at *days)
{
    for (struct json_at it = { 0 }; json_next(days, &it);) {
        read_day(&it, &c->days[it.index]);
        if (json_ok(it.doc) && it.index > 0 && c->days[it.index].day <= c->days[it.index - 1].day)
            json_refuse(&it, YM_E_UNPROCESSABLE, "days must ascend, each one once");
    }
}

/* All but the days. */
static void read_head(struct json_calendar *c, struct json_at *root)
{
    const struct json_at id = json_member(root, "id");
    const struct json_at source = json_member(root, "source");
    const struct json_at from = json_member(root, "from");
    const struct json_at until = json_member(root, "until");
    const struct ym_span name = json_get_line(&id, 1, JSON_NAME_CHARS_MAX);

    memcpy(c->id, name.at, name.n);
    read_source(&source);
    (void)json_optional(root, "checked");
    c->cal.from = json_get_day(&from);
    c->cal.until = json_get_day(&until);
}

static enum ym_err read_calendar(struct json_doc *doc, struct json_calendar **ret,
                                 struct ym_error *reterr)
{
    struct json_at root = json_root(doc);
    const struct json_at days = json_member(&root, "days");
    const size_t n = json_array(&days, 0, YM_CALENDAR_DAYS_MAX);
    struct json_calendar *const c = calloc(1, sizeof(*c) + n * sizeof(c->days[0]));

    if (c == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the calendar; try again later");
    c->cal.days = c->days;
    c->cal.n = n;
    read_head(c, &root);
    read_days(c, &days);
    json_done(&root);
    if (json_ok(doc) && !ym_calendar_valid(&c->cal))
        json_refuse(&days, YM_E_UNPROCESSABLE,
                    "every day must lie within from..until and be a weekday that is off or a "
                    "Saturday or Sunday that is worked");
    *ret = c;
    return json_result(doc, reterr);
}

enum ym_err json_calendar_parse(struct ym_span text, struct json_calendar **ret,
                                struct ym_error *reterr)
{
    struct json_calendar *c = NULL;
    struct json_doc *doc;
    enum ym_err err = json_parse(text, JSON_CALENDAR_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    err = read_calendar(doc, &c, reterr);
    json_free(doc);
    if (err == YM_E_OK)
        *ret = c;
    else
        json_calendar_free(c);
    return err;
}

void json_calendar_free(struct json_calendar *c)
{
    free(c);
}

const struct ym_calendar *json_calendar_get(const struct json_calendar *c)
{
    return &c->cal;
}

const char *json_calendar_id(const struct json_calendar *c)
{
    return c->id;
}
