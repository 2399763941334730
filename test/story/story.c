/* SPDX-License-Identifier: Apache-2.0 */
#include "story.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "outcome.h"
#include "words.h"

/* Where the telling stands. */
struct teller {
    const char *file;
    int line;
    int wrong; /* lines that did not come true */
    bool lost; /* the rest of this story cannot be judged */
    struct story_backend *b;
    struct story_coverage *cover;
    size_t ncover;
    struct ym_span title;
    struct ym_span procedure;
    struct story_intake seats; /* claimants, respondents and thirds of the next registration */
    ym_usec at;
    struct ym_span body, court, mediator; /* names of those at work on the dispute */
    struct story_seen seen;               /* after the last act */
};

__attribute__((format(printf, 2, 3))) static void complain(struct teller *t, const char *format,
                                                           ...)
{
    va_list args;

    t->wrong++;
    (void)fprintf(stderr, "%s:%d: ", t->file, t->line);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fprintf(stderr, " (%.*s)\n", (int)t->title.n, t->title.at);
}

/* ---- What the story says came of an act ---- */

/* A dispute goes on with whoever was named last. */
static void remember(struct teller *t, const struct story_act *act)
{
    for (size_t i = 0; i < act->nfields; i++) {
        if (story_is(act->fields[i].key, "mediator"))
            t->mediator = act->fields[i].value;
        else if (story_is(act->fields[i].key, "body"))
            t->body = act->fields[i].value;
        else if (story_is(act->fields[i].key, "court"))
            t->court = act->fields[i].value;
    }
}

static void play(struct teller *t, const struct story_act *act, const struct story_words *w,
                 size_t arrow)
{
    char text[STORY_TEXT_MAX];

    t->b->ops->act(t->b, act, &t->seen);
    if (t->seen.fault[0] != '\0') {
        complain(t, "%s", t->seen.fault);
        t->lost = true;
        return;
    }
    for (size_t i = 0; i < t->ncover; i++)
        story_cover(&t->cover[i], &t->seen);
    if (t->seen.refusal == NULL)
        remember(t, act);
    if (story_came_true(w, arrow + 1, &t->seen))
        return;
    story_describe(&t->seen, text);
    complain(t, "it came out as: %s", text);
    t->lost = true;
}

/* ---- What the story says happens ---- */

static struct ym_span usual(const struct teller *t, enum ym_role role)
{
    switch (ym_role_relation(role)) {
    case YM_REL_ASSIGNED:
        return t->mediator;
    case YM_REL_BODY:
        return t->body;
    case YM_REL_COURT:
        return t->court;
    case YM_REL_REGION:
        return YM_SPAN("centre");
    case YM_REL_SEAT:
    case YM_REL_ANY:
    case YM_REL_COUNT:
        break;
    }
    return (struct ym_span){ NULL, 0 };
}

/* by ROLE [SEAT] [of NAME], from word i to the arrow. */
static bool read_actor(const struct teller *t, const struct story_words *w, size_t i, size_t arrow,
                       struct story_actor *ret)
{
    const int role = i < arrow ? ym_vocab_find(YM_VOCAB_ROLE, w->at[i]) : -1;
    long seat;

    if (role < 0)
        return false;
    *ret = (struct story_actor){ .role = (enum ym_role)role, .seat = YM_SEAT_NONE };
    ret->of = usual(t, ret->role);
    i++;
    if (i < arrow && story_number(w->at[i], YM_SEATS_MAX, &seat)) {
        ret->seat = (uint8_t)seat;
        i++;
    }
    if (i + 1 < arrow && story_is(w->at[i], "of")) {
        ret->of = w->at[i + 1];
        i += 2;
    }
    return i == arrow;
}

static bool read_code(struct ym_span value, enum ym_vocab_id vocab, int *ret)
{
    *ret = ym_vocab_find(vocab, value);
    return *ret >= 0;
}

static bool read_weight(struct ym_span value, uint8_t *ret)
{
    long n;

    if (!story_number(value, 3, &n))
        return false;
    *ret = (uint8_t)n;
    return true;
}

/* One word of `register`, which takes no fields as other commands do. */
static bool read_intake(const struct json_pair *pair, struct story_intake *ret)
{
    int code;

    if (story_is(pair->key, "type") && read_code(pair->value, YM_VOCAB_TYPE, &code))
        ret->type = (enum ym_type)code;
    else if (story_is(pair->key, "channel") && read_code(pair->value, YM_VOCAB_CHANNEL, &code))
        ret->channel = (enum ym_channel)code;
    else if (story_is(pair->key, "source") && read_code(pair->value, YM_VOCAB_SOURCE, &code))
        ret->source = (enum ym_source)code;
    else if (story_is(pair->key, "joint") && story_is(pair->value, "yes"))
        ret->joint = true;
    else if (story_is(pair->key, "harm"))
        return read_weight(pair->value, &ret->harm);
    else if (story_is(pair->key, "urgency"))
        return read_weight(pair->value, &ret->urgency);
    else
        return story_is(pair->key, "scope") && read_weight(pair->value, &ret->scope);
    return true;
}

