/* SPDX-License-Identifier: Apache-2.0 */
#include "bond.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/command.h"
#include "json/said.h"
#include "load.h"

#define REGION INT64_C(330108001000)
#define BODY   1013
#define STAFF  5028
#define COURT  1001

static ym_usec now(const struct bond *b)
{
    return ym_day_start(b->today) + 9 * 3600 * YM_USEC_PER_SECOND + b->dispute.version;
}

/* Decide, and read what happened. */
static bool happen(struct bond *b, const struct ym_command *c)
{
    const struct ym_procedure *p = json_procedure_get(b->procedure);
    struct ym_decision made;
    struct ym_said said;

    ym_decide(p, &b->calendar, &b->dispute, c, &made);
    b->refusal = made.refusal;
    if (made.refusal != YM_REFUSAL_NONE)
        return false;
    assert_true(json_said_read(made.event.c.detail, &b->arena, &said));
    assert_true(app_agreement_feed(&b->known, &made.event, &said));
    assert_false(app_agreement_feed(&b->known, &made.event, &said)); /* not twice */
    ym_evolve(&b->dispute, &made.event);
    assert_int_equal(b->known.dispute.version, b->dispute.version);
    ym_arena_reset(&b->arena);
    return true;
}

void bond_begin(struct bond *b, const char *file, enum ym_type type, enum ym_body_kind body)
{
    static const unsigned char digest[32] = { 1 };
    char path[512];
    struct ym_command c;

    *b = (struct bond){ .today = BOND_DAY };
    (void)snprintf(path, sizeof(path), "%s/%s", YM_PROCEDURES_DIR, file);
    b->procedure = load_procedure(path);
    json_procedure_set(b->procedure, 1, digest);
    b->all.at[1] = json_procedure_get(b->procedure);
    assert_true(ym_arena_init(&b->arena, JSON_COMMAND_ARENA_BYTES + JSON_SAID_ARENA_BYTES));
    app_agreement_init(&b->known, &b->all);
    b->dispute.id.v = 77;
    c = (struct ym_command){ .kind = YM_CMD_REGISTER,
                             .body_kind = (uint8_t)body,
                             .at = now(b),
                             .by = { .role = YM_ROLE_DISPATCHER,
                                     .seat = YM_SEAT_NONE,
                                     .staff = STAFF,
                                     .body = BODY,
                                     .region = REGION },
                             .reg = { .procedure = 1,
                                      .type = (uint8_t)type,
                                      .seats = 3,
                                      .joint = 1,
                                      .claimants = 1,
                                      .respondents = 2,
                                      .region = REGION,
                                      .body = BODY },
                             .detail = YM_SPAN("{}") };
    assert_true(happen(b, &c));
}

void bond_end(struct bond *b)
{
    app_agreement_release(&b->known);
    app_agreement_release(&b->known);
    ym_arena_release(&b->arena);
    json_procedure_free(b->procedure);
}

static struct ym_actor actor(enum ym_role role, uint8_t seat)
{
    const enum ym_relation r = ym_role_relation(role);

    return (struct ym_actor){ .role = (uint8_t)role,
                              .seat = r == YM_REL_SEAT ? seat : YM_SEAT_NONE,
                              .staff = r == YM_REL_SEAT || role == YM_ROLE_CLOCK ? 0 : STAFF,
                              .body = r == YM_REL_COURT  ? COURT
                                      : r == YM_REL_SEAT ? 0
                                                         : BODY,
                              .region = r == YM_REL_REGION ? REGION : 0 };
}

bool bond_do(struct bond *b, enum ym_role role, uint8_t seat, const char *json)
{
    struct json_command read;
    struct ym_error why;

    if (json_command_decode(ym_span_of(json), &b->arena, &read, &why) != YM_E_OK)
        fail_msg("%s: %s", json, why.text);
    read.cmd.at = now(b);
    read.cmd.by = actor(role, seat);
    if (read.cmd.by.seat != YM_SEAT_NONE)
        read.cmd.seats = UINT32_C(1) << seat;
    return happen(b, &read.cmd);
}

