/* SPDX-License-Identifier: Apache-2.0 */
#include "import_item.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "json/read.h"
#include "words.h"
#include "yima/region.h"
#include "yima/utf8.h"

#define FIELDS_MAX      8
#define CHARS_MAX       200 /* of a name, an address, a source */
#define CALENDAR_SOURCE 2   /* column of a calendar */
#define VALUE_BYTES     4096

#define CENSUS_YEAR_MIN  1949          /* of population */
#define CENSUS_YEAR_MAX  2200          /* likewise */
#define PEOPLE_MAX       10000000000LL /* of one region */
#define SOURCE_BYTES_MAX 399           /* of a publication's name */

/* The columns of each kind. The first ones are required. */
static const struct {
    size_t required; /* of the columns */
    const char *columns[FIELDS_MAX];
    const char *ignored[4];
} kinds[CLI_IMPORT_KINDS] = {
    [CLI_IMPORT_REGIONS] = { 2, { "code", "name" }, { "parent", "level" } },
    [CLI_IMPORT_BODIES] = { 4,
                            { "id", "name", "kind", "region", "phone", "address", "active" },
                            { "court_code", "parent" } },
    [CLI_IMPORT_STAFF] = { 4, { "id", "name", "role", "body", "phone", "active" }, { 0 } },
    [CLI_IMPORT_CALENDAR] = { 3, { "day", "works", "source", "name" }, { 0 } },
    [CLI_IMPORT_POPULATION] = { 4, { "region", "year", "residents", "source", "floating" }, { 0 } },
    [CLI_IMPORT_OFFICE] = { 5, { "key", "value", "unit", "from", "source" }, { 0 } },
};

/* The cells of one row by column; n == 0 where the file has none. */
struct cells {
    struct ym_span at[FIELDS_MAX];
};

/* ---- Cells ---- */

static bool is_ignored(enum cli_import_kind kind, const char *column)
{
    if (strcmp(column, "line") == 0 || strcmp(column, "reason") == 0)
        return true;
    for (size_t i = 0; i < 4 && kinds[kind].ignored[i] != NULL; i++)
        if (strcmp(kinds[kind].ignored[i], column) == 0)
            return true;
    return false;
}

static int find_cell(enum cli_import_kind kind, const char *column)
{
    for (int i = 0; i < FIELDS_MAX && kinds[kind].columns[i] != NULL; i++)
        if (strcmp(kinds[kind].columns[i], column) == 0)
            return i;
    return -1;
}

enum ym_err cli_item_columns_check(const struct cli_rows *rows, enum cli_import_kind kind,
                                   struct ym_error *reterr)
{
    for (size_t i = 0; cli_rows_is_csv(rows) && i < kinds[kind].required; i++)
        if (cli_rows_find(rows, kinds[kind].columns[i]) < 0)
            return ym_fail(reterr, YM_E_INVALID, "the column \"%s\" is missing%s",
                           kinds[kind].columns[i],
                           kind == CLI_IMPORT_CALENDAR && i == CALENDAR_SOURCE
                               ? ": it names the notice on which each day stands"
                               : "");
    for (size_t i = 0; i < cli_rows_columns(rows); i++)
        if (find_cell(kind, cli_rows_column(rows, i)) < 0 &&
            !is_ignored(kind, cli_rows_column(rows, i)))
            return ym_fail(reterr, YM_E_INVALID,
                           "the column \"%s\" is unknown: rename it or leave it out",
                           cli_rows_column(rows, i));
    return YM_E_OK;
}

