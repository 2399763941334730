/* SPDX-License-Identifier: Apache-2.0 */
/* The members of the form, in its order, as tables: a member that is not there keeps what the
 * event began with. Trouble is sticky, so that only the end asks for it. */
#include "yima/canon.h"

#include "yima/limits.h"

struct reader {
    const char *at, *end;
    bool is_first; /* of the members of an object: no comma stands before it */
    bool is_bad;
};

struct member {
    struct ym_span key; /* with its comma, quotes and colon */
    void (*take)(struct reader *r, void *into, uint64_t max);
    size_t offset; /* of what it fills */
    uint64_t max;
    bool is_due; /* it always stands there */
};

#define AT(type, field) offsetof(type, field)

/* ---- Texts ---- */

static bool skip(struct reader *r, struct ym_span s)
{
    if ((size_t)(r->end - r->at) < s.n || memcmp(r->at, s.at, s.n) != 0)
        return false;
    r->at += s.n;
    return true;
}

static void expect(struct reader *r, struct ym_span s)
{
    r->is_bad = !skip(r, s) || r->is_bad;
}

static bool skip_key(struct reader *r, struct ym_span key)
{
    const size_t comma = r->is_first ? 1 : 0;

    if (!skip(r, (struct ym_span){ key.at + comma, key.n - comma }))
        return false;
    r->is_first = false;
    return true;
}

/* What stands in quotes. No text of the form holds a quote or a backslash. */
static struct ym_span quoted(struct reader *r)
{
    const char *end;
    struct ym_span text = { r->at, 0 };

    expect(r, YM_SPAN("\""));
    end = r->is_bad ? NULL : memchr(r->at, '"', (size_t)(r->end - r->at));
    r->is_bad = end == NULL;
    if (r->is_bad)
        return text;
    text = (struct ym_span){ r->at, (size_t)(end - r->at) };
    r->at = end + 1;
    return text;
}

static uint64_t digits(struct reader *r, uint64_t max)
{
    const char *begin = r->at;
    uint64_t v = 0;

    while (r->at < r->end && *r->at >= '0' && *r->at <= '9' && v <= max / 10)
        v = v * 10 + (uint64_t)(*r->at++ - '0');
    r->is_bad = r->is_bad || r->at == begin || v > max;
    return v;
}

/* ---- Values ---- */

static void read_u8(struct reader *r, void *into, uint64_t max)
{
    *(uint8_t *)into = (uint8_t)digits(r, max);
}

static void read_u16(struct reader *r, void *into, uint64_t max)
{
    *(uint16_t *)into = (uint16_t)digits(r, max);
}

static void read_i16(struct reader *r, void *into, uint64_t max)
{
    *(int16_t *)into = (int16_t)digits(r, max);
}

/* Never zero, which is left out. */
static void read_signed(struct reader *r, void *into, uint64_t max)
{
    const bool is_negative = skip(r, YM_SPAN("-"));
    const int16_t v = (int16_t)digits(r, max);

    r->is_bad = r->is_bad || v == 0;
    *(int16_t *)into = (int16_t)(is_negative ? -v : v);
}

static void read_u32(struct reader *r, void *into, uint64_t max)
{
    *(uint32_t *)into = (uint32_t)digits(r, max);
}

/* Also of unsigned members: every value of the form is a positive int64_t. */
static void read_id(struct reader *r, void *into, uint64_t max)
{
    uint64_t v;

    expect(r, YM_SPAN("\""));
    v = digits(r, max);
    expect(r, YM_SPAN("\""));
    memcpy(into, &v, sizeof(v));
}

static void read_day(struct reader *r, void *into, uint64_t max)
{
    (void)max;
    if (!ym_day_parse(quoted(r), into))
        r->is_bad = true;
}

static void read_time(struct reader *r, void *into, uint64_t max)
{
    (void)max;
    if (!ym_usec_parse(quoted(r), into))
        r->is_bad = true;
}

/* max: the vocabulary. */
static void read_word(struct reader *r, void *into, uint64_t max)
{
    const int found = ym_vocab_find((enum ym_vocab_id)max, quoted(r));

    r->is_bad = r->is_bad || found < 0;
    *(uint8_t *)into = (uint8_t)found;
}

