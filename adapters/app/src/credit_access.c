/* SPDX-License-Identifier: Apache-2.0 */
#include "app/credit_access.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "yima/credit.h"
#include "yima/number.h"
#include "yima/utf8.h"

/* ---- Words ---- */

static const struct ym_word sights[APP_LOOK_SIGHT_COUNT] = {
#define X(name, code, zh, en) [APP_SEES_##name] = { code, zh, en },
    APP_LOOK_SIGHTS(X)
#undef X
};

static const struct ym_word verdicts[APP_LOOK_VERDICT_COUNT] = {
#define X(name, code, zh, en) [APP_LOOK_##name] = { code, zh, en },
    APP_LOOK_VERDICTS(X)
#undef X
};

static const struct ym_word nones[APP_CREDIT_NONE_COUNT] = {
#define X(name, code, zh, en) [APP_CREDIT_NONE_##name] = { code, zh, en },
    APP_CREDIT_NONES(X)
#undef X
};

static const struct ym_word objections[APP_OBJECTION_STATE_COUNT] = {
#define X(name, code, zh, en) [APP_OBJECTION_##name] = { code, zh, en },
    APP_OBJECTION_STATES(X)
#undef X
};

static const struct ym_word protections[APP_PROTECTION_COUNT] = {
#define X(name, code, zh, en) [APP_PROTECTION_##name] = { code, zh, en },
    APP_PROTECTIONS(X)
#undef X
};

const struct ym_word *app_look_sight_word(unsigned sight)
{
    assert(sight < APP_LOOK_SIGHT_COUNT);
    return &sights[sight];
}

const struct ym_word *app_look_verdict_word(unsigned verdict)
{
    assert(verdict < APP_LOOK_VERDICT_COUNT);
    return &verdicts[verdict];
}

const struct ym_word *app_credit_none_word(unsigned none)
{
    assert(none < APP_CREDIT_NONE_COUNT);
    return &nones[none];
}

const struct ym_word *app_objection_word(unsigned state)
{
    assert(state < APP_OBJECTION_STATE_COUNT);
    return &objections[state];
}

const struct ym_word *app_protection_word(unsigned kind)
{
    assert(kind < APP_PROTECTION_COUNT);
    return &protections[kind];
}

static int find(const struct ym_word *words, int n, struct ym_span code)
{
    for (int i = 0; i < n; i++) {
        if (ym_span_is(code, ym_span_of(words[i].code)))
            return i;
    }
    return -1;
}

int app_objection_find(struct ym_span code)
{
    return find(objections, APP_OBJECTION_STATE_COUNT, code);
}

int app_protection_find(struct ym_span code)
{
    return find(protections, APP_PROTECTION_COUNT, code);
}

/* ---- Rules ---- */

bool app_party_is_known(const unsigned char party[APP_CREDIT_PARTY_LEN])
{
    static const unsigned char none[APP_CREDIT_PARTY_LEN];

    return memcmp(party, none, sizeof(none)) != 0;
}

/* The character at the start of text, which is well-formed UTF-8, and its length. */
static uint32_t first_of(struct ym_span text, size_t *ret_n)
{
    const unsigned char lead = (unsigned char)text.at[0];
    uint32_t c;

    *ret_n = ym_utf8_first(text);
    assert(*ret_n > 0);
    c = *ret_n == 1 ? lead : lead & (0x7FU >> *ret_n);
    for (size_t i = 1; i < *ret_n; i++)
        c = c << 6 | ((unsigned char)text.at[i] & 0x3FU);
    return c;
}

/* Spaces, and what has no width (Unicode, White_Space and Default_Ignorable_Code_Point). */
static bool is_unseen(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } unseen[] = {
        { 0x0000, 0x0020 },   { 0x007F, 0x00A0 },   { 0x00AD, 0x00AD }, { 0x034F, 0x034F },
        { 0x061C, 0x061C },   { 0x115F, 0x1160 },   { 0x1680, 0x1680 }, { 0x17B4, 0x17B5 },
        { 0x180B, 0x180F },   { 0x2000, 0x200F },   { 0x2028, 0x202F }, { 0x205F, 0x206F },
        { 0x2800, 0x2800 },   { 0x3000, 0x3000 },   { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F },
        { 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFF8 }, { 0x1BCA0, 0x1BCA3 },
        { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
    };

    for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
        if (c >= unseen[i].first && c <= unseen[i].last)
            return true;
    }
    return false;
}

bool app_purpose_says(struct ym_span text)
{
    size_t seen = 0;
    size_t n;

    while (text.n > 0 && seen < APP_LOOK_PURPOSE_CHARS_MIN) {
        seen += is_unseen(first_of(text, &n)) ? 0 : 1;
        text = (struct ym_span){ text.at + n, text.n - n };
    }
    return seen >= APP_LOOK_PURPOSE_CHARS_MIN;
}

enum app_look_verdict app_look_judge(const struct app_caller *c, const struct ym_dispute *d,
                                     bool is_open, uint32_t protection, bool has_purpose)
{
    if (c->actor.role != YM_ROLE_MEDIATOR)
        return APP_LOOK_NO_RIGHT;
    if (!app_caller_may_read(c, d) || c->actor.staff == 0 || d->mediator != c->actor.staff)
        return APP_LOOK_NOT_HERE;
    if (!is_open)
        return APP_LOOK_CLOSED;
    if (protection != 0)
        return APP_LOOK_PROTECTED;
    return has_purpose ? APP_LOOK_ANSWERED : APP_LOOK_NO_PURPOSE;
}