/* The members of one line of JSON, all texts, copied into value. */
static enum ym_err take_json(enum cli_import_kind kind, struct ym_span text, char *value,
                             struct cells *ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root;
    enum ym_err err = json_parse(text, VALUE_BYTES, &doc, reterr);
    size_t used = 0;

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    for (size_t i = 0; i < FIELDS_MAX && kinds[kind].columns[i] != NULL; i++) {
        const struct json_at at = i < kinds[kind].required
                                      ? json_member(&root, kinds[kind].columns[i])
                                      : json_optional(&root, kinds[kind].columns[i]);
        const struct ym_span got =
            json_given(&at) ? json_get_line(&at, 0, CHARS_MAX) : (struct ym_span){ NULL, 0 };

        if (got.n > 0)
            memcpy(value + used, got.at, got.n);
        ret->at[i] = (struct ym_span){ value + used, got.n };
        used += got.n;
    }
    for (size_t i = 0; i < 4 && kinds[kind].ignored[i] != NULL; i++)
        (void)json_optional(&root, kinds[kind].ignored[i]);
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

static enum ym_err take_cells(const struct cli_rows *rows, enum cli_import_kind kind,
                              const struct cli_row *row, char *value, struct cells *ret,
                              struct ym_error *reterr)
{
    memset(ret, 0, sizeof(*ret));
    if (row->flaw != NULL)
        return ym_fail(reterr, YM_E_INVALID, "%s", row->flaw);
    if (!cli_rows_is_csv(rows))
        return take_json(kind, row->text, value, ret, reterr);
    for (size_t i = 0; i < row->n; i++) {
        const int cell = find_cell(kind, cli_rows_column(rows, i));

        if (!ym_utf8_plain(row->fields[i]))
            return ym_fail(reterr, YM_E_INVALID, "%s: not UTF-8, or with a control character",
                           cli_rows_column(rows, i));
        if (cell >= 0 && ym_utf8_chars(row->fields[i]) > CHARS_MAX)
            return ym_fail(reterr, YM_E_TOO_LARGE, "%s: longer than %d characters",
                           cli_rows_column(rows, i), CHARS_MAX);
        if (cell >= 0)
            ret->at[cell] = row->fields[i];
    }
    return YM_E_OK;
}

/* ---- Cells become items ---- */

static enum ym_err read_id(const char *column, struct ym_span cell, int64_t *ret,
                           struct ym_error *reterr)
{
    char text[24];
    long long v;

    if (cell.n == 0 || cell.n >= sizeof(text))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s: must be a whole number above 0", column);
    memcpy(text, cell.at, cell.n);
    text[cell.n] = '\0';
    if (!cli_number(text, 1, INT64_MAX, &v))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s: must be a whole number above 0", column);
    *ret = v;
    return YM_E_OK;
}

static enum ym_err read_bool(const char *column, struct ym_span cell, bool if_empty, bool *ret,
                             struct ym_error *reterr)
{
    *ret = cell.n == 0 ? if_empty : ym_span_is(cell, YM_SPAN("true"));
    if (cell.n == 0 || *ret || ym_span_is(cell, YM_SPAN("false")))
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s: must be true or false", column);
}

static enum ym_err read_region(const char *column, struct ym_span cell, int64_t *ret,
                               struct ym_error *reterr)
{
    if (ym_region_parse(cell, ret))
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNPROCESSABLE,
                   "%s: must be a division code of 2, 4, 6, 9 or 12 digits", column);
}

static enum ym_err need_name(struct ym_span name, struct ym_error *reterr)
{
    return name.n > 0 ? YM_E_OK : ym_fail(reterr, YM_E_UNPROCESSABLE, "name: is empty");
}

static enum ym_err read_a_region(const struct cells *c, struct cli_item *ret,
                                 struct ym_error *reterr)
{
    struct pg_region *r = &ret->u.region;
    enum ym_err err = read_region("code", c->at[0], &r->code, reterr);

    if (err != YM_E_OK)
        return err;
    ret->key = r->code;
    r->parent = ym_region_parent(r->code);
    r->level = (uint8_t)ym_region_level(r->code);
    r->name = c->at[1];
    return need_name(r->name, reterr);
}