/* The lists that stories write short. */
struct lists {
    char owes[STORY_VALUE_MAX];
    char attended[STORY_VALUE_MAX];
};

static bool write_out(struct json_pair *pair, struct lists *lists)
{
    if (story_is(pair->key, "owes")) {
        if (!story_owes(pair->value, lists->owes))
            return false;
        *pair = (struct json_pair){ YM_SPAN("obligations"), ym_span_of(lists->owes) };
    } else if (story_is(pair->key, "attendance")) {
        if (!story_attended(pair->value, lists->attended))
            return false;
        pair->value = ym_span_of(lists->attended);
    }
    return true;
}

static bool read_fields(const struct story_words *w, size_t until, struct story_act *act,
                        struct json_pair fields[STORY_FIELDS_MAX], struct lists *lists)
{
    for (size_t i = 1; i < until; i++) {
        struct json_pair pair;

        if (!story_pair(w->at[i], &pair))
            return false;
        if (act->command == YM_CMD_REGISTER) {
            if (!read_intake(&pair, &act->intake))
                return false;
        } else {
            if (act->nfields == STORY_FIELDS_MAX || !write_out(&pair, lists))
                return false;
            fields[act->nfields++] = pair;
        }
    }
    act->fields = fields;
    return true;
}

static size_t find(const struct story_words *w, const char *word)
{
    size_t i = 0;

    while (i < w->n && !story_is(w->at[i], word))
        i++;
    return i;
}

/* COMMAND [key=value...] by ROLE... -> ... */
static void tell_act(struct teller *t, const struct story_words *w)
{
    const int command = ym_vocab_find(YM_VOCAB_COMMAND, w->at[0]);
    const size_t by = find(w, "by");
    const size_t arrow = find(w, "->");
    struct json_pair fields[STORY_FIELDS_MAX];
    struct lists lists;
    struct story_act act = { .at = t->at, .procedure = t->procedure, .intake = t->seats };

    if (command < 0) {
        complain(t, "there is no command %.*s", (int)w->at[0].n, w->at[0].at);
        return;
    }
    act.command = (enum ym_cmd)command;
    if (by >= arrow || arrow == w->n || !read_fields(w, by, &act, fields, &lists) ||
        !read_actor(t, w, by + 1, arrow, &act.by)) {
        complain(t, "not understood; see test/story/README.md");
        return;
    }
    play(t, &act, w, arrow);
}

static const struct story_clock *clock_of(const struct teller *t, struct ym_span name)
{
    for (size_t i = 0; i < t->seen.nclocks; i++)
        if (story_is(name, t->seen.clocks[i].deadline))
            return &t->seen.clocks[i];
    return NULL;
}

/* expire DEADLINE -> ...: time goes on to the end of its last day. */
static void tell_expiry(struct teller *t, const struct story_words *w)
{
    const struct json_pair field = { YM_SPAN("deadline"), w->at[1] };
    const size_t arrow = find(w, "->");
    const struct story_clock *clock;
    struct story_act act = { .command = YM_CMD_EXPIRE,
                             .fields = &field,
                             .nfields = 1,
                             .by = { .role = YM_ROLE_CLOCK, .seat = YM_SEAT_NONE },
                             .procedure = t->procedure };

    if (w->n < 3 || arrow != 2) {
        complain(t, "not understood; see test/story/README.md");
        return;
    }
    t->b->ops->look(t->b, &t->seen);
    clock = clock_of(t, w->at[1]);
    if (clock != NULL && clock->due > t->at)
        t->at = clock->due;
    act.at = t->at;
    play(t, &act, w, arrow);
}

/* ---- What the story says about how things stand ---- */

static bool due_matches(const struct story_clock *clock, struct ym_span day)
{
    ym_day want;

    return clock != NULL && ym_day_parse(day, &want) && clock->last == want;
}

/* Whether the dispute stands as the words after `expect` say. */
static bool stands(struct teller *t, const struct story_words *w)
{
    const struct story_clock *clock;

    if (w->n < 3)
        return false;
    clock = clock_of(t, w->at[2]);
    if (story_is(w->at[1], "due"))
        return w->n == 4 && due_matches(clock, w->at[3]);
    if (w->n != 3)
        return false;
    if (story_is(w->at[1], "still"))
        return clock != NULL && clock->due == 0;
    if (story_is(w->at[1], "no"))
        return clock == NULL;
    if (story_is(w->at[1], "ground"))
        return story_is(w->at[2], t->seen.ground);
    if (story_is(w->at[1], "risk"))
        return story_is(w->at[2], t->seen.risk);
    return story_is(w->at[1], "stage") && story_is(w->at[2], t->seen.stage);
}

