/* SPDX-License-Identifier: Apache-2.0 */
/* Worlds, one after the other; see sim.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/procedure.h"
#include "sim.h"

#define SEEDS     10000 /* by default */
#define SEEDS_MAX 100000000
#define STEPS     600   /* in which things go wrong */
#define CALM_MAX  20000 /* steps by which all must be told then */

static struct json_procedure *load(const char *name, uint16_t number)
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
    json_procedure_set(p, number, (const unsigned char[32]){ 0 });
    return p;
}

/* Things that happen to a node: its clock steps, it dies, it looks after deadlines. */
static void befall(struct sim *s)
{
    struct sim_node *const node = &s->nodes[random_below(&s->rng, SIM_NODES)];

    if (sim_strikes(s, 100)) {
        s->n[SIM_N_KILLED]++;
        sim_node_kill(node);
    }
    if (sim_strikes(s, 60)) {
        const ym_usec before = node->skew;

        node->skew = ((ym_usec)random_below(&s->rng, 600) - 300) * YM_USEC_PER_SECOND;
        s->n[SIM_N_STEPPED] += node->skew < before ? 1 : 0;
    }
    if (random_below(&s->rng, 20) == 0)
        sim_fire(node);
    if (sim_strikes(s, 30))
        s->now += (ym_usec)random_below(&s->rng, 40) * YM_USEC_PER_DAY;
}

static void turn_all(struct sim *s)
{
    for (int i = 0; i < SIM_NODES; i++)
        sim_node_turn(&s->nodes[i]);
}

/* Nothing goes wrong any more, clocks are right: everybody is told, deadlines are worked off. */
static void calm_down(struct sim *s)
{
    struct mem_due due;
    unsigned steps = 0;

    s->is_calm = true;
    for (int i = 0; i < SIM_NODES; i++)
        s->nodes[i].skew = 0;
    for (;;) {
        turn_all(s);
        if (sim_network_step(s))
            continue;
        if (++steps > CALM_MAX)
            fail_msg("seed %llu: it does not come to an end", (unsigned long long)s->seed);
        if (sim_clients_insist(s))
            continue;
        if (!mem_store_next_due(s->db, &due) || due.due > s->now)
            return;
        sim_fire(&s->nodes[random_below(&s->rng, SIM_NODES)]);
    }
}

static void world(struct sim *s, const struct ym_procedures *procedures, uint64_t seed, uint64_t *n)
{
    memset(s, 0, sizeof(*s));
    s->seed = s->rng = seed;
    s->n = n;
    s->now = 1760000000 * YM_USEC_PER_SECOND;
    s->procedures = procedures;
    s->db = mem_store_new(SIM_REQUESTS * SIM_COPIES);
    assert_non_null(s->db);
    for (int i = 0; i < SIM_NODES; i++)
        sim_node_start(s, &s->nodes[i]);
    for (int i = 0; i < STEPS; i++) {
        befall(s);
        sim_clients_ask(s);
        turn_all(s);
        (void)sim_network_step(s);
    }
    calm_down(s);
    sim_judge(s);
    for (int i = 0; i < SIM_NODES; i++)
        sim_node_stop(&s->nodes[i]);
    mem_store_free(s->db);
}

static uint64_t from_environment(const char *name, uint64_t otherwise)
{
    const char *const given = getenv(name);

    return given != NULL ? strtoull(given, NULL, 10) : otherwise;
}

static void report(const uint64_t n[SIM_N_COUNT])
{
    static const char *const what[] = {
#define X(name, text) text,
        SIM_COUNTS(X)
#undef X
    };

    for (int i = 0; i < SIM_N_COUNT; i++)
        print_message("%12llu %s\n", (unsigned long long)n[i], what[i]);
}

static void nothing_is_lost_and_nothing_is_done_twice(void **state)
{
    const uint64_t first = from_environment("YM_SIM_SEED", 1);
    const uint64_t seeds = from_environment("YM_SIM_SEEDS", SEEDS);
    struct json_procedure *const binjiang = load("binjiang-2020.json", 1);
    struct json_procedure *const zhejiang = load("zhejiang-2025.json", 2);
    const struct ym_procedures procedures = {
        .at = { [1] = json_procedure_get(binjiang), [2] = json_procedure_get(zhejiang) }
    };
    uint64_t n[SIM_N_COUNT] = { 0 };
    struct sim *const s = malloc(sizeof(*s));

    (void)state;
    assert_non_null(s);
    assert_in_range(seeds, 1, SEEDS_MAX);
    print_message("seeds %llu to %llu\n", (unsigned long long)first,
                  (unsigned long long)(first + seeds - 1));
    for (uint64_t i = 0; i < seeds; i++)
        world(s, &procedures, first + i, n);
    report(n);
    for (int i = 0; seeds >= SEEDS && i < SIM_N_COUNT; i++)
        assert_true(n[i] > seeds / 100); /* or it is a world in which nothing happens */
    free(s);
    json_procedure_free(binjiang);
    json_procedure_free(zhejiang);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_and_nothing_is_done_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