static enum ym_err read_a_body(const struct cells *c, struct cli_item *ret, struct ym_error *reterr)
{
    struct pg_body *b = &ret->u.body;
    enum ym_err err = read_id("id", c->at[0], &b->id, reterr);

    ret->key = b->id;
    b->name = c->at[1];
    b->phone = c->at[4];
    b->address = c->at[5];
    if (err == YM_E_OK)
        err = need_name(b->name, reterr);
    if (err == YM_E_OK)
        err = cli_read_code(YM_VOCAB_BODY, c->at[2], &b->kind, reterr);
    if (err == YM_E_OK)
        err = read_region("region", c->at[3], &b->region, reterr);
    if (err == YM_E_OK)
        err = read_bool("active", c->at[6], true, &b->is_active, reterr);
    return err;
}

/* Roles may be separated by commas, as in `yima user add`, by blanks or by semicolons. */
static enum ym_err read_roles(struct ym_span cell, uint32_t *ret, struct ym_error *reterr)
{
    char text[CHARS_MAX * 4 + 1];

    if (cell.n == 0 || cell.n >= sizeof(text))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "role: name one or several");
    for (size_t i = 0; i < cell.n; i++)
        text[i] = (char)(cell.at[i] == ' ' || cell.at[i] == ';' ? ',' : cell.at[i]);
    text[cell.n] = '\0';
    return cli_read_codes(YM_VOCAB_ROLE, text, ret, reterr);
}

static enum ym_err read_a_person(const struct cells *c, struct cli_item *ret,
                                 struct ym_error *reterr)
{
    struct pg_staff *s = &ret->u.staff;
    enum ym_err err = read_id("id", c->at[0], &s->id, reterr);

    ret->key = s->id;
    s->name = c->at[1];
    s->phone = c->at[4];
    if (err == YM_E_OK)
        err = need_name(s->name, reterr);
    if (err == YM_E_OK)
        err = read_roles(c->at[2], &s->roles, reterr);
    if (err == YM_E_OK)
        err = read_id("body", c->at[3], &s->body, reterr);
    if (err == YM_E_OK)
        err = read_bool("active", c->at[5], true, &s->is_active, reterr);
    return err;
}

static enum ym_err read_a_day(const struct cells *c, struct cli_item *ret, struct ym_error *reterr)
{
    struct pg_day *d = &ret->u.day;

    if (!ym_day_parse(c->at[0], &d->day))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "day: must be a date, as in 2026-10-01");
    ret->key = d->day;
    d->source = c->at[CALENDAR_SOURCE];
    d->name = c->at[3];
    if (c->at[1].n == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "works: must be true or false");
    if (d->source.n == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "source: names the notice on which the day stands and its date");
    return read_bool("works", c->at[1], false, &d->is_working, reterr);
}

static enum ym_err read_count(const char *column, struct ym_span cell, long long min, long long max,
                              int64_t *ret, struct ym_error *reterr)
{
    char text[24] = "";
    long long v;

    if (cell.n < sizeof(text))
        memcpy(text, cell.n > 0 ? cell.at : "", cell.n);
    if (cell.n >= sizeof(text) || !cli_number(text, min, max, &v))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s: must be a whole number, %lld to %lld",
                       column, min, max);
    *ret = v;
    return YM_E_OK;
}

/* Inhabitants as they were published; where no floating population is told, it is 0. */
static enum ym_err read_a_population(const struct cells *c, struct cli_item *ret,
                                     struct ym_error *reterr)
{
    struct pg_population *p = &ret->u.population;
    int64_t year = 0;
    enum ym_err err = read_region("region", c->at[0], &p->region, reterr);

