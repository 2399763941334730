/* SPDX-License-Identifier: Apache-2.0 */
/* What would make a court refuse or dismiss a confirmation: each finding by itself, at its limit
 * and one past it, and nothing where there is nothing to say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yima/confirm.h"
#include "yima/vocab.h"

#define DAY 20000

/* Each of its words stands for another kind; "pay" makes an act suspicious. */
static const struct ym_confirm_word words[] = {
    { YM_SPAN_INIT("pay"), YM_FINDING_NO_AMOUNT },
    { YM_SPAN_INIT("divorce"), YM_FINDING_SAYS_PERSONAL },
    { YM_SPAN_INIT("missing person"), YM_FINDING_SAYS_SPECIAL },
    { YM_SPAN_INIT("owner"), YM_FINDING_SAYS_PROPERTY },
    { YM_SPAN_INIT("gambling"), YM_FINDING_SAYS_ILLEGAL },
    { YM_SPAN_INIT("creditors"), YM_FINDING_SAYS_HARM },
    { YM_SPAN_INIT("surrogate"), YM_FINDING_SAYS_ORDER },
    { YM_SPAN_INIT("soon"), YM_FINDING_SAYS_UNCLEAR },
    { YM_SPAN_INIT("later"), YM_FINDING_SAYS_UNCLEAR },
    { YM_SPAN_INIT("some"), YM_FINDING_SAYS_UNCLEAR },
    { YM_SPAN_INIT("fit"), YM_FINDING_SAYS_UNCLEAR },
    { YM_SPAN_INIT("about"), YM_FINDING_SAYS_UNCLEAR },
    { YM_SPAN_INIT("maybe"), YM_FINDING_SAYS_UNCLEAR },
    { YM_SPAN_INIT("perhaps"), YM_FINDING_SAYS_UNCLEAR },
};

static struct ym_confirm_table table(void)
{
    return (struct ym_confirm_table){ .words = words,
                                      .nwords = sizeof(words) / sizeof(words[0]),
                                      .bodies = UINT32_C(1) << YM_BODY_PEOPLE_COMMITTEE,
                                      .ending_days = 7,
                                      .kinds = {
                                          [YM_FINDING_LABOUR] = { .types = 1u << YM_TYPE_LABOUR },
                                          [YM_FINDING_FAMILY] = { .types = 1u << YM_TYPE_MARRIAGE },
                                      } };
}

struct bed {
    struct ym_confirm_table t;
    struct ym_confirm_case c;
    struct ym_obligation o[YM_OBLIGATIONS_MAX];
    struct ym_confirm_finding found[YM_FINDING_COUNT];
    size_t n;
};

/* An agreement at which no court would take offence, in force and not yet applied for. */
static void sound(struct bed *b)
{
    *b = (struct bed){ .t = table() };
    for (int i = 0; i < YM_OBLIGATIONS_MAX; i++)
        b->o[i] = (struct ym_obligation){ .payer = 1,
                                          .payee = 0,
                                          .amount_fen = 100,
                                          .due = DAY + i,
                                          .account = YM_SPAN("6222"),
                                          .consequence = YM_SPAN("all of it at once") };
    b->c = (struct ym_confirm_case){ .type = YM_TYPE_CONTRACT,
                                     .body_kind = YM_BODY_PEOPLE_COMMITTEE,
                                     .is_in_force = true,
                                     .today = DAY,
                                     .window_until = DAY + 30,
                                     .principals = 3,
                                     .terms = YM_SPAN("the respondent returns the deposit"),
                                     .obligations = b->o,
                                     .nobligations = 2,
                                     .court = 9,
                                     .court_region = INT64_C(330108000000),
                                     .places = { 0, INT64_C(330108001000), 0 } };
}

static void look(struct bed *b)
{
    b->n = ym_confirm_findings(&b->t, &b->c, b->found);
}

/* The finding of this kind, or NULL. */
static const struct ym_confirm_finding *found(struct bed *b, enum ym_finding kind)
{
    look(b);
    for (size_t i = 0; i < b->n; i++) {
        assert_true(i == 0 || b->found[i - 1].kind < b->found[i].kind);
        if (b->found[i].kind == kind)
            return &b->found[i];
    }
    return NULL;
}

static void only(struct bed *b, enum ym_finding kind)
{
    assert_non_null(found(b, kind));
    assert_int_equal(b->n, 1);
}

static void nothing(struct bed *b)
{
    look(b);
    assert_int_equal(b->n, 0);
}

static void nothing_is_found(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    nothing(&b);
    b.c.nobligations = YM_OBLIGATIONS_MAX;
    nothing(&b);
    b.c.is_draft = true; /* nobody can have signed what is being written, nor chosen a court */
    b.c.is_in_force = false;
    b.c.is_changing = true;
    b.c.court = 0;
    b.c.window_until = DAY - 1;
    nothing(&b);
}