static void tell_expectation(struct teller *t, const struct story_words *w)
{
    if (t->seen.state[0] == NULL) {
        complain(t, "nothing is registered yet");
        return;
    }
    t->b->ops->look(t->b, &t->seen);
    if (stands(t, w))
        return;
    complain(t, "it stands otherwise: %s, ground %s, risk %s", t->seen.state[0], t->seen.ground,
             t->seen.risk);
    for (size_t i = 0; i < t->seen.nclocks; i++) {
        char day[YM_DAY_TEXT_MAX];

        ym_day_print(t->seen.clocks[i].last, day);
        (void)fprintf(stderr, "    %s %s\n", t->seen.clocks[i].deadline,
                      t->seen.clocks[i].due == 0 ? "stands still" : day);
    }
}

/* ---- Setting ---- */

/* parties 1 claimant 2 respondent 1 third */
static bool read_parties(const struct story_words *w, struct story_intake *ret)
{
    *ret = (struct story_intake){ .type = YM_TYPE_OTHER };
    for (size_t i = 1; i + 1 < w->n; i += 2) {
        long n;

        if (!story_number(w->at[i], YM_SEATS_MAX, &n))
            return false;
        if (story_is(w->at[i + 1], "claimant"))
            ret->claimants = (uint8_t)n;
        else if (story_is(w->at[i + 1], "respondent"))
            ret->respondents = (uint8_t)n;
        else if (story_is(w->at[i + 1], "third"))
            ret->thirds = (uint8_t)n;
        else
            return false;
    }
    return w->n % 2 == 1 && w->n > 1;
}

static void begin(struct teller *t, struct ym_span line)
{
    t->title = (struct ym_span){ line.at + 6, line.n - 6 };
    t->lost = false;
    t->seats = (struct story_intake){ .claimants = 1, .respondents = 1 };
    t->body = YM_SPAN("committee");
    t->court = YM_SPAN("court");
    t->mediator = YM_SPAN("wang");
    memset(&t->seen, 0, sizeof(t->seen));
    t->b->ops->begin(t->b);
}

/* day +N: N days later at the same hour. */
static bool read_days(const struct story_words *w, ym_usec *at)
{
    long days;

    if (w->n != 2 || w->at[1].n < 2 || w->at[1].at[0] != '+' ||
        !story_number((struct ym_span){ w->at[1].at + 1, w->at[1].n - 1 }, YM_DAYS_MAX, &days))
        return false;
    *at += days * YM_USEC_PER_DAY;
    return true;
}

/* A line that sets the scene; false when it is none, or none that is understood. */
static bool set_scene(struct teller *t, const struct story_words *w)
{
    if (story_is(w->at[0], "procedure") && w->n == 2) {
        t->procedure = w->at[1];
        return true;
    }
    if (story_is(w->at[0], "at"))
        return w->n == 3 && story_instant(w->at[1], w->at[2], &t->at);
    if (story_is(w->at[0], "day"))
        return read_days(w, &t->at);
    return story_is(w->at[0], "parties") && read_parties(w, &t->seats);
}

static void tell_line(struct teller *t, struct ym_span line)
{
    struct story_words w;

    if (line.n > 6 && memcmp(line.at, "story ", 6) == 0) {
        begin(t, line);
        return;
    }
    if (!story_split(line, &w)) {
        complain(t, "too many words, or a quotation mark without its other");
        return;
    }
    if (w.n == 0 || t->lost)
        return;
    if (story_is(w.at[0], "expire") && w.n > 1)
        tell_expiry(t, &w);
    else if (story_is(w.at[0], "expect"))
        tell_expectation(t, &w);
    else if (!set_scene(t, &w))
        tell_act(t, &w);
}

int story_play(const char *file, struct ym_span text, struct story_backend *b,
               struct story_coverage *cover, size_t ncover)
{
    struct teller t = { .file = file, .b = b, .cover = cover, .ncover = ncover };

    while (text.n > 0) {
        const char *const end = memchr(text.at, '\n', text.n);
        const size_t n = end != NULL ? (size_t)(end - text.at) : text.n;

        t.line++;
        tell_line(&t, (struct ym_span){ text.at, n });
        text.at += n + (end != NULL ? 1 : 0);
        text.n -= n + (end != NULL ? 1 : 0);
    }
    return t.wrong;
}