struct app_objection_due app_objection_due(const struct ym_calendar *calendar,
                                           const struct ym_office *office, ym_day came)
{
    const uint32_t workdays = ym_office_value(office, YM_OFFICE_OBJECTION_ANSWER, came);
    struct app_objection_due ret;

    ret.due = ym_calendar_add(calendar, came, (int32_t)workdays);
    ret.latest = ym_day_plus(came, ym_office_value(office, YM_OFFICE_OBJECTION_LATEST, came));
    if (ret.latest < ret.due)
        ret.latest = ret.due;
    return ret;
}

ym_day app_objection_due_on(const struct app_objection *o)
{
    return o->extended_at != YM_USEC_NONE ? o->latest : o->due;
}

uint32_t app_protection_of(bool is_reported, const struct app_protection *rows, size_t n)
{
    const uint32_t violence = UINT32_C(1) << APP_PROTECTION_FAMILY_VIOLENCE;
    uint32_t set = 0;

    for (size_t i = 0; i < n; i++) {
        const uint32_t bit = UINT32_C(1) << rows[i].kind;

        set = rows[i].is_set ? set | bit : set & ~bit;
        if (bit == violence && rows[i].lifts_report)
            is_reported = false;
    }
    return is_reported ? set | violence : set;
}

/* ---- Names of items ---- */

void app_item_print(const struct app_item *item, char ret[APP_ITEM_NAME_MAX])
{
    char number[YM_NUMBER_COMPACT_MAX];

    assert(item->kind < YM_CREDIT_KIND_COUNT);
    ym_number_compact(item->dispute, number);
    (void)snprintf(ret, APP_ITEM_NAME_MAX, "%s.%" PRIu32 ".%s.%u", number, item->seq,
                   ym_credit_kind_word((enum ym_credit_kind)item->kind)->code,
                   (unsigned)item->obligation);
}

/* The part up to the next dot, which is taken off; the rest when there is none. */
static struct ym_span cut(struct ym_span *rest)
{
    const char *dot = rest->n > 0 ? memchr(rest->at, '.', rest->n) : NULL;
    const size_t n = dot != NULL ? (size_t)(dot - rest->at) : rest->n;
    const struct ym_span part = { rest->at, n };

    *rest = dot != NULL ? (struct ym_span){ dot + 1, rest->n - n - 1 } : (struct ym_span){ "", 0 };
    return part;
}

/* Decimal digits without a needless zero, at most max. */
static bool take_number(struct ym_span text, uint64_t max, uint64_t *ret)
{
    uint64_t v = 0;

    if (text.n == 0 || text.n > 10 || (text.n > 1 && text.at[0] == '0'))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        v = v * 10 + (uint64_t)(text.at[i] - '0');
    }
    *ret = v;
    return v <= max;
}

bool app_item_parse(struct ym_span name, struct app_item *ret)
{
    struct ym_span rest = name;
    const struct ym_span number = cut(&rest), seq = cut(&rest), kind = cut(&rest);
    const int found = ym_credit_kind_find(kind);
    char again[APP_ITEM_NAME_MAX];
    uint64_t event, obligation;
    struct app_item item;

    if (name.n >= APP_ITEM_NAME_MAX || found < 0 || !take_number(seq, INT32_MAX, &event) ||
        event == 0 || !take_number(rest, UINT8_MAX, &obligation) ||
        ym_number_parse(number, &item.dispute) != YM_NUMBER_OK)
        return false;
    item.seq = (uint32_t)event;
    item.kind = (uint8_t)found;
    item.obligation = (uint8_t)obligation;
    app_item_print(&item, again); /* one spelling alone names it */
    if (!ym_span_is(name, ym_span_of(again)))
        return false;
    *ret = item;
    return true;
}

/* ---- Labels ---- */

static struct ym_span label(char room[APP_ACCESS_LABEL_MAX], int n)
{
    assert(n > 0 && n < APP_ACCESS_LABEL_MAX);
    return (struct ym_span){ room, (size_t)n };
}

struct ym_span app_look_label(int64_t look, char room[APP_ACCESS_LABEL_MAX])
{
    return label(room, snprintf(room, APP_ACCESS_LABEL_MAX, "yima credit look %" PRId64, look));
}

struct ym_span app_objection_label(int64_t objection, const char *field,
                                   char room[APP_ACCESS_LABEL_MAX])
{
    return label(room, snprintf(room, APP_ACCESS_LABEL_MAX, "yima credit objection %" PRId64 " %s",
                                objection, field));
}

struct ym_span app_protection_label(struct ym_id dispute, int64_t protection,
                                    char room[APP_ACCESS_LABEL_MAX])
{
    return label(room, snprintf(room, APP_ACCESS_LABEL_MAX, "yima protection %" PRId64 " %" PRId64,
                                dispute.v, protection));
}

struct ym_span app_statement_label(const unsigned char party[APP_CREDIT_PARTY_LEN],
                                   char room[APP_ACCESS_LABEL_MAX])
{
    static const char digits[] = "0123456789abcdef";
    int n = snprintf(room, APP_ACCESS_LABEL_MAX, "yima credit statement ");

    for (size_t i = 0; i < APP_CREDIT_PARTY_LEN; i++) {
        room[n++] = digits[party[i] >> 4];
        room[n++] = digits[party[i] & 15];
    }
    room[n] = '\0';
    return label(room, n);
}