static void by_the_route(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.c.type = YM_TYPE_LABOUR;
    only(&b, YM_FINDING_LABOUR);
    b.c.type = YM_TYPE_MARRIAGE;
    only(&b, YM_FINDING_FAMILY);
    b.c.type = YM_TYPE_OTHER;
    b.c.is_filed = true;
    only(&b, YM_FINDING_FILED);
    b.c.is_filed = false;
    b.c.body_kind = YM_BODY_POLICE;
    only(&b, YM_FINDING_BODY);
}

static void by_the_signatures(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.c.is_in_force = false;
    assert_int_equal(found(&b, YM_FINDING_NOT_IN_FORCE)->place, YM_CONFIRM_SIGNATURES);
    assert_int_equal(b.n, 1);
    sound(&b);
    b.c.is_changing = true;
    only(&b, YM_FINDING_CHANGING);
}

/* The window: its last day is in it; it is said to end within the days of the table. */
static void by_the_window(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.c.today = b.c.window_until - 8;
    nothing(&b);
    b.c.today = b.c.window_until - 7;
    only(&b, YM_FINDING_WINDOW_ENDING);
    b.c.today = b.c.window_until;
    only(&b, YM_FINDING_WINDOW_ENDING);
    b.c.today = b.c.window_until + 1;
    only(&b, YM_FINDING_WINDOW_OVER);
    b.c.applied = 3; /* both kept it */
    nothing(&b);
    b.c.applied = 0;
    b.c.window_until = YM_DAY_NONE;
    nothing(&b);
}

static void by_the_application(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.c.applied = 1;
    assert_int_equal(found(&b, YM_FINDING_ONE_SIDED)->seats, 2);
    assert_int_equal(b.found[0].place, YM_CONFIRM_SEAT);
    b.c.applied = 3;
    nothing(&b);
    b.c.is_heard = true;
    assert_int_equal(found(&b, YM_FINDING_ABSENT)->seats, 3);
    b.c.appeared = 2;
    assert_int_equal(found(&b, YM_FINDING_ABSENT)->seats, 1);
    b.c.appeared = 7;
    nothing(&b);
}

static void by_the_court(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.c.court = 0;
    only(&b, YM_FINDING_NO_COURT);
    b.c.court = 9;
    b.c.court_asked = 9;
    nothing(&b);
    b.c.court_asked = 8;
    only(&b, YM_FINDING_TWO_COURTS);
    b.c.court_asked = 0;
    b.c.places[1] = INT64_C(330106000000);
    only(&b, YM_FINDING_COURT_AWAY);
    b.c.court_region = INT64_C(330100000000); /* that of the city sits over both */
    nothing(&b);
    b.c.court_region = INT64_C(110101000000);
    only(&b, YM_FINDING_COURT_AWAY);
    b.c.is_inviting = true;
    nothing(&b);
    b.c.is_inviting = false;
    b.c.places[2] = INT64_C(110101001000); /* one of several places is enough */
    nothing(&b);
    b.c.court_region = 0; /* not known: nothing is said */
    nothing(&b);
    b.c.court_region = INT64_C(110101000000);
    b.c.places[1] = b.c.places[2] = 0;
    nothing(&b);
}

static void by_what_is_owed(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.c.nobligations = 0;
    assert_int_equal(found(&b, YM_FINDING_NOTHING_OWED)->place, YM_CONFIRM_TERMS);
    assert_int_equal(b.n, 1);
    sound(&b);
    b.c.settled = 1;
    nothing(&b);
    b.c.settled = 7; /* what is no obligation does not count */
    only(&b, YM_FINDING_PERFORMED);
    b.c.nobligations = YM_OBLIGATIONS_MAX;
    b.c.settled = UINT64_MAX;
    only(&b, YM_FINDING_PERFORMED);
}

static void by_missing_members(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.o[1].account.n = 0;
    assert_int_equal(found(&b, YM_FINDING_NO_ACCOUNT)->obligations, 2);
    assert_int_equal(b.found[0].place, YM_CONFIRM_OBLIGATION);
    b.o[1].manner = YM_SPAN("cash on the table");
    nothing(&b);
    b.o[1] = (struct ym_obligation){ .payer = 1,
                                     .act = YM_SPAN("trim the tree"),
                                     .consequence = YM_SPAN("x") };
    nothing(&b); /* an act needs no account */
    b.o[0].consequence.n = b.o[1].consequence.n = 0;
    assert_int_equal(found(&b, YM_FINDING_NO_CONSEQUENCE)->obligations, 3);
}

static void by_third_parties(void **state)
{
    struct bed b;
    const struct ym_confirm_finding *f;

    (void)state;
    sound(&b);
    b.o[1].payee = 31;
    f = found(&b, YM_FINDING_THIRD_PARTY);
    assert_int_equal(f->obligations, 2);
    assert_true(f->seats == UINT32_C(1) << 31);
    assert_int_equal(f->place, YM_CONFIRM_OBLIGATION);
}

