/* SPDX-License-Identifier: Apache-2.0 */
#include "json/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "json/read.h"

#define YEARS_MAX 64 /* years whose sources are told apart; more have all of them */

/* The sources of one year. */
struct year {
    int year;
    struct ym_span source; /* in texts */
};

struct json_calendar {
    struct ym_calendar cal;       /* days points to the array below */
    struct ym_arena texts;        /* owned */
    struct ym_span source;        /* of the calendar, in texts: all of them */
    struct year years[YEARS_MAX]; /* nyears of them */
    size_t nyears;
    bool is_short;                        /* there was no room for the sources */
    char id[JSON_NAME_CHARS_MAX * 4 + 1]; /* "cn"; a character has at most four bytes */
    struct ym_calendar_day days[];
};

/* ---- Sources ---- */

/* Is the year named in it, as a notice names it? */
static bool names_year(struct ym_span text, int year)
{
    char word[16];
    size_t n;

    n = (size_t)snprintf(word, sizeof(word), "%d年", year);
    for (size_t i = 0; i + n <= text.n; i++) {
        if (memcmp(text.at + i, word, n) == 0)
            return true;
    }
    return false;
}

/* The sources of this year, or of every year (0), with a semicolon between them. */
static struct ym_span join(struct json_calendar *c, const struct ym_span *sources, size_t n,
                           int year)
{
    struct ym_buf all;
    struct ym_span kept;

    ym_buf_init(&all, JSON_CALENDAR_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (year != 0 && !names_year(sources[i], year))
            continue;
        if (all.n > 0)
            ym_buf_puts(&all, "；");
        ym_buf_add(&all, sources[i]);
    }
    kept = all.n > 0 ? ym_arena_text(&c->texts, ym_buf_span(&all)) : (struct ym_span){ NULL, 0 };
    c->is_short = c->is_short || !ym_buf_ok(&all) || (all.n > 0 && kept.at == NULL);
    ym_buf_release(&all);
    return kept;
}

static int year_of(ym_day day)
{
    int year, month, of_month;

    ym_day_split(day, &year, &month, &of_month);
    return year;
}

/* One source or an array of them. */
static void read_source(struct json_calendar *c, const struct json_at *at)
{
    struct ym_span sources[JSON_SOURCES_MAX];
    size_t n = 0;

    if (json_is_text(at)) {
        sources[n++] = json_get_line(at, 1, JSON_SOURCE_CHARS_MAX);
    } else {
        (void)json_array(at, 1, JSON_SOURCES_MAX);
        for (struct json_at it = { 0 }; json_next(at, &it);)
            sources[n++] = json_get_line(&it, 1, JSON_SOURCE_CHARS_MAX);
    }
    c->source = join(c, sources, n, 0);
    if (!json_ok(at->doc))
        return;
    for (int year = year_of(c->cal.from); year <= year_of(c->cal.until); year++) {
        if (c->nyears < YEARS_MAX)
            c->years[c->nyears++] = (struct year){ year, join(c, sources, n, year) };
    }
}

struct ym_span json_calendar_source(const struct json_calendar *c, ym_day day)
{
    for (size_t i = 0; i < c->nyears; i++) {
        if (c->years[i].year == year_of(day) && c->years[i].source.n > 0)
            return c->years[i].source;
    }
    return c->source;
}

/* ---- Days ---- */

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
    (void)json_optional(root, "checked");
    c->cal.from = json_get_day(&from);
    c->cal.until = json_get_day(&until);
    read_source(c, &source);
}

static enum ym_err read_calendar(struct json_doc *doc, struct json_calendar **ret,
                                 struct ym_error *reterr)
{
    struct json_at root = json_root(doc);
    const struct json_at days = json_member(&root, "days");
    const size_t n = json_array(&days, 0, YM_CALENDAR_DAYS_MAX);
    struct json_calendar *const c = calloc(1, sizeof(*c) + n * sizeof(c->days[0]));

    if (c == NULL || !ym_arena_init(&c->texts, JSON_CALENDAR_BYTES_MAX)) {
        free(c);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the calendar; try again later");
    }
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
    if (json_ok(doc) && c->is_short)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "no room for the sources of the calendar: try again later, or name fewer "
                       "years in each");
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
    if (c == NULL)
        return;
    ym_arena_release(&c->texts);
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