    p->source = c->at[3];
    if (err == YM_E_OK)
        err = read_count("year", c->at[1], CENSUS_YEAR_MIN, CENSUS_YEAR_MAX, &year, reterr);
    if (err == YM_E_OK)
        err = read_count("residents", c->at[2], 1, PEOPLE_MAX, &p->residents, reterr);
    if (err == YM_E_OK && c->at[4].n > 0)
        err = read_count("floating", c->at[4], 0, PEOPLE_MAX, &p->floating, reterr);
    if (err == YM_E_OK && (p->source.n == 0 || p->source.n > SOURCE_BYTES_MAX))
        err = ym_fail(reterr, YM_E_UNPROCESSABLE,
                      "source: names the publication and its date, in 1 to %d bytes",
                      SOURCE_BYTES_MAX);
    if (err != YM_E_OK)
        return err;
    p->year = (int16_t)year;
    ret->key = p->region * 10000 + year;
    return YM_E_OK;
}

/* What a value of this key may be. */
static enum ym_err blame_value(const struct ym_office_about *about, struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_UNPROCESSABLE,
                   "value: %s takes a whole number, %" PRIu32 " to %" PRIu32, about->word.code,
                   about->least, about->most);
}

/* A rule of the office: what it is, since when, and who says so. */
static enum ym_err read_a_rule(const struct cells *c, struct cli_item *ret, struct ym_error *reterr)
{
    struct ym_office_row *r = &ret->u.office;
    const int key = ym_office_find(c->at[0]);
    const struct ym_office_about *about;
    const char *unit;

    if (key < 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "key: is none of the rules that GET /api/v1/rules lists");
    about = ym_office_about((enum ym_office_key)key);
    unit = ym_office_unit_word((enum ym_office_unit)about->unit)->code;
    r->key = (uint8_t)key;
    r->source = c->at[4];
    if (!ym_span_is(c->at[2], ym_span_of(unit)))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "unit: %s is counted in \"%s\"",
                       about->word.code, unit);
    if (!ym_office_value_read((enum ym_office_key)key, c->at[1], &r->value))
        return blame_value(about, reterr);
    if (!ym_day_parse(c->at[3], &r->from))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "from: must be a date, as in 2026-10-01");
    if (r->source.n == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "source: names the law and its article, or begins with \"local:\" and says "
                       "who decided it");
    ret->key = (int64_t)key * (YM_DAY_MAX - YM_DAY_MIN + 1) + (r->from - YM_DAY_MIN);
    return YM_E_OK;
}

/* The item's texts, which lie in the reader's memory, become one copy of its own. */
static bool own_texts(struct cli_item *it, enum cli_import_kind kind)
{
    struct ym_span *spans[3] = { NULL, NULL, NULL };
    size_t n = 0;
    char *at;

    if (kind == CLI_IMPORT_REGIONS)
        spans[0] = &it->u.region.name;
    if (kind == CLI_IMPORT_BODIES)
        spans[0] = &it->u.body.name, spans[1] = &it->u.body.phone, spans[2] = &it->u.body.address;
    if (kind == CLI_IMPORT_STAFF)
        spans[0] = &it->u.staff.name, spans[1] = &it->u.staff.phone;
    if (kind == CLI_IMPORT_CALENDAR)
        spans[0] = &it->u.day.name, spans[1] = &it->u.day.source;
    if (kind == CLI_IMPORT_POPULATION)
        spans[0] = &it->u.population.source;
    if (kind == CLI_IMPORT_OFFICE)
        spans[0] = &it->u.office.source;
    for (size_t i = 0; i < 3 && spans[i] != NULL; i++)
        n += spans[i]->n;
    it->texts = at = malloc(n + 1);
    if (at == NULL)
        return false;
    for (size_t i = 0; i < 3 && spans[i] != NULL; i++) {
        if (spans[i]->n > 0)
            memcpy(at, spans[i]->at, spans[i]->n);
        spans[i]->at = at;
        at += spans[i]->n;
    }
    return true;
}