/* One object to where its bracket closes; of its texts only their ends matter. */
static void read_detail(struct reader *r, void *into, uint64_t max)
{
    const char *begin = r->at;
    size_t depth = 0;

    (void)max;
    while (r->at < r->end) {
        const char c = *r->at++;

        if (c == '"') {
            while (r->at < r->end && *r->at != '"')
                r->at += *r->at == '\\' && r->end - r->at > 1 ? 2 : 1;
            r->at += r->at < r->end;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            break;
        }
    }
    r->is_bad = depth != 0 || r->at == begin;
    *(struct ym_span *)into = (struct ym_span){ begin, (size_t)(r->at - begin) };
}

static void read_states(struct reader *r, void *into, uint64_t max)
{
    uint8_t *to = into;

    for (int t = 0; t < YM_TRACKS; t++) {
        expect(r, t == 0 ? YM_SPAN("[") : YM_SPAN(","));
        to[t] = (uint8_t)digits(r, max);
    }
    expect(r, YM_SPAN("]"));
}

/* ---- Members ---- */

static void read_members(struct reader *r, const struct member *members, size_t n, void *into)
{
    for (size_t i = 0; i < n && !r->is_bad; i++) {
        if (skip_key(r, members[i].key))
            members[i].take(r, (char *)into + members[i].offset, members[i].max);
        else
            r->is_bad = members[i].is_due;
    }
}

#define COUNT_OF(table)      (sizeof(table) / sizeof((table)[0]))
#define READ(r, table, into) read_members(r, table, COUNT_OF(table), into)
#define KEY(key)             YM_SPAN_INIT(",\"" key "\":")
#define EVENT(key, take, f, max)                                                                   \
    {                                                                                              \
        KEY(key), take, AT(struct ym_event, f), max, false                                         \
    }
#define DUE(key, take, f, max)                                                                     \
    {                                                                                              \
        KEY(key), take, AT(struct ym_event, f), max, true                                          \
    }
#define ACTOR(key, take, f, max)                                                                   \
    {                                                                                              \
        KEY(key), take, AT(struct ym_actor, f), max, false                                         \
    }
#define CLOCK(key, take, f, max)                                                                   \
    {                                                                                              \
        KEY(key), take, AT(struct ym_clock, f), max, false                                         \
    }
#define REG(key, take, f, max)                                                                     \
    {                                                                                              \
        KEY(key), take, AT(struct ym_registration, f), max, false                                  \
    }

/* clang-format off */
static const struct member head[] = {
    DUE("at",          read_time, c.at, 0),
    EVENT("attended",  read_u32, c.attended, UINT32_MAX),
    EVENT("body_kind", read_u8,  c.body_kind, YM_BODY_COUNT - 1),
};
static const struct member actor[] = {
    ACTOR("body",   read_id, body, INT64_MAX),
    ACTOR("region", read_id, region, INT64_MAX),
    { KEY("role"),  read_word, AT(struct ym_actor, role), YM_VOCAB_ROLE, true },
    ACTOR("seat",   read_u8, seat, YM_SEAT_NONE - 1),
    ACTOR("staff",  read_id, staff, INT64_MAX),
};
static const struct member clock[] = {
    { KEY("deadline"), read_u8, AT(struct ym_clock, deadline), YM_DEADLINES_MAX - 1, true },
    CLOCK("last",      read_day, last, 0),
    CLOCK("left",      read_i16, left, INT16_MAX),
    CLOCK("moved",     read_signed, moved, INT16_MAX),
};
static const struct member command[] = {
    EVENT("code",     read_u8,   c.code, UINT8_MAX),
    DUE("command",    read_word, c.kind, YM_VOCAB_COMMAND),
    EVENT("date",     read_day,  c.date, 0),
    EVENT("days",     read_i16,  c.days, INT16_MAX),
    EVENT("deadline", read_u8,   c.deadline, YM_DEADLINES_MAX - 1),
    EVENT("detail",   read_detail, c.detail, 0),
    EVENT("dispute",  read_id,   dispute, INT64_MAX),
    EVENT("effects",  read_u32,  effects, UINT32_MAX),
    EVENT("fields",   read_id,   c.fields, INT64_MAX),
    EVENT("first_due", read_day, c.first_due, 0),
    EVENT("ground",   read_u8,   ground, YM_GROUND_COUNT - 1),
    EVENT("harm",     read_u8,   c.harm, 3),
    EVENT("item",     read_u8,   c.item, YM_OBLIGATIONS_MAX - 1),
    EVENT("items",    read_u8,   c.items, YM_OBLIGATIONS_MAX),
    EVENT("ref",      read_id,   c.ref, INT64_MAX),
    EVENT("ref2",     read_id,   c.ref2, INT64_MAX),
};
static const struct member registration[] = {
    REG("body",        read_id,  body, INT64_MAX),
    REG("channel",     read_u8,  channel, YM_CHANNEL_COUNT - 1),
    REG("claimants",   read_u32, claimants, UINT32_MAX),
    REG("joint",       read_u8,  joint, 1),
    { KEY("procedure"), read_u16, AT(struct ym_registration, procedure), UINT16_MAX, true },
    REG("region",      read_id,  region, INT64_MAX),
    REG("respondents", read_u32, respondents, UINT32_MAX),
    REG("seats",       read_u8,  seats, YM_SEATS_MAX),
    REG("source",      read_u8,  source, YM_SOURCE_COUNT - 1),
    REG("type",        read_u8,  type, YM_TYPE_COUNT - 1),
};
static const struct member tail[] = {
    DUE("risk",      read_u8,  risk, YM_RISK_COUNT - 1),
    DUE("rule",      read_u16, rule, UINT16_MAX),
    EVENT("scope",   read_u8,  c.scope, 3),
    EVENT("seats",   read_u32, c.seats, UINT32_MAX),
    DUE("seq",       read_u32, seq, UINT32_MAX),
    DUE("to",        read_states, to, YM_STATES_MAX - 1),
    EVENT("urgency", read_u8,  c.urgency, 3),
    EVENT("was",     read_day, was, 0),
};
/* clang-format on */

