/* SPDX-License-Identifier: Apache-2.0 */
/* Laws of the two functions, on random commands under both shipped procedures:
 *
 *   - decide is a function: the same inputs give the same bytes;
 *   - a refusal says why and changes nothing;
 *   - fold(evolve, events) equals the state, byte for byte;
 *   - every state reached keeps the invariants of the house;
 *   - the times of a dispute's events never go back, though those of its commands do;
 *   - what is packed is unpacked, what is written canonically is read back;
 *   - a command that ym_options() does not offer is refused;
 *   - deadlines counted again under the same calendar end on the same days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/event.h"
#include "json/procedure.h"
#include "random.h"
#include "yima/canon.h"
#include "yima/dispute.h"
#include "yima/recount.h"

#define RUNS     200 /* by default; YM_PROP_RUNS=n walks n times */
#define RUNS_MAX 100000
#define COMMANDS 150
#define PLACES   65536
#define OPTIONS  YM_CMD_COUNT

static struct json_procedure *load(const char *name)
{
    static char text[1 << 20];
    char path[512];
    struct json_procedure *p = NULL;
    struct ym_error err = { .text = "" };
    FILE *f;
    size_t n;

    assert_true(snprintf(path, sizeof(path), "%s/%s", getenv("YM_PROCEDURES"), name) > 0);
    f = fopen(path, "rb");
    assert_non_null(f);
    n = fread(text, 1, sizeof(text), f);
    assert_int_equal(fclose(f), 0);
    if (json_procedure_parse((struct ym_span){ text, n }, &p, &err) != YM_E_OK)
        fail_msg("%s: %s", name, err.text);
    json_procedure_set(p, 1, (const unsigned char[32]){ 0 });
    return p;
}

static void same_packed(const struct ym_dispute *a, const struct ym_dispute *b)
{
    unsigned char x[YM_STATE_BYTES_MAX];
    unsigned char y[YM_STATE_BYTES_MAX];
    const size_t nx = ym_dispute_pack(a, x, sizeof(x));
    const size_t ny = ym_dispute_pack(b, y, sizeof(y));

    assert_true(nx > 0);
    assert_int_equal(nx, ny);
    assert_memory_equal(x, y, nx);
}

static void check_round_trips(const struct ym_dispute *d, const struct ym_event *ev)
{
    static char first[YM_EVENT_BYTES_MAX];
    static char second[YM_EVENT_BYTES_MAX];
    unsigned char packed[YM_STATE_BYTES_MAX];
    struct ym_dispute back;
    struct ym_event read;
    struct ym_error err = { .text = "" };
    size_t n = ym_dispute_pack(d, packed, sizeof(packed));

    assert_true(ym_dispute_unpack(packed, n, &back));
    same_packed(d, &back);
    assert_false(ym_dispute_unpack(packed, n - 1, &back));
    n = ym_canon_event(ev, first, sizeof(first));
    assert_true(n > 0);
    if (json_event_read((struct ym_span){ first, n }, &read, &err) != YM_E_OK)
        fail_msg("%s in %.*s", err.text, (int)n, first);
    assert_int_equal(ym_canon_event(&read, second, sizeof(second)), n);
    assert_memory_equal(first, second, n);
}

static bool is_offered(const struct ym_procedure *p, const struct ym_dispute *d,
                       const struct ym_command *c)
{
    struct ym_option options[OPTIONS];
    const size_t n = ym_options(p, d, &c->by, options, OPTIONS);

    for (size_t i = 0; i < n; i++)
        if (options[i].command == c->kind)
            return true;
    return false;
}

struct run {
    const struct ym_procedure *p;
    uint64_t rng;
    struct ym_dispute d;
    struct ym_dispute folded;  /* by reading each event back */
    struct ym_dispute counted; /* likewise, with its deadlines counted again */
    bool is_moved;             /* a job moved one on the ground of the calendar */
    unsigned accepted;
    unsigned *been; /* by place: times that a walk was there */
    unsigned *hits; /* by rule number: events that it made in all runs */
};