static enum ym_err read_item(enum cli_import_kind kind, const struct cells *c, struct cli_item *ret,
                             struct ym_error *reterr)
{
    switch (kind) {
    case CLI_IMPORT_REGIONS:
        return read_a_region(c, ret, reterr);
    case CLI_IMPORT_BODIES:
        return read_a_body(c, ret, reterr);
    case CLI_IMPORT_STAFF:
        return read_a_person(c, ret, reterr);
    case CLI_IMPORT_CALENDAR:
        return read_a_day(c, ret, reterr);
    case CLI_IMPORT_POPULATION:
        return read_a_population(c, ret, reterr);
    case CLI_IMPORT_OFFICE:
        return read_a_rule(c, ret, reterr);
    case CLI_IMPORT_DISPUTES:
    case CLI_IMPORT_KINDS:
        break;
    }
    return ym_fail(reterr, YM_E_INTERNAL, "no such kind of reference data");
}

enum ym_err cli_item_read(const struct cli_rows *rows, enum cli_import_kind kind,
                          const struct cli_row *row, struct cli_item *ret, struct ym_error *reterr)
{
    char value[VALUE_BYTES];
    struct cells cells;
    enum ym_err err = take_cells(rows, kind, row, value, &cells, reterr);

    *ret = (struct cli_item){ .line = row->line };
    if (err == YM_E_OK)
        err = read_item(kind, &cells, ret, reterr);
    if (err == YM_E_OK && !own_texts(ret, kind))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many rows");
    return err;
}

/* ---- Recognising ---- */

static bool has_columns(const struct cli_rows *rows, enum cli_import_kind kind)
{
    for (size_t i = 0; i < kinds[kind].required; i++)
        if (cli_rows_find(rows, kinds[kind].columns[i]) < 0)
            return false;
    return true;
}

/* Does the object in a line of JSON have the members that the kind requires? */
static bool has_members(struct ym_span text, const char *const *members, size_t n)
{
    struct json_doc *doc;
    struct json_at root;
    struct ym_error why;
    bool has = true;

    if (json_parse(text, JSON_INTAKE_BYTES_MAX, &doc, &why) != YM_E_OK)
        return false;
    root = json_root(doc);
    (void)json_object(&root);
    for (size_t i = 0; has && json_ok(doc) && i < n; i++) {
        const struct json_at at = json_optional(&root, members[i]);

        has = json_given(&at);
    }
    has = has && json_ok(doc);
    json_free(doc);
    return has;
}

enum ym_err cli_import_recognise(struct cli_rows *rows, enum cli_import_kind *ret,
                                 struct ym_error *reterr)
{
    static const char *const dispute[] = { "parties", "title" };
    static const char *const calendar[] = { "days", "from" };
    static const enum cli_import_kind order[] = { CLI_IMPORT_OFFICE,   CLI_IMPORT_POPULATION,
                                                  CLI_IMPORT_BODIES,   CLI_IMPORT_STAFF,
                                                  CLI_IMPORT_CALENDAR, CLI_IMPORT_REGIONS };
    struct ym_error why;
    struct cli_row row = { .text = { "", 0 } };

    *ret = CLI_IMPORT_DISPUTES;
    if (cli_rows_is_csv(rows) && cli_row_columns_check(rows, &why) == YM_E_OK)
        return YM_E_OK;
    if (!cli_rows_is_csv(rows)) {
        (void)cli_rows_next(rows, &row);
        cli_rows_rewind(rows);
        if (has_members(row.text, dispute, 2))
            return YM_E_OK;
        *ret = CLI_IMPORT_CALENDAR;
        if (has_members(row.text, calendar, 2))
            return YM_E_OK;
    }
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        *ret = order[i];
        if (cli_rows_is_csv(rows)
                ? has_columns(rows, *ret)
                : has_members(row.text, kinds[*ret].columns, kinds[*ret].required))
            return YM_E_OK;
    }
    return ym_fail(reterr, YM_E_INVALID,
                   "what the file holds is not clear from its columns: say it with --as");
}
