/* SPDX-License-Identifier: Apache-2.0 */
#include "app/assess.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/satisfaction.h"
#include "yima/region.h"

#define FORMAT 1 /* first byte of the stored form */

/* ---- Words ---- */

static const struct ym_word subjects[APP_SUBJECT_COUNT] = {
#define X(name, code, zh, en) [APP_SUBJECT_##name] = { code, zh, en },
    APP_SUBJECTS(X)
#undef X
};

static const struct ym_word measures[APP_MEASURE_COUNT] = {
#define X(name, code, zh, en) [APP_MEASURE_##name] = { code, zh, en },
    APP_MEASURES(X)
#undef X
};

static const struct ym_word verdicts[APP_CONTEST_VERDICT_COUNT] = {
#define X(name, code, zh, en) [APP_CONTEST_##name] = { code, zh, en },
    APP_CONTEST_VERDICTS(X)
#undef X
};

const struct ym_word *app_subject_word(unsigned subject)
{
    assert(subject < APP_SUBJECT_COUNT);
    return &subjects[subject];
}

const struct ym_word *app_measure_word(unsigned measure)
{
    assert(measure < APP_MEASURE_COUNT);
    return &measures[measure];
}

const struct ym_word *app_contest_word(unsigned verdict)
{
    assert(verdict < APP_CONTEST_VERDICT_COUNT);
    return &verdicts[verdict];
}

static int find(const struct ym_word *words, int n, struct ym_span code)
{
    for (int i = 0; i < n; i++) {
        if (ym_span_is(code, ym_span_of(words[i].code)))
            return i;
    }
    return -1;
}

int app_subject_find(struct ym_span code)
{
    return find(subjects, APP_SUBJECT_COUNT, code);
}

int app_measure_find(struct ym_span code)
{
    return find(measures, APP_MEASURE_COUNT, code);
}

int app_contest_find(struct ym_span code)
{
    return find(verdicts, APP_CONTEST_VERDICT_COUNT, code);
}

/* ---- Sums ---- */

static void add_figures(struct app_assess_sums *s, const struct ym_month_fact *f)
{
    s->n[APP_ASSESS_DISPUTES]++;
    s->n[APP_ASSESS_CARRIED] += f->n[YM_FIGURE_CARRIED];
    s->n[APP_ASSESS_ACCEPTED] += f->n[YM_FIGURE_ACCEPTED];
    s->n[APP_ASSESS_REOPENED] += f->n[YM_FIGURE_REOPENED];
    s->n[APP_ASSESS_SETTLED] += f->n[YM_FIGURE_SETTLED];
    s->n[APP_ASSESS_FAILED] += f->n[YM_FIGURE_FAILED];
    s->n[APP_ASSESS_ENDED] += f->n[YM_FIGURE_ENDED];
    s->n[APP_ASSESS_OPEN] += f->n[YM_FIGURE_OPEN];
    s->n[APP_ASSESS_EXTENDED] += f->n[YM_FIGURE_EXTENDED];
    s->n[APP_ASSESS_SESSIONS] += f->sessions;
    s->n[APP_ASSESS_VISITS] += f->visits;
    s->n[APP_ASSESS_WRITTEN] += f->written;
    s->n[APP_ASSESS_ORAL] += f->oral;
    s->n[APP_ASSESS_DUE] += f->due;
    s->n[APP_ASSESS_PERFORMED] += f->performed;
    s->n[APP_ASSESS_PERFORMED_LATE] += f->performed_late;
    s->n[APP_ASSESS_EXCUSED] += f->excused;
    s->n[APP_ASSESS_BREACHED] += f->breached;
    s->n[APP_ASSESS_ANSWERS] += f->answers;
    s->n[APP_ASSESS_ANSWER_SUM] += f->answer_sum;
}

/* In time: what was closed within its limit, of what was closed or stands open behind it. */
static void add_time(struct app_assess_sums *s, const struct ym_month_fact *f)
{
    struct ym_assess_cell *cell = &s->in_time[f->type];

    if (f->days >= 0) {
        s->n[APP_ASSESS_CLOSED]++;
        s->n[APP_ASSESS_CLOSED_DAYS] += f->days;
        s->n[APP_ASSESS_CLOSED_LATE] += f->is_late;
        cell->cases++;
        cell->good += !f->is_late;
    } else if (f->n[YM_FIGURE_OPEN] > 0 && f->is_late) {
        s->n[APP_ASSESS_OVERDUE_OPEN]++;
        cell->cases++;
    }
}

void app_assess_add(struct app_assess_sums *s, const struct ym_month_fact *f)
{
    assert(f->type < YM_TYPE_COUNT);
    add_figures(s, f);
    add_time(s, f);
    s->outcome[f->type].cases += f->n[YM_FIGURE_SETTLED] + f->n[YM_FIGURE_FAILED];
    s->outcome[f->type].good += f->n[YM_FIGURE_SETTLED];
}

