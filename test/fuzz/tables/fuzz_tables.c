/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of dated tables. The first byte says which; what is accepted keeps the laws of its room.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "json/calendar.h"
#include "json/confirm.h"
#include "json/credit.h"
#include "json/order.h"
#include "json/office.h"
#include "json/points.h"
#include "json/retention.h"
#include "json/suggestions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void calendar(struct ym_span text)
{
    struct json_calendar *c = NULL;

    if (json_calendar_parse(text, &c, NULL) == YM_E_OK)
        assert(ym_calendar_valid(json_calendar_get(c)));
    json_calendar_free(c);
}

static void credit(struct ym_span text)
{
    struct json_credit *c = NULL;

    if (json_credit_parse(text, &c, NULL) == YM_E_OK)
        assert(ym_credit_formula_flaw(&c->formula) == NULL);
    json_credit_free(c);
}

static void confirm(struct ym_span text)
{
    struct json_confirm *c = NULL;

    if (json_confirm_parse(text, &c, NULL) == YM_E_OK)
        assert(c->id.n > 0);
    json_confirm_free(c);
}

static void classes(struct ym_span text)
{
    struct json_classes *c = NULL;

    if (json_classes_parse(text, &c, NULL) == YM_E_OK)
        assert(c->days >= 1 && c->days <= 365);
    json_classes_free(c);
}

static void points(struct ym_span text)
{
    struct ym_points_table *t = NULL;

    if (json_points_parse(text, &t, NULL) == YM_E_OK)
        assert(t != NULL);
    json_points_free(t);
}

static void office(struct ym_span text)
{
    struct ym_office *o = NULL;

    if (json_office_parse(text, &o, NULL) == YM_E_OK)
        (void)ym_office_longest(o, YM_OFFICE_LOOKS_KEEP, 20000);
    json_office_free(o);
}

static void retention(struct ym_span text)
{
    struct ym_retention *t = NULL;

    if (json_retention_parse(text, &t, NULL) == YM_E_OK)
        assert(t != NULL);
    json_retention_free(t);
}

static void suggestions(struct ym_span text)
{
    struct json_suggestions *s = NULL;

    if (json_suggestions_parse(text, &s, NULL) == YM_E_OK)
        assert(s->id.n > 0);
    json_suggestions_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(struct ym_span) = { calendar, credit,    confirm,     classes,
                                                       points,   retention, suggestions, office };
    const size_t n = sizeof(readers) / sizeof(readers[0]);

    if (size > 0)
        readers[data[0] % n]((struct ym_span){ (const char *)data + 1, size - 1 });
    return 0;
}
