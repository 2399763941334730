/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "api_private.h"
#include "yima/number.h"

enum ym_err api_id_parse(struct ym_span text, struct ym_id *ret, struct ym_error *reterr)
{
    const enum ym_number_error error =
        text.n > YM_NUMBER_INPUT_MAX ? YM_NUMBER_LENGTH : ym_number_parse(text, ret);

    if (error == YM_NUMBER_OK)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_INVALID,
                   "dispute number: %s; it looks like 06XK2-9QW3T-ABC7 or 06XK29QW3TABC7",
                   ym_number_error_text(error));
}

bool api_decimal(struct ym_span text, int64_t min, int64_t max, int64_t *ret)
{
    int64_t value = 0;

    if (text.n == 0 || text.n > 19 || (text.n > 1 && text.at[0] == '0'))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        const int digit = text.at[i] - '0';

        if (digit < 0 || digit > 9 || value > (INT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (value < min || value > max)
        return false;
    *ret = value;
    return true;
}

bool api_bool(struct ym_span text, bool *ret)
{
    *ret = ym_span_is(text, YM_SPAN("true"));
    return *ret || ym_span_is(text, YM_SPAN("false"));
}

/* ---- Versions as entity tags ---- */

/* Cut the next member from a list like `"7", W/"8"`; its quotes and weakness are dropped. */
static bool next_tag(struct ym_span *list, struct ym_span *ret)
{
    const char *end;

    while (list->n > 0 && (list->at[0] == ' ' || list->at[0] == ',' || list->at[0] == '\t'))
        *list = (struct ym_span){ list->at + 1, list->n - 1 };
    if (list->n > 2 && list->at[0] == 'W' && list->at[1] == '/')
        *list = (struct ym_span){ list->at + 2, list->n - 2 };
    if (list->n < 2 || list->at[0] != '"')
        return false;
    end = memchr(list->at + 1, '"', list->n - 1);
    if (end == NULL)
        return false;
    *ret = (struct ym_span){ list->at + 1, (size_t)(end - list->at) - 1 };
    list->n -= (size_t)(end - list->at) + 1;
    list->at = end + 1;
    return true;
}

bool api_etag_listed(struct ym_span header, uint32_t version)
{
    struct ym_span tag;
    int64_t have;

    if (ym_span_is(header, YM_SPAN("*")))
        return true;
    while (next_tag(&header, &tag)) {
        if (api_decimal(tag, 1, YM_VERSION_MAX, &have) && have == version)
            return true;
    }
    return false;
}

bool api_etag_has(struct ym_span header, struct ym_span tag)
{
    struct ym_span each;

    if (ym_span_is(header, YM_SPAN("*")))
        return true;
    while (next_tag(&header, &each)) {
        if (ym_span_is(each, tag))
            return true;
    }
    return false;
}

bool api_etag_parse(struct ym_span header, uint32_t *ret)
{
    const bool is_weak = header.n > 0 && header.at[0] == 'W';
    struct ym_span tag;
    int64_t version;

    *ret = 0;
    if (header.n == 0 || ym_span_is(header, YM_SPAN("*")))
        return true;
    if (is_weak || !next_tag(&header, &tag) || header.n != 0 ||
        !api_decimal(tag, 1, YM_VERSION_MAX, &version))
        return false;
    *ret = (uint32_t)version;
    return true;
}

void api_etag_reply(struct ym_http_request *rq, uint32_t version)
{
    char text[16];

    (void)snprintf(text, sizeof(text), "\"%u\"", version);
    ym_http_reply_header(rq, "ETag", text);
}

/* ---- Procedures by name ---- */

static bool is_named(const struct ym_procedure *p, struct ym_span name)
{
    const size_t id_n = strlen(p->id);
    const size_t version_n = strlen(p->version);

    if (name.n == id_n)
        return memcmp(name.at, p->id, id_n) == 0;
    return name.n == id_n + 1 + version_n && memcmp(name.at, p->id, id_n) == 0 &&
           name.at[id_n] == '/' && memcmp(name.at + id_n + 1, p->version, version_n) == 0;
}

const struct ym_procedure *api_procedure_find(const struct api *api, struct ym_span name)
{
    const struct ym_procedure *found = NULL;

    for (unsigned i = 1; i <= YM_PROCEDURES_MAX; i++) {
        const struct ym_procedure *p = api->config.procedures->at[i];

        if (p != NULL && is_named(p, name))
            found = p; /* numbers ascend, so the last is the newest */
    }
    return found;
}