void app_assess_seal(struct app_assess_sums *s, int64_t least)
{
    if (s->n[APP_ASSESS_ANSWERS] == 0 || s->n[APP_ASSESS_ANSWERS] >= least)
        return;
    s->n[APP_ASSESS_ANSWERS] = 0;
    s->n[APP_ASSESS_ANSWER_SUM] = 0;
    s->n[APP_ASSESS_ANSWERS_FEW] = 1;
}

static void join_cells(struct ym_assess_cell *cells, const struct ym_assess_cell *part)
{
    for (size_t i = 0; i < YM_TYPE_COUNT; i++) {
        cells[i].cases += part[i].cases;
        cells[i].good += part[i].good;
    }
}

void app_assess_join(struct app_assess_sums *s, const struct app_assess_sums *part)
{
    for (size_t i = 0; i < APP_ASSESS_COUNT; i++)
        s->n[i] += part->n[i];
    join_cells(s->outcome, part->outcome);
    join_cells(s->in_time, part->in_time);
}

/* ---- The stored form: a format byte, then everything as 64 bits, the least byte first ---- */

static unsigned char *put64(unsigned char *at, int64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        *at++ = (unsigned char)((uint64_t)value >> (8 * i));
    return at;
}

static const unsigned char *get64(const unsigned char *at, int64_t *ret)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < 8; i++)
        value |= (uint64_t)*at++ << (8 * i);
    *ret = (int64_t)value;
    return at;
}

void app_assess_pack(const struct app_assess_sums *s, unsigned char ret[APP_ASSESS_SUMS_BYTES])
{
    unsigned char *at = ret;

    *at++ = FORMAT;
    for (size_t i = 0; i < APP_ASSESS_COUNT; i++)
        at = put64(at, s->n[i]);
    for (size_t i = 0; i < YM_TYPE_COUNT; i++) {
        at = put64(at, s->outcome[i].cases);
        at = put64(at, s->outcome[i].good);
        at = put64(at, s->in_time[i].cases);
        at = put64(at, s->in_time[i].good);
    }
    assert(at == ret + APP_ASSESS_SUMS_BYTES);
}

static bool is_sound(const struct app_assess_sums *s)
{
    for (size_t i = 0; i < APP_ASSESS_COUNT; i++) {
        if (s->n[i] < 0 || s->n[i] > APP_ASSESS_SUM_MAX)
            return false;
    }
    return true;
}

bool app_assess_unpack(struct ym_span bytes, struct app_assess_sums *ret)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    struct app_assess_sums s;

    if (bytes.n != APP_ASSESS_SUMS_BYTES || *at++ != FORMAT)
        return false;
    for (size_t i = 0; i < APP_ASSESS_COUNT; i++)
        at = get64(at, &s.n[i]);
    for (size_t i = 0; i < YM_TYPE_COUNT; i++) {
        at = get64(at, &s.outcome[i].cases);
        at = get64(at, &s.outcome[i].good);
        at = get64(at, &s.in_time[i].cases);
        at = get64(at, &s.in_time[i].good);
    }
    if (!is_sound(&s))
        return false;
    *ret = s;
    return true;
}

/* ---- Objections ---- */

struct ym_span app_contest_label(int64_t subject, int64_t objection, const char *field,
                                 char room[APP_CONTEST_LABEL_MAX])
{
    const int n =
        snprintf(room, APP_CONTEST_LABEL_MAX,
                 "yima assessment objection %" PRId64 " %" PRId64 " %s", subject, objection, field);

    assert(n > 0 && n < APP_CONTEST_LABEL_MAX);
    return (struct ym_span){ room, (size_t)n };
}

bool app_may_object(const struct app_caller *c, unsigned kind, int64_t subject)
{
    const struct ym_actor *a = &c->actor;

    if (kind == APP_SUBJECT_MEDIATOR)
        return a->role == YM_ROLE_MEDIATOR && a->staff != 0 && a->staff == subject;
    return a->role == YM_ROLE_BODY_MANAGER && a->body != 0 && a->body == subject;
}

bool app_may_answer(const struct app_caller *c, const struct app_contest *o)
{
    const struct ym_actor *a = &c->actor;
    int64_t lo, hi;

    if (ym_span_is(o->by, ym_span_of(c->name)) || (a->staff != 0 && a->staff == o->staff) ||
        (o->kind == APP_SUBJECT_MEDIATOR && a->staff == o->subject))
        return false;
    if (a->role == YM_ROLE_BODY_MANAGER)
        return o->kind == APP_SUBJECT_MEDIATOR && a->body != 0 && a->body == o->body;
    if ((a->role != YM_ROLE_SUPERVISOR && a->role != YM_ROLE_CENTRE) || a->region == 0)
        return false;
    ym_region_range(a->region, &lo, &hi);
    return o->region >= lo && o->region <= hi;
}
