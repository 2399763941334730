/* SPDX-License-Identifier: Apache-2.0 */
#include "crowd.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "test_db.h"
#include "yima/canon.h"

#define HOUR (3600 * YM_USEC_PER_SECOND)
#define DAY  YM_USEC_PER_DAY

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * UINT32_C(1664525) + UINT32_C(1013904223);
    return (uint32_t)(((uint64_t)*seed * below) >> 32);
}

/* ---- Making ---- */

static void make_procedure(struct crowd *c)
{
    struct ym_procedure *p = &c->procedure;

    p->number = 1;
    p->nstates = YM_PHASE_COUNT;
    for (uint8_t phase = 0; phase < YM_PHASE_COUNT; phase++) {
        p->states[phase] = (struct ym_state){ .track = YM_TRACK_MAIN, .phase = phase };
        p->rules[phase] = (struct ym_rule){ .id = (uint16_t)(100 + phase),
                                            .to = { phase, YM_STATE_NONE, YM_STATE_NONE } };
    }
    p->nrules = YM_PHASE_COUNT;
    c->procedures.at[1] = p;
}

/* On a border of days as often as not: 00:00 in Shanghai, or the last microsecond before. */
static ym_usec step_after(ym_usec at, ym_usec now, uint32_t *seed)
{
    ym_usec next = at + 1 + (ym_usec)draw(seed, 20 * 24) * HOUR / 2;

    if (draw(seed, 2) == 0)
        next = ym_day_start(ym_day_of(next)) + DAY - (ym_usec)draw(seed, 2);
    return next > at && next < now ? next : now - (now - at) / 2;
}

static void make_steps(struct crowd_one *o, ym_usec now, uint32_t *seed)
{
    o->nsteps = 1 + (int)draw(seed, CROWD_STEPS);
    o->steps[0] = (struct crowd_step){ ym_id_at(o->id), YM_PHASE_OPEN };
    for (int i = 1; i < o->nsteps; i++)
        o->steps[i] = (struct crowd_step){ step_after(o->steps[i - 1].at, now, seed),
                                           (uint8_t)(YM_PHASE_OPEN + draw(seed, 4)) };
}

static void make_one(struct crowd_one *o, int i, ym_usec now, uint32_t *seed)
{
    static const int days[] = { 6, 7, 29, 30, 89, 90 };
    ym_usec born = now - (ym_usec)draw(seed, 100 * 24) * HOUR - 1000;

    if (draw(seed, 3) == 0) /* on the border of two classes of age */
        born = ym_day_start(ym_day_of(now) - days[draw(seed, 6)]) - 1000 * (ym_usec)draw(seed, 2);
    o->id.v = (ym_id_floor(born).v & ~INT64_C(0x3fffff)) | (int64_t)(i / 1024) << 10 | i % 1024;
    o->region = CROWD_DISTRICT + 1000 * (1 + (int64_t)draw(seed, CROWD_STREETS)) + draw(seed, 3);
    o->body = 1 + draw(seed, CROWD_BODIES);
    o->mediator = draw(seed, CROWD_PEOPLE + 1);
    o->court = draw(seed, CROWD_COURTS + 1);
    o->type = (uint8_t)draw(seed, YM_TYPE_COUNT);
    o->colour = (uint8_t)draw(seed, YM_COLOUR_COUNT);
    o->is_open = draw(seed, 3) > 0;
    o->due = draw(seed, 8) == 0 ? YM_USEC_NONE : now + ((ym_usec)draw(seed, 20) - 8) * DAY;
    if (draw(seed, 10) == 0)
        o->due = now;
    make_steps(o, now, seed);
}

void crowd_make(struct crowd *c, ym_usec now, uint32_t seed)
{
    memset(c, 0, sizeof(*c));
    c->now = now;
    make_procedure(c);
    for (int i = 0; i < CROWD_N; i++)
        make_one(&c->at[i], i, now, &seed);
}

/* ---- Storing ---- */

static void run_and_clear(struct ym_conn *conn, struct ym_buf *b)
{
    if (!ym_buf_ok(b))
        exit(1);
    test_db_run(conn, b->at);
    ym_buf_clear(b);
}