/* An act that speaks of money and names no sum; one that names it beside the act is definite. */
static void by_an_amount(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.c.terms = b.c.facts = YM_SPAN("will pay"); /* not about a single obligation */
    nothing(&b);
    b.o[0].act = YM_SPAN("pay for the window");
    nothing(&b);
    b.o[0].amount_fen = 0;
    assert_int_equal(found(&b, YM_FINDING_NO_AMOUNT)->obligations, 1);
    assert_int_equal(b.found[0].nwords, 1);
    assert_int_equal(b.found[0].words[0], 0);
    b.o[0].act = YM_SPAN("pa");
    nothing(&b);
    b.o[0].act = YM_SPAN("repair, ppa");
    nothing(&b);
}

static void by_each_word(void **state)
{
    static const char *const texts[] = { "agreed divorce", "a missing person", "who is owner",
                                         "gambling debt",  "cheat creditors",  "a surrogate",
                                         "as soon as" };
    struct bed b;

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        sound(&b);
        b.c.terms = ym_span_of(texts[i]);
        only(&b, (enum ym_finding)(YM_FINDING_SAYS_PERSONAL + i));
        assert_int_equal(b.found[0].place, YM_CONFIRM_TERMS);
    }
    sound(&b);
    b.c.facts = YM_SPAN("they divorce");
    only(&b, YM_FINDING_SAYS_PERSONAL);
    assert_int_equal(b.found[0].place, YM_CONFIRM_FACTS);
}

/* Wherever an obligation speaks; the first place is kept, all obligations are named. */
static void by_words_of_obligations(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.c.nobligations = 3;
    b.o[0].act = YM_SPAN("the owner is A");
    b.o[1].manner = YM_SPAN("by the owner");
    b.o[2].consequence = YM_SPAN("A becomes owner");
    assert_int_equal(found(&b, YM_FINDING_SAYS_PROPERTY)->obligations, 7);
    assert_int_equal(b.found[0].place, YM_CONFIRM_OBLIGATION);
    b.c.terms = YM_SPAN("A is owner");
    assert_int_equal(found(&b, YM_FINDING_SAYS_PROPERTY)->obligations, 7);
    assert_int_equal(b.found[0].place, YM_CONFIRM_TERMS);
}

/* Six words are named, and one more is not. */
static void at_the_limit_of_words(void **state)
{
    struct bed b;
    const struct ym_confirm_finding *f;

    (void)state;
    sound(&b);
    b.c.terms = YM_SPAN("soon later some fit about maybe");
    f = found(&b, YM_FINDING_SAYS_UNCLEAR);
    assert_int_equal(f->nwords, YM_CONFIRM_NAMED_MAX);
    assert_int_equal(f->words[0], 7);
    assert_int_equal(f->words[5], 12);
    b.c.terms = YM_SPAN("soon later some fit about maybe perhaps");
    f = found(&b, YM_FINDING_SAYS_UNCLEAR);
    assert_int_equal(f->nwords, YM_CONFIRM_NAMED_MAX);
    assert_int_equal(f->words[5], 12);
}

static void by_everything_at_once(void **state)
{
    struct bed b;

    (void)state;
    sound(&b);
    b.t.nwords = 0;
    b.c = (struct ym_confirm_case){ .type = YM_TYPE_LABOUR,
                                    .body_kind = YM_BODY_COURT,
                                    .is_filed = true,
                                    .is_changing = true,
                                    .window_until = DAY,
                                    .today = DAY,
                                    .principals = 3,
                                    .applied = 2,
                                    .is_heard = true,
                                    .obligations = b.o };
    look(&b);
    assert_int_equal(b.n, 10);
}

static void codes(void **state)
{
    (void)state;
    for (int i = 0; i < YM_FINDING_COUNT; i++) {
        const char *code = ym_finding_code((enum ym_finding)i);

        assert_int_equal(ym_finding_find(ym_span_of(code)), i);
    }
    assert_int_equal(ym_finding_find(YM_SPAN("labour")), -1);
    assert_int_equal(ym_finding_find(YM_SPAN("")), -1);
    assert_true(ym_finding_is_words(YM_FINDING_SAYS_ORDER));
    assert_false(ym_finding_is_words(YM_FINDING_FAMILY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_found),
        cmocka_unit_test(by_the_route),
        cmocka_unit_test(by_the_signatures),
        cmocka_unit_test(by_the_window),
        cmocka_unit_test(by_the_application),
        cmocka_unit_test(by_the_court),
        cmocka_unit_test(by_what_is_owed),
        cmocka_unit_test(by_missing_members),
        cmocka_unit_test(by_third_parties),
        cmocka_unit_test(by_an_amount),
        cmocka_unit_test(by_each_word),
        cmocka_unit_test(by_words_of_obligations),
        cmocka_unit_test(at_the_limit_of_words),
        cmocka_unit_test(by_everything_at_once),
        cmocka_unit_test(codes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