/* Where a dispute would stand: its states and the facts that hold there, as a small number. */
static unsigned place_of(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const struct ym_command nothing = { .kind = YM_CMD_COUNT };
    uint64_t mix = ym_facts(p, d, &nothing);

    for (int t = 0; t < YM_TRACKS; t++)
        mix = mix * 64 + d->state[t];
    return (unsigned)(random_next(&mix) % PLACES);
}

/* How much a walk would like to take c: the less often it has been where c leads, the more; an end
 * seldom, a refusal now and then. */
static unsigned wish(const struct run *r, const struct ym_command *c)
{
    struct ym_decision decision;
    struct ym_dispute after = r->d;
    uint8_t phase;
    unsigned w;

    ym_decide(r->p, NULL, &r->d, c, &decision);
    if (decision.refusal != YM_REFUSAL_NONE)
        return 1;
    ym_evolve(&after, &decision.event);
    w = 4000 / (1 + r->hits[decision.rule]) + 4000 / (1 + r->been[place_of(r->p, &after)]) + 1;
    phase = r->p->states[decision.event.to[YM_TRACK_MAIN]].phase;
    return phase == YM_PHASE_FINAL || phase == YM_PHASE_FAILED ? w / 8 + 1 : w;
}

static struct ym_command wished_command(struct run *r, ym_usec at)
{
    struct ym_command best = { .kind = YM_CMD_CONSENT };
    unsigned sum = 0;

    for (int i = 0; i < RANDOM_TRIES; i++) {
        const struct ym_command c = random_command(&r->rng, r->p, &r->d, at);
        const unsigned w = wish(r, &c);

        sum += w;
        if (random_below(&r->rng, sum) < w)
            best = c;
    }
    return best;
}

/* What a job moved on the ground of the calendar is not kept: from there on the days differ. */
static void count_again(struct run *r, const struct ym_event *ev)
{
    if (ev->c.kind == YM_CMD_RESCHEDULE && ev->c.code == YM_SHIFT_CALENDAR &&
        ev->c.by.role == YM_ROLE_JOB)
        r->is_moved = true;
    assert_true(ym_recount_event(r->p, NULL, ev, &r->counted));
    if (!r->is_moved)
        same_packed(&r->d, &r->counted);
}

static void step(struct run *r, const struct ym_command *c)
{
    static char bytes[YM_EVENT_BYTES_MAX];
    struct ym_decision one;
    struct ym_decision two;
    struct ym_event read;
    const struct ym_dispute before = r->d;
    size_t n;

    ym_decide(r->p, NULL, &r->d, c, &one);
    ym_decide(r->p, NULL, &r->d, c, &two);
    assert_memory_equal(&one, &two, sizeof(one));
    assert_memory_equal(&before, &r->d, sizeof(before));
    if (one.refusal != YM_REFUSAL_NONE) {
        assert_true(one.refusal < YM_REFUSAL_COUNT);
        return;
    }
    assert_true(one.event.c.at >= r->d.acted_at);
    r->hits[one.rule]++;
    r->been[place_of(r->p, &r->d)]++;
    if (c->kind != YM_CMD_REGISTER && c->kind != YM_CMD_EXPIRE && !is_offered(r->p, &r->d, c))
        fail_msg("%s was allowed by rule %u but not offered",
                 ym_word(YM_VOCAB_COMMAND, c->kind)->code, one.rule);
    ym_evolve(&r->d, &one.event);
    n = ym_canon_event(&one.event, bytes, sizeof(bytes));
    assert_true(n > 0);
    assert_true(json_event_decode((struct ym_span){ bytes, n }, &read));
    ym_evolve(&r->folded, &read);
    same_packed(&r->d, &r->folded);
    count_again(r, &read);
    check_round_trips(&r->d, &one.event);
    if (ym_dispute_flaw(r->p, &r->d) != NULL)
        fail_msg("after %s by rule %u: %s", ym_word(YM_VOCAB_COMMAND, c->kind)->code, one.rule,
                 ym_dispute_flaw(r->p, &r->d));
    r->accepted++;
}