static void put_dispute(struct ym_buf *b, const struct crowd_one *o)
{
    const struct crowd_step *last = &o->steps[o->nsteps - 1];
    struct ym_dispute d = { .id = o->id, .version = (uint32_t)o->nsteps, .procedure = 1 };
    unsigned char state[YM_STATE_BYTES_MAX];
    char due[YM_USEC_TEXT_MAX], quoted[YM_USEC_TEXT_MAX + 2] = "null", at[YM_USEC_TEXT_MAX],
                                                          hex[2 * sizeof(state) + 1];
    size_t n;

    d.body = o->body;
    d.region = o->region;
    n = ym_dispute_pack(&d, state, sizeof(state));
    for (size_t i = 0; i < n; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", state[i]);
    ym_usec_print(last->at, at);
    if (o->due != YM_USEC_NONE) {
        ym_usec_print(o->due, due);
        (void)snprintf(quoted, sizeof(quoted), "'%s'", due);
    }
    ym_buf_printf(b,
                  "insert into dispute values (%d,%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64
                  ",%" PRId64 ",%d,%d,1,%s,%d,%s,'%s','\\x%s',decode(repeat('00',32),'hex'));\n",
                  (int)ym_id_bucket(o->id), o->id.v, o->region, o->body, o->court, o->mediator,
                  o->type, o->colour, o->is_open ? "true" : "false", o->nsteps, quoted, at, hex);
}

static void put_side_tables(struct ym_buf *b, const struct crowd_one *o)
{
    const int bucket = (int)ym_id_bucket(o->id);
    const int64_t holders[] = { o->body, o->mediator, o->court };

    ym_buf_printf(b,
                  "insert into dispute_detail values (%d,%" PRId64 ",%d,1,1,%" PRId64
                  ",1,now(),null,null,'t','',array['t']);\n",
                  bucket, o->id.v, o->type, o->region);
    for (int k = 0; k < 3; k++) {
        if (holders[k] != 0)
            ym_buf_printf(b, "insert into docket values (%d,%" PRId64 ",%" PRId64 ",%d);\n", k + 1,
                          holders[k], o->id.v, bucket);
    }
    if (o->is_open && o->due != YM_USEC_NONE) {
        char due[YM_USEC_TEXT_MAX];

        ym_usec_print(o->due, due);
        ym_buf_printf(b, "insert into deadline values (%d,'%s',%" PRId64 ",0);\n", bucket, due,
                      o->id.v);
    }
}

/* The payload ends as canonical ones do; a text in it that looks alike must not count. */
static void put_events(struct ym_buf *b, const struct crowd_one *o)
{
    for (int i = 0; i < o->nsteps; i++) {
        char at[YM_USEC_TEXT_MAX];

        ym_usec_print(o->steps[i].at, at);
        ym_buf_printf(b,
                      "insert into event values (%d,%" PRId64 ",%d,'%s',%d,1,"
                      "decode(repeat('00',32),'hex'),convert_to('{\"detail\":{\"to\":[3,0,0]},"
                      "\"seq\":%d,\"to\":[%d,5,6]%s}','UTF8'));\n",
                      (int)ym_id_bucket(o->id), o->id.v, i + 1, at, 100 + o->steps[i].phase, i + 1,
                      o->steps[i].phase, i % 2 == 0 ? ",\"urgency\":2" : "");
    }
}

void crowd_store(const struct crowd *c, struct ym_conn *conn)
{
    struct ym_buf b;

    ym_buf_init(&b, 1u << 20);
    test_db_run(conn, "do $$ declare p regclass; begin for p in select inhrelid::regclass from"
                      " pg_inherits where inhparent = 'event'::regclass loop"
                      " execute format('drop table %s', p); end loop; end $$;"
                      "create table event_all partition of event for values from (0)"
                      " to (9223372036854775807)");
    test_db_run(conn,
                "insert into region select 330108000000 + 1000 * i, '街道' || i, 330108000000,"
                " 4 from generate_series(1, 60) i;"
                "insert into body select i, 1, 330108000000, '调解组织' || i"
                " from generate_series(1, 20) i");
    for (int i = 0; i < CROWD_N; i++) {
        put_dispute(&b, &c->at[i]);
        put_side_tables(&b, &c->at[i]);
        put_events(&b, &c->at[i]);
        if (i % 100 == 99)
            run_and_clear(conn, &b);
    }
    ym_buf_release(&b);
    test_db_run(conn, "analyze");
}

/* ---- Counting ---- */

static bool is_wanted(const struct crowd_one *o, const struct app_cut *cut)
{
    return o->region >= cut->region_lo && o->region <= cut->region_hi &&
           (cut->body == 0 || cut->body == o->body) &&
           (cut->mediator == 0 || cut->mediator == o->mediator) &&
           (cut->court == 0 || cut->court == o->court);
}

static void add(struct app_figure *t, const struct crowd_one *o, enum app_due due)
{
    t->open[o->colour]++;
    t->overdue += due == APP_DUE_OVERDUE;
    t->at_risk += due == APP_DUE_AT_RISK;
}

static void count_open(const struct crowd_one *o, const struct app_board_question *q,
                       struct crowd_count *ret)
{
    const int days = ym_day_of(q->now) - ym_day_of(ym_id_at(o->id));
    const enum app_due due = o->due == YM_USEC_NONE ? APP_DUE_STOPPED
                             : o->due <= q->now     ? APP_DUE_OVERDUE
                             : o->due <= q->risk    ? APP_DUE_AT_RISK
                                                    : APP_DUE_LATER;
    const enum app_age age = days < 7    ? APP_AGE_FRESH
                             : days < 30 ? APP_AGE_WEEKS
                             : days < 90 ? APP_AGE_MONTHS
                                         : APP_AGE_OLD;

    add(&ret->ages[age], o, due);
    add(&ret->types[o->type], o, due);
    add(&ret->dues[due], o, due);
    add(&ret->streets[(o->region - CROWD_DISTRICT) / 1000 - 1], o, due);
    add(&ret->bodies[o->body - 1], o, due);
    add(&ret->all, o, due);
}

static void count_steps(const struct crowd_one *o, const struct app_board_question *q,
                        struct crowd_count *ret)
{
    uint8_t before = YM_PHASE_IDLE;

    for (int i = 0; i < o->nsteps; i++) {
        const struct crowd_step *s = &o->steps[i];
        const int day = ym_day_of(s->at) - ym_day_of(q->now) + APP_BOARD_DAYS - 1;
        const bool is_counted = i == 0 || (s->phase >= YM_PHASE_SETTLED && s->phase != before);

        if (is_counted && day >= 0 && day < APP_BOARD_DAYS)
            ret->trend[day][i == 0 ? APP_HAPPENED_REGISTERED : s->phase - 1]++;
        before = s->phase;
    }
}

void crowd_count(const struct crowd *c, const struct app_board_question *q, struct crowd_count *ret)
{
    memset(ret, 0, sizeof(*ret));
    for (int i = 0; i < CROWD_N; i++) {
        if (!is_wanted(&c->at[i], &q->cut))
            continue;
        if (c->at[i].is_open)
            count_open(&c->at[i], q, ret);
        count_steps(&c->at[i], q, ret);
    }
}
