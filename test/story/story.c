/* SPDX-License-Identifier: Apache-2.0 */
#include "story.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "outcome.h"
#include "words.h"

/* Where the telling stands. */
struct story_teller {
    const char *file;
    struct ym_span rest; /* of the text, from the line that is told next */
    int line;            /* told last, from 1 */
    int only;            /* number of the one story that is told, from 1; 0: all */
    int story;           /* number of the story at hand */
    long rounds;         /* how often the line told last came true already, when it is told again */
    int wrong;           /* lines that did not come true */
    bool lost;           /* the rest of this story cannot be judged */
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

__attribute__((format(printf, 2, 3))) static void complain(struct story_teller *t,
                                                           const char *format, ...)
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
static void remember(struct story_teller *t, const struct story_act *act)
{
    if (act->intake.body.n > 0)
        t->body = act->intake.body;
    for (size_t i = 0; i < act->nfields; i++) {
        if (story_is(act->fields[i].key, "mediator"))
            t->mediator = act->fields[i].value;
        else if (story_is(act->fields[i].key, "body"))
            t->body = act->fields[i].value;
        else if (story_is(act->fields[i].key, "court"))
            t->court = act->fields[i].value;
    }
}

static void play(struct story_teller *t, const struct story_act *act, const struct story_words *w,
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

static struct ym_span usual(const struct story_teller *t, enum ym_role role)
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
static bool read_actor(const struct story_teller *t, const struct story_words *w, size_t i,
                       size_t arrow, struct story_actor *ret)
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

/* Time does not pass over a deadline without its acting, so a story must tell of it. */
static bool passed_over(struct story_teller *t, ym_usec until, const struct story_clock *but)
{
    for (size_t i = 0; i < t->seen.nclocks; i++) {
        const struct story_clock *const clock = &t->seen.clocks[i];

        if (clock != but && clock->due != 0 && clock->due < until) {
            complain(t, "deadline %s comes first; tell of it", clock->deadline);
            t->lost = true;
            return true;
        }
    }
    return false;
}

/* COMMAND [key=value...] by ROLE... -> ... */
static void tell_act(struct story_teller *t, const struct story_words *w)
{
    const int command = ym_vocab_find(YM_VOCAB_COMMAND, w->at[0]);
    const size_t by = story_find(w, "by");
    const size_t arrow = story_find(w, "->");
    struct json_pair fields[STORY_FIELDS_MAX];
    struct story_lists lists;
    struct story_act act = { .at = t->at, .procedure = t->procedure, .intake = t->seats };

    if (command < 0) {
        complain(t, "there is no command %.*s", (int)w->at[0].n, w->at[0].at);
        return;
    }
    act.command = (enum ym_cmd)command;
    if (by >= arrow || arrow == w->n || !story_read_fields(w, by, &act, fields, &lists) ||
        !read_actor(t, w, by + 1, arrow, &act.by)) {
        complain(t, "not understood; see test/story/README.md");
        return;
    }
    if (!passed_over(t, t->at + 1, NULL)) /* a deadline has ended at its due time */
        play(t, &act, w, arrow);
}

static const struct story_clock *clock_of(const struct story_teller *t, struct ym_span name)
{
    for (size_t i = 0; i < t->seen.nclocks; i++)
        if (story_is(name, t->seen.clocks[i].deadline))
            return &t->seen.clocks[i];
    return NULL;
}

/* Time goes on to the end of the deadline's last day, and the clock acts. */
static void tell_expiry(struct story_teller *t, const struct story_words *w)
{
    const struct json_pair field = { YM_SPAN("deadline"), w->at[1] };
    const long times = story_read_times(w);
    const struct story_clock *clock;
    struct story_act act = { .command = YM_CMD_EXPIRE,
                             .fields = &field,
                             .nfields = 1,
                             .by = { .role = YM_ROLE_CLOCK, .seat = YM_SEAT_NONE },
                             .procedure = t->procedure };

    if (times == 0) {
        complain(t, "not understood; see test/story/README.md");
        return;
    }
    t->b->ops->look(t->b, &t->seen);
    clock = clock_of(t, w->at[1]);
    if (clock != NULL && clock->due > t->at)
        t->at = clock->due;
    act.at = t->at;
    if (passed_over(t, t->at, clock))
        return;
    play(t, &act, w, story_find(w, "->"));
    t->rounds = t->rounds + 1 == times ? 0 : t->rounds + 1;
}

/* ---- What the story says about how things stand ---- */

static bool due_matches(const struct story_clock *clock, struct ym_span day)
{
    ym_day want;

    return clock != NULL && ym_day_parse(day, &want) && clock->last == want;
}

/* Whether the dispute stands as the words after `expect` say. */
static bool stands(struct story_teller *t, const struct story_words *w)
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

static void tell_expectation(struct story_teller *t, const struct story_words *w)
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

static void begin(struct story_teller *t, struct ym_span line)
{
    t->title = (struct ym_span){ line.at + 6, line.n - 6 };
    t->story++;
    t->lost = t->only != 0 && t->story != t->only;
    t->seats = (struct story_intake){ .claimants = 1, .respondents = 1 };
    t->body = YM_SPAN("committee");
    t->court = YM_SPAN("court");
    t->mediator = YM_SPAN("wang");
    memset(&t->seen, 0, sizeof(t->seen));
    if (!t->lost)
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
static bool set_scene(struct story_teller *t, const struct story_words *w)
{
    if (story_is(w->at[0], "procedure") && w->n == 2) {
        t->procedure = w->at[1];
        return true;
    }
    if (story_is(w->at[0], "at"))
        return w->n == 3 && story_instant(w->at[1], w->at[2], &t->at);
    if (story_is(w->at[0], "day"))
        return read_days(w, &t->at);
    return story_is(w->at[0], "parties") && story_read_parties(w, &t->seats);
}

static void tell_line(struct story_teller *t, struct ym_span line)
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
    if (w.n == 0 || (t->lost && !story_is(w.at[0], "procedure")))
        return;
    if (story_is(w.at[0], "expire") && w.n > 1)
        tell_expiry(t, &w);
    else if (story_is(w.at[0], "expect"))
        tell_expectation(t, &w);
    else if (!set_scene(t, &w))
        tell_act(t, &w);
}

/* ---- One line after the other ---- */

static struct ym_span first_line(struct ym_span text)
{
    const char *const end = text.n > 0 ? memchr(text.at, '\n', text.n) : NULL;

    return (struct ym_span){ text.at, end != NULL ? (size_t)(end - text.at) : text.n };
}

struct story_teller *story_open(const char *file, struct ym_span text, int only,
                                struct story_backend *b)
{
    struct story_teller *const t = calloc(1, sizeof(*t));

    if (t == NULL)
        return NULL;
    t->file = file;
    t->rest = text;
    t->only = only;
    t->lost = only != 0;
    t->b = b;
    return t;
}

void story_watch(struct story_teller *t, struct story_coverage *cover, size_t ncover)
{
    t->cover = cover;
    t->ncover = ncover;
}

bool story_step(struct story_teller *t)
{
    const struct ym_span line = first_line(t->rest);

    if (t->rest.n == 0)
        return false;
    t->line += t->rounds == 0 ? 1 : 0;
    tell_line(t, line);
    if (t->lost)
        t->rounds = 0;
    if (t->rounds == 0) {
        const size_t n = line.n + (line.n < t->rest.n ? 1 : 0);

        t->rest = (struct ym_span){ t->rest.at + n, t->rest.n - n };
    }
    return true;
}

ym_usec story_when(struct story_teller *t)
{
    struct story_teller then = *t;
    const struct story_clock *clock;
    struct story_words w;

    if (t->lost || !story_split(first_line(t->rest), &w) || w.n == 0)
        return t->at;
    if (!story_is(w.at[0], "expire") || w.n < 2)
        return set_scene(&then, &w) ? then.at : t->at;
    t->b->ops->look(t->b, &t->seen);
    clock = clock_of(t, w.at[1]);
    return clock != NULL && clock->due > t->at ? clock->due : t->at;
}

int story_close(struct story_teller *t)
{
    const int wrong = t != NULL ? t->wrong : 0;

    free(t);
    return wrong;
}

int story_play(const char *file, struct ym_span text, struct story_backend *b,
               struct story_coverage *cover, size_t ncover)
{
    struct story_teller *const t = story_open(file, text, 0, b);

    if (t == NULL)
        return 1;
    story_watch(t, cover, ncover);
    while (story_step(t)) {
    }
    return story_close(t);
}

int story_count(struct ym_span text)
{
    int n = 0;

    while (text.n > 0) {
        const struct ym_span line = first_line(text);
        const size_t next = line.n + (line.n < text.n ? 1 : 0);

        n += line.n > 6 && memcmp(line.at, "story ", 6) == 0 ? 1 : 0;
        text = (struct ym_span){ text.at + next, text.n - next };
    }
    return n;
}