void bond_must(struct bond *b, enum ym_role role, const char *json)
{
    if (!bond_do(b, role, YM_SEAT_NONE, json))
        fail_msg("%s: refused, %s", json, ym_word(YM_VOCAB_REFUSAL, b->refusal)->code);
}

void bond_says(struct bond *b, uint8_t seat, const char *json)
{
    if (!bond_do(b, YM_ROLE_PARTY, seat, json))
        fail_msg("%s: refused, %s", json, ym_word(YM_VOCAB_REFUSAL, b->refusal)->code);
}

/* The clock that passes next until this day; NULL: none. */
static const struct ym_clock *passing(const struct bond *b, ym_day until)
{
    const struct ym_clock *k = ym_dispute_next_clock(&b->dispute);

    return k != NULL && k->last < until ? k : NULL;
}

void bond_wait(struct bond *b, ym_day until)
{
    const struct ym_clock *k;

    while ((k = passing(b, until)) != NULL) {
        const char *name = json_procedure_get(b->procedure)->deadlines[k->deadline].name;
        struct ym_command c = { .kind = YM_CMD_EXPIRE,
                                .deadline = k->deadline,
                                .fields = YM_FB(DEADLINE),
                                .at = k->due,
                                .by = { .role = YM_ROLE_CLOCK, .seat = YM_SEAT_NONE } };

        if (!happen(b, &c))
            fail_msg("%s: refused, %s", name, ym_word(YM_VOCAB_REFUSAL, b->refusal)->code);
    }
    b->today = until;
}

void bond_mediate(struct bond *b)
{
    bond_must(b, YM_ROLE_BODY_MANAGER, "{\"command\":\"accept\"}");
    bond_must(b, YM_ROLE_BODY_MANAGER, "{\"command\":\"assign\",\"mediator\":\"5028\"}");
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"accept_case\"}");
}

void bond_agree(struct bond *b)
{
    bond_mediate(b);
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"reach_agreement\",\"terms\":\"退还押金\",\"facts\":\"已交押金\","
              "\"obligations\":[{\"payer\":1,\"payee\":0,\"amount_fen\":\"50000\",\"due\":"
              "\"2026-12-03\",\"account\":\"工行6222\",\"consequence\":\"一并到期\",\"plan\":1},"
              "{\"payer\":1,\"payee\":0,\"amount_fen\":\"50000\",\"due\":\"2027-01-02\","
              "\"account\":\"工行6222\",\"consequence\":\"一并到期\",\"plan\":1}]}");
    bond_says(b, 0, "{\"command\":\"sign\",\"signing\":\"paper\",\"date\":\"2026-11-23\"}");
    bond_says(b, 1, "{\"command\":\"sign\",\"signing\":\"fingerprint\"}");
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"sign_mediator\",\"signing\":\"paper\"}");
    bond_must(b, YM_ROLE_BODY_MANAGER, "{\"command\":\"seal\",\"signing\":\"stamp\"}");
}

void bond_confirm(struct bond *b)
{
    bond_says(b, 0, "{\"command\":\"apply_confirmation\",\"seat\":0,\"court\":\"1001\"}");
    bond_says(b, 1, "{\"command\":\"apply_confirmation\",\"seat\":1,\"court\":\"1001\"}");
    bond_must(b, YM_ROLE_COURT_CLERK,
              "{\"command\":\"accept_confirmation\",\"case_number\":"
              "\"（2026）浙0108诉前调确12号\"}");
}

void bond_text(struct ym_span text, const char *wanted)
{
    assert_int_equal(text.n, strlen(wanted));
    assert_memory_equal(text.at, wanted, text.n);
}

int bond_setup(void **state)
{
    struct bond *b = malloc(sizeof(*b));

    assert_non_null(b);
    bond_begin(b, "zhejiang-2025.json", YM_TYPE_CONTRACT, YM_BODY_PEOPLE_COMMITTEE);
    *state = b;
    return 0;
}

int bond_teardown(void **state)
{
    bond_end(*state);
    free(*state);
    return 0;
}