/* An object that is the value of a key. */
static void open_object(struct reader *r)
{
    expect(r, YM_SPAN("{"));
    r->is_first = true;
}

static void close_object(struct reader *r)
{
    expect(r, YM_SPAN("}"));
    r->is_first = false;
}

static void read_clocks(struct reader *r, struct ym_event *ev)
{
    if (!skip(r, YM_SPAN(",\"clocks\":[")))
        return;
    do {
        struct ym_clock *k = &ev->clocks[ev->nclocks];

        r->is_bad = r->is_bad || ev->nclocks == YM_CLOCK_CHANGES_MAX;
        if (r->is_bad)
            return;
        *k = (struct ym_clock){ .last = YM_DAY_NONE, .left = -1 };
        open_object(r);
        READ(r, clock, k);
        close_object(r);
        k->due = k->last == YM_DAY_NONE ? 0 : ym_term_due(k->last);
        ev->nclocks++;
    } while (!r->is_bad && skip(r, YM_SPAN(",")));
    expect(r, YM_SPAN("]"));
}

static void read_registration(struct reader *r, struct ym_event *ev)
{
    if (!skip(r, YM_SPAN(",\"reg\":")))
        return;
    open_object(r);
    READ(r, registration, &ev->c.reg);
    close_object(r);
}

static struct ym_event nothing(void)
{
    return (struct ym_event){ .c = { .date = YM_DAY_NONE,
                                     .first_due = YM_DAY_NONE,
                                     .deadline = YM_DEADLINE_NONE,
                                     .by = { .seat = YM_SEAT_NONE } } };
}

bool ym_canon_event_read(struct ym_span bytes, struct ym_event *ret)
{
    struct reader r = { .at = bytes.at, .end = bytes.at + bytes.n };

    *ret = nothing();
    open_object(&r);
    READ(&r, head, ret);
    expect(&r, YM_SPAN(",\"by\":"));
    open_object(&r);
    READ(&r, actor, &ret->c.by);
    close_object(&r);
    read_clocks(&r, ret);
    READ(&r, command, ret);
    read_registration(&r, ret);
    READ(&r, tail, ret);
    close_object(&r);
    if (ret->c.kind != YM_CMD_MIGRATE && ret->c.kind != YM_CMD_EXPIRE &&
        ret->c.kind != YM_CMD_RESCHEDULE)
        ret->c.deadline = 0; /* which is what those have that name none */
    return !r.is_bad && r.at == r.end;
}