/* How far the clock of whoever gives the next command is behind: as a rule not at all. */
static ym_usec stepped_back(uint64_t *rng)
{
    if (random_below(rng, 16) != 0)
        return 0;
    return (ym_usec)random_below(rng, 72) * (YM_USEC_PER_DAY / 24);
}

static void one_run(const struct ym_procedure *p, uint64_t seed, unsigned *hits, unsigned *been)
{
    struct run r = { .p = p, .rng = seed, .hits = hits, .been = been };
    ym_usec at = 1760000000 * YM_USEC_PER_SECOND;
    struct ym_command c = random_registration(&r.rng, 1, at);

    r.d.id.v = (int64_t)1 << 40;
    r.folded.id = r.counted.id = r.d.id;
    step(&r, &c);
    assert_int_equal(r.d.version, 1);
    for (int i = 0; i < COMMANDS; i++) {
        const struct ym_clock *next = ym_dispute_next_clock(&r.d);

        at += (ym_usec)(random_below(&r.rng, 16) == 0) * YM_USEC_PER_DAY;
        if (next != NULL && (next->due <= at || random_below(&r.rng, 50) == 0)) {
            at = next->due > at ? next->due : at;
            c = random_expiry(next->deadline, at);
            r.accepted = 0;
            step(&r, &c);
            assert_int_equal(r.accepted, 1); /* a deadline that passed is never refused */
        } else {
            at += YM_USEC_PER_SECOND;
            c = wished_command(&r, at - stepped_back(&r.rng));
            step(&r, &c);
        }
    }
}

/* How many walks; fails on what is no number from 1 on. */
static unsigned wanted_runs(void)
{
    const char *given = getenv("YM_PROP_RUNS");
    const unsigned long n = given != NULL ? strtoul(given, NULL, 10) : RUNS;

    assert_true(n >= 1);
    assert_true(n <= RUNS_MAX);
    return (unsigned)n;
}

static void run_all(const char *name, unsigned share)
{
    struct json_procedure *p = load(name);
    const char *given = getenv("YM_SEED");
    static unsigned hits[UINT16_MAX + 1];
    static unsigned been[PLACES];
    unsigned allowing = 0;
    unsigned reached = 0;
    const uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 20261122;
    const unsigned runs = wanted_runs() / share;

    memset(hits, 0, sizeof(hits));
    memset(been, 0, sizeof(been));
    print_message("%s: seed %llu\n", name, (unsigned long long)seed);
    for (unsigned i = 0; i < runs; i++)
        one_run(json_procedure_get(p), seed + i, hits, been);
    for (int i = 0; i < json_procedure_get(p)->nrules; i++) {
        const struct ym_rule *r = &json_procedure_get(p)->rules[i];

        allowing += r->refuse == YM_REFUSAL_NONE ? 1u : 0u;
        reached += hits[r->id] != 0 ? 1u : 0u;
    }
    print_message("%u of %u allowing rules made events\n", reached, allowing);
    assert_true(reached * 3 >= allowing ||
                share > 1); /* or the walks no longer walk; stories reach all */
    json_procedure_free(p);
}

static void laws_hold_under_binjiang(void **state)
{
    (void)state;
    run_all("binjiang-2020.json", 1);
}

static void laws_hold_under_zhejiang(void **state)
{
    (void)state;
    run_all("zhejiang-2025.json", 1);
}

/* The version before: disputes go on under it. */
static void laws_hold_under_what_was_before(void **state)
{
    (void)state;
    run_all("../../test/rule/before/zhejiang-2025-1.0.json", 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(laws_hold_under_what_was_before),
        cmocka_unit_test(laws_hold_under_binjiang),
        cmocka_unit_test(laws_hold_under_zhejiang),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
