/* SPDX-License-Identifier: Apache-2.0 */
/* What the history of a dispute tells its documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "document/case.h"

enum { OPEN, SETTLED };

static struct ym_procedure procedure;

static int set_up(void **state)
{
    (void)state;
    procedure.zh = "程序";
    procedure.en = "procedure";
    procedure.states[OPEN].track = YM_TRACK_MAIN;
    procedure.nstates = 2;
    procedure.states[OPEN].phase = YM_PHASE_OPEN;
    procedure.states[SETTLED].phase = YM_PHASE_SETTLED;
    procedure.ndeadlines = 1;
    procedure.deadlines[0].name = "confirm_window";
    return 0;
}

static struct doc_case *begin(void)
{
    struct app_view v = { .dispute = { .id = ym_id_floor(YM_ID_EPOCH + YM_USEC_PER_DAY) },
                          .due_at = YM_USEC_NONE,
                          .amount_fen = 1234567,
                          .nparties = 2 };
    struct doc_case *c;

    v.parties[0] = (struct ym_party){ .side = YM_SIDE_CLAIMANT, .name = YM_SPAN("王芳") };
    v.parties[1] = (struct ym_party){ .side = YM_SIDE_RESPONDENT, .name = YM_SPAN("李强") };
    c = doc_case_new(&v, &procedure, &(struct doc_case_options){ .now = 0 });
    assert_non_null(c);
    return c;
}

/* An event of this command on a day, with its fields as JSON. */
static struct ym_event event(enum ym_cmd kind, uint8_t to, const char *day, const char *detail)
{
    struct ym_event ev = { .to = { to },
                           .c = { .kind = (uint8_t)kind, .detail = ym_span_of(detail) } };
    ym_day on;

    assert_true(ym_day_parse(ym_span_of(day), &on));
    ev.c.at = ym_day_start(on) + YM_USEC_PER_DAY / 2;
    return ev;
}

static void feed(struct doc_case *c, enum ym_cmd kind, uint8_t to, const char *day,
                 const char *detail)
{
    const struct ym_event ev = event(kind, to, day, detail);

    doc_case_feed(c, &ev);
}

static void says(const struct doc_case *c, enum doc_slot slot, size_t row, const char *text)
{
    struct doc_facts facts;

    assert_true(doc_case_facts(c, &facts));
    if (!ym_span_is(facts.value[slot][row], ym_span_of(text)))
        fail_msg("%s is \"%.*s\", not \"%s\"", doc_slot_code(slot), (int)facts.value[slot][row].n,
                 facts.value[slot][row].at, text);
}

static void has_rows(const struct doc_case *c, enum doc_scope scope, size_t n)
{
    struct doc_facts facts;

    assert_true(doc_case_facts(c, &facts));
    assert_int_equal(facts.rows[scope], n);
}

#define TERMS                                                                                      \
    "{\"terms\":\"甲\",\"obligations\":[{\"payer\":1,\"payee\":0,\"amount_fen\":\"100050\","      \
    "\"due\":\"2026-03-01\"}]}"

/* Sign, and with the last signature the agreement binds and may be confirmed for a while. */
static void sign(struct doc_case *c, const char *day, const char *until)
{
    struct ym_event ev = event(YM_CMD_SIGN, SETTLED, day, "{\"manner\":\"签名\"}");

    ev.c.seats = 1U << 0 | 1U << 1;
    ev.nclocks = 1;
    assert_true(ym_day_parse(ym_span_of(until), &ev.clocks[0].last));
    doc_case_feed(c, &ev);
}

static void an_agreement_binds_when_it_is_signed(void **state)
{
    struct doc_case *c = begin();

    (void)state;
    feed(c, YM_CMD_REACH_AGREEMENT, OPEN, "2026-01-10", TERMS);
    says(c, DOC_SLOT_TERMS, 0, "甲");
    says(c, DOC_SLOT_AGREED_ON, 0, "2026年1月10日");
    says(c, DOC_SLOT_EFFECTIVE_ON, 0, "");
    says(c, DOC_SLOT_PAYER, 0, "李强");
    says(c, DOC_SLOT_PAYEE, 0, "王芳");
    says(c, DOC_SLOT_SUM, 0, "1,000.50元");
    says(c, DOC_SLOT_DUE, 0, "2026年3月1日");
    sign(c, "2026-01-12", "2026-02-11");
    says(c, DOC_SLOT_EFFECTIVE_ON, 0, "2026年1月12日");
    says(c, DOC_SLOT_CONFIRM_BY, 0, "2026年2月11日");
    has_rows(c, DOC_SCOPE_SIGNATURE, 2);
    says(c, DOC_SLOT_SIGNER, 1, "李强");
    says(c, DOC_SLOT_SIGNED_AT, 0, "2026-01-12 12:00");
    doc_case_free(c);
}

/* Nothing that was signed, owed or dated under one agreement stands on the paper of the next. */
static void another_agreement_takes_the_place_of_the_one_before(void **state)
{
    static const enum ym_cmd others[] = { YM_CMD_VARY, YM_CMD_REACH_AGREEMENT };

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct doc_case *c = begin();

        feed(c, YM_CMD_REACH_AGREEMENT, OPEN, "2026-01-10", TERMS);
        sign(c, "2026-01-12", "2026-02-11");
        feed(c, others[i], OPEN, "2026-01-20", "{\"terms\":\"乙\"}");
        says(c, DOC_SLOT_TERMS, 0, "乙");
        says(c, DOC_SLOT_EFFECTIVE_ON, 0, "");
        says(c, DOC_SLOT_CONFIRM_BY, 0, "");
        has_rows(c, DOC_SCOPE_OBLIGATION, 0);
        has_rows(c, DOC_SCOPE_SIGNATURE, 0);
        sign(c, "2026-01-22", "2026-02-21");
        says(c, DOC_SLOT_EFFECTIVE_ON, 0, "2026年1月22日");
        says(c, DOC_SLOT_CONFIRM_BY, 0, "2026年2月21日");
        has_rows(c, DOC_SCOPE_SIGNATURE, 2);
        doc_case_free(c);
    }
}

static void an_oral_agreement_binds_at_once(void **state)
{
    struct doc_case *c = begin();

    (void)state;
    feed(c, YM_CMD_REACH_ORAL, SETTLED, "2026-01-10", TERMS);
    says(c, DOC_SLOT_EFFECTIVE_ON, 0, "2026年1月10日");
    has_rows(c, DOC_SCOPE_OBLIGATION, 1);
    doc_case_free(c);
}

static void none_is_left_when_mediation_begins_again(void **state)
{
    struct doc_case *c = begin();
    struct ym_event ev = event(YM_CMD_REOPEN, OPEN, "2026-02-01", "{}");

    (void)state;
    feed(c, YM_CMD_REACH_ORAL, SETTLED, "2026-01-10", TERMS);
    ev.effects = YM_E(RESTART);
    doc_case_feed(c, &ev);
    says(c, DOC_SLOT_TERMS, 0, "");
    says(c, DOC_SLOT_EFFECTIVE_ON, 0, "");
    has_rows(c, DOC_SCOPE_OBLIGATION, 0);
    doc_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_agreement_binds_when_it_is_signed),
        cmocka_unit_test(another_agreement_takes_the_place_of_the_one_before),
        cmocka_unit_test(an_oral_agreement_binds_at_once),
        cmocka_unit_test(none_is_left_when_mediation_begins_again),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
