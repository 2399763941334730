/* SPDX-License-Identifier: Apache-2.0 */
/* What goes to a court, and what cannot: the packet from a whole history, from notes and papers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/evidence.h"
#include "document/case.h"
#include "document/packet.h"
#include "history.h"

#define ZHEJIANG  YM_PROCEDURES_DIR "/zhejiang-2025.json"
#define NOTES_MAX 600

/* A world of ports over one history. Nothing here answers before its call returns: what is asked
 * waits until run(). */
struct world {
    struct app_reader reader;
    struct app_casefile casefile;
    struct app_evidence evidence;
    struct app_secrets secrets;
    struct history history;
    struct app_note notes[NOTES_MAX];
    size_t nnotes;
    struct app_paper papers[4];
    size_t npapers;
    size_t events_per_page, notes_per_page;
    uint32_t notes_asked; /* kinds that were asked for */
    struct app_file_sight papers_asked;
    enum ym_err failing; /* of notes; OK: they answer */
    void (*waiting)(struct world *w);
    void *done, *arg;
    uint32_t after_event;
    int64_t after_note;
};

static struct world world;

/* ---- The ports ---- */

static void answer_view(struct world *w)
{
    struct app_view v = { .dispute = w->history.dispute,
                          .due_at = YM_USEC_NONE,
                          .amount_fen = -1,
                          .title = YM_SPAN("押金纠纷"),
                          .received_at = w->history.dispute.received_at,
                          .nparties = 2 };
    app_view_fn *done = (app_view_fn *)(uintptr_t)w->done;

    v.body = (struct app_named){ 1011, YM_SPAN("调委会"), YM_SPAN("") };
    if (w->history.dispute.court != 0)
        v.court = (struct app_named){ 1009, YM_SPAN("法院"), YM_SPAN("12368") };
    v.parties[0] = (struct ym_party){ .side = YM_SIDE_CLAIMANT,
                                      .name = YM_SPAN("王芳"),
                                      .identity = ym_span_of("11010519491231002X"),
                                      .phone = ym_span_of("13800000000"),
                                      .address = ym_span_of("西兴街道") };
    v.parties[1] = (struct ym_party){ .side = YM_SIDE_RESPONDENT,
                                      .name = YM_SPAN("李强"),
                                      .agent = YM_SPAN("赵律师") };
    done(w->arg, YM_E_OK, &v);
}

static void answer_events(struct world *w)
{
    static struct app_event_page page;
    app_events_fn *done = (app_events_fn *)(uintptr_t)w->done;

    page.n = 0;
    for (size_t i = w->after_event; i < w->history.n && page.n < w->events_per_page; i++) {
        page.at[page.n++] = (struct app_event){
            .seq = (uint32_t)i + 1,
            .payload = { w->history.bytes[i], w->history.size[i] },
        };
    }
    done(w->arg, YM_E_OK, &page);
}

/* As note_read.sql does: the sight alone says what is read. */
static void answer_notes(struct world *w)
{
    static struct app_note rows[NOTES_MAX];
    app_notes_fn *done = (app_notes_fn *)(uintptr_t)w->done;
    size_t n = 0;
    bool more = false;

    for (size_t i = 0; i < w->nnotes; i++) {
        if (w->notes[i].id <= w->after_note || (w->notes_asked >> w->notes[i].kind & 1U) == 0)
            continue;
        more = n == w->notes_per_page;
        if (more)
            break;
        rows[n++] = w->notes[i];
    }
    if (w->failing != YM_E_OK)
        done(w->arg, w->failing, NULL, 0, false);
    else
        done(w->arg, YM_E_OK, rows, n, more);
}

static void answer_papers(struct world *w)
{
    app_papers_fn *done = (app_papers_fn *)(uintptr_t)w->done;

    done(w->arg, YM_E_OK, w->papers, w->npapers);
}

static void wait(void (*answer)(struct world *w), uintptr_t done, void *arg)
{
    assert_null(world.waiting);
    world.waiting = answer;
    world.done = (void *)done;
    world.arg = arg;
}

static void ask_view(struct app_reader *r, struct ym_id id, app_view_fn *done, void *arg)
{
    (void)r;
    (void)id;
    wait(answer_view, (uintptr_t)done, arg);
}

static void ask_events(struct app_reader *r, struct ym_id id, uint32_t after, unsigned limit,
                       app_events_fn *done, void *arg)
{
    (void)r;
    (void)id;
    (void)limit;
    world.after_event = after;
    wait(answer_events, (uintptr_t)done, arg);
}

static void ask_notes(struct app_casefile *f, struct ym_id id, struct app_file_sight sight,
                      int64_t after, app_notes_fn *done, void *arg)
{
    (void)f;
    (void)id;
    assert_int_equal(sight.author, 0);
    world.notes_asked = sight.notes;
    world.after_note = after;
    wait(answer_notes, (uintptr_t)done, arg);
}

static void ask_papers(struct app_evidence *e, struct ym_id id, const struct app_paper_query *query,
                       app_papers_fn *done, void *arg)
{
    (void)e;
    (void)id;
    world.papers_asked = query->sight;
    wait(answer_papers, (uintptr_t)done, arg);
}

/* What is "sealed" here is plain: labels and keys are tested elsewhere. */
static enum ym_err unseal(void *ring, struct ym_span label, struct ym_span sealed,
                          struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr)
{
    (void)ring;
    (void)label;
    if (ym_span_is(sealed, YM_SPAN("torn")))
        return ym_fail(reterr, YM_E_INTERNAL, "it does not open");
    *ret = ym_arena_text(arena, sealed);
    return YM_E_OK;
}

static void begin(void)
{
    static const struct app_reader_ops reader = { .dispute = ask_view, .events = ask_events };
    static const struct app_casefile_ops casefile = { .notes = ask_notes };
    static const struct app_evidence_ops evidence = { .papers = ask_papers };

    memset(&world, 0, sizeof(world));
    world.reader.ops = &reader;
    world.casefile.ops = &casefile;
    world.evidence.ops = &evidence;
    world.secrets.unseal = unseal;
    world.events_per_page = 3;
    world.notes_per_page = 2;
    history_begin(&world.history, ZHEJIANG);
    history_accept(&world.history);
}

static void end(void)
{
    history_end(&world.history);
}

/* ---- Gathering ---- */

struct gathered {
    bool is_done, has_agreement, is_paper; /* the form could be filled */
    enum ym_err err;
    char json[65536];
    size_t nfacts, npapers;
    uint32_t lacks;
    unsigned copies;
};

static void on_packet(void *arg, enum ym_err err, const struct doc_packet *p)
{
    struct gathered *g = arg;
    struct ym_buf buf;
    struct json_out w;
    struct doc_case *c;
    struct doc_facts facts;

    assert_false(g->is_done);
    g->is_done = true;
    g->err = err;
    assert_int_equal(err == YM_E_OK, p != NULL);
    if (p == NULL)
        return;
    ym_buf_init(&buf, 16u << 20);
    w = json_out(&buf);
    doc_packet_put(p, &w);
    (void)snprintf(g->json, sizeof(g->json), "%.*s", (int)buf.n, buf.at);
    ym_buf_release(&buf);
    g->nfacts = p->nfacts;
    g->npapers = p->npapers;
    g->lacks = p->lacks;
    g->copies = p->copies;
    g->has_agreement = p->agreement != NULL;
    c = doc_packet_case(p, &(struct doc_packet_paper_options){ .now = 0 });
    assert_non_null(c);
    g->is_paper = doc_case_facts(c, YM_DOC_FILING_PACKET, &facts);
    doc_case_free(c);
}

static const struct gathered *gather(void)
{
    static struct gathered g;
    const struct doc_packet_ports ports = { .reader = &world.reader,
                                            .casefile = &world.casefile,
                                            .evidence = &world.evidence,
                                            .secrets = &world.secrets,
                                            .procedures = &world.history.procedures };
    const struct doc_packet_eyes eyes = { .may_read = NULL };

    memset(&g, 0, sizeof(g));
    assert_int_equal(doc_packet_gather(&ports, &eyes, world.history.dispute.id, on_packet, &g),
                     YM_E_OK);
    assert_false(g.is_done);
    while (world.waiting != NULL) {
        void (*answer)(struct world * w) = world.waiting;

        world.waiting = NULL;
        answer(&world);
    }
    assert_true(g.is_done);
    return &g;
}

static void says(const struct gathered *g, const char *text)
{
    if (strstr(g->json, text) == NULL)
        fail_msg("the packet does not say %s:\n%s", text, g->json);
}

static void is_silent(const struct gathered *g, const char *text)
{
    if (strstr(g->json, text) != NULL)
        fail_msg("the packet says %s:\n%s", text, g->json);
}

static void note(uint8_t kind, const char *text, int64_t corrects)
{
    const size_t i = world.nnotes++;

    assert_true(i < NOTES_MAX);
    world.notes[i] = (struct app_note){
        .id = (int64_t)i + 1, .kind = kind, .corrects = corrects, .sealed = ym_span_of(text)
    };
}

#define PARTY    YM_ROLE_PARTY
#define MEDIATOR YM_ROLE_MEDIATOR

static void go(enum ym_role role, const char *day, const char *body)
{
    history_send(&world.history, role, day, body);
}

#define SUBMIT                                                                                     \
    "{\"command\":\"submit_filing\",\"seat\":0,\"claims\":\"请求甲\",\"facts\":\"事实乙\","  \
    "\"court\":\"1009\"}"

/* Everything that people say where they may concede something stays behind. */
static void what_was_said_in_mediation_stays_behind(void **state)
{
    const struct gathered *g;

    (void)state;
    begin();
    go(MEDIATOR, "2026-01-08",
       "{\"command\":\"hold_session\",\"date\":\"2026-01-08\",\"place\":\"密一\","
       "\"attendance\":[{\"seat\":0,\"status\":\"attended\"}],\"note\":\"密二\"}");
    go(MEDIATOR, "2026-01-09",
       "{\"command\":\"reach_agreement\",\"terms\":\"密三\",\"facts\":\"密四\",\"obligations\":["
       "{\"payer\":1,\"payee\":0,\"amount_fen\":\"1\",\"due\":\"2026-02-01\",\"act\":\"密五\","
       "\"account\":\"密六\",\"consequence\":\"密七\"}]}");
    go(PARTY, "2026-01-10", "{\"command\":\"go_to_court\",\"seat\":0,\"reason\":\"密八\"}");
    go(PARTY, "2026-01-11", SUBMIT);
    note(APP_NOTE_NEUTRAL, "密九", 0);
    note(APP_NOTE_CONCESSION, "密十", 0);
    note(APP_NOTE_CAUCUS, "密百", 0);
    note(APP_NOTE_UNDISPUTED, "押金三千元已付", 0);
    g = gather();
    assert_int_equal(g->err, YM_E_OK);
    is_silent(g, "密");
    says(g, "押金三千元已付");
    says(g, "\"claims\":\"请求甲\"");
    says(g, "\"facts\":\"事实乙\"");
    says(g, "\"agreement\":null");
    says(g, "\"name\":\"法院\"");
    assert_int_equal(world.notes_asked, UINT32_C(1) << APP_NOTE_UNDISPUTED);
    assert_int_equal(world.papers_asked.papers, UINT32_C(1) << APP_NOTE_UNDISPUTED);
    assert_int_equal(world.papers_asked.shown, UINT32_C(1) << APP_NOTE_NEUTRAL);
    assert_int_equal(world.papers_asked.to, APP_SHOWN_COURT);
    end();
}

/* An agreement that binds is what one sues upon. */
static void an_agreement_in_force_goes_along(void **state)
{
    const struct gathered *g;

    (void)state;
    begin();
    go(MEDIATOR, "2026-01-09",
       "{\"command\":\"reach_agreement\",\"terms\":\"付三千\",\"obligations\":["
       "{\"payer\":1,\"payee\":0,\"amount_fen\":\"300000\",\"due\":\"2026-01-20\"}]}");
    history_sign(&world.history, "2026-01-10");
    g = gather();
    assert_false(g->has_agreement);
    is_silent(g, "付三千");
    go(MEDIATOR, "2026-01-25",
       "{\"command\":\"record_performance\",\"obligation\":0,\"result\":\"breached\"}");
    go(PARTY, "2026-01-26", "{\"command\":\"sue\",\"seat\":0}");
    g = gather();
    assert_true(g->has_agreement);
    says(g, "\"terms\":\"付三千\"");
    says(g, "\"amount_fen\":\"300000\"");
    says(g, "\"code\":\"breached\"");
    says(g, "\"effective_on\":\"2026-01-10\"");
    end();
}

static void lacks_are_told(void **state)
{
    const struct gathered *g;

    (void)state;
    begin();
    go(PARTY, "2026-01-10", "{\"command\":\"go_to_court\",\"seat\":0}");
    g = gather();
    assert_int_equal(g->lacks, 1U << DOC_LACK_CLAIMS | 1U << DOC_LACK_FACTS | 1U << DOC_LACK_COURT |
                                   1U << DOC_LACK_OPPONENT | 1U << DOC_LACK_EVIDENCE);
    says(g, "\"ready\":false");
    assert_int_equal(g->copies, 2);
    go(PARTY, "2026-01-11", SUBMIT);
    g = gather();
    assert_int_equal(g->lacks, 1U << DOC_LACK_OPPONENT | 1U << DOC_LACK_EVIDENCE);
    says(g, "\"ready\":true");
    end();
}

/* The court's own words are for who files; a new submission begins without them. */
static void the_court_answers(void **state)
{
    const struct gathered *g;

    (void)state;
    begin();
    go(PARTY, "2026-01-10", "{\"command\":\"go_to_court\",\"seat\":0}");
    go(PARTY, "2026-01-11", SUBMIT);
    go(YM_ROLE_COURT_CLERK, "2026-01-12",
       "{\"command\":\"ask_supplement\",\"reason\":\"补地址\",\"date\":\"2026-01-12\"}");
    g = gather();
    says(g, "\"reason\":\"补地址\"");
    go(PARTY, "2026-01-13", "{\"command\":\"supplement\",\"seat\":0,\"note\":\"地址在此\"}");
    says(gather(), "\"text\":\"地址在此\"");
    go(YM_ROLE_COURT_CLERK, "2026-01-14", "{\"command\":\"refuse_filing\",\"reason\":\"无管辖\"}");
    g = gather();
    says(g, "\"code\":\"refuse_filing\"");
    says(g, "\"reason\":\"无管辖\"");
    go(PARTY, "2026-01-15", SUBMIT);
    g = gather();
    says(g, "\"answer\":null");
    is_silent(g, "地址在此");
    go(YM_ROLE_COURT_CLERK, "2026-01-16",
       "{\"command\":\"register_court\",\"case_number\":\"(2026)浙0108民初565号\","
       "\"court_procedure\":\"simplified\"}");
    says(gather(), "\"case_number\":\"(2026)浙0108民初565号\"");
    end();
}

static void a_corrected_fact_is_replaced(void **state)
{
    const struct gathered *g;

    (void)state;
    begin();
    note(APP_NOTE_UNDISPUTED, "旧说法", 0);
    note(APP_NOTE_UNDISPUTED, "另一事实", 0);
    note(APP_NOTE_UNDISPUTED, "改说法", 1);
    note(APP_NOTE_UNDISPUTED, "终说法", 3);
    g = gather();
    assert_int_equal(g->nfacts, 2);
    is_silent(g, "旧说法");
    is_silent(g, "改说法");
    says(g, "终说法");
    end();
}

/* As many facts as there may be notes; on paper as many as a form has rows, and no silent cut. */
static void limits(void **state)
{
    const struct gathered *g;

    (void)state;
    begin();
    world.notes_per_page = APP_NOTE_PAGE_MAX;
    for (unsigned i = 0; i < DOC_FACT_ROWS_MAX; i++)
        note(APP_NOTE_UNDISPUTED, "事实", 0);
    g = gather();
    assert_int_equal(g->nfacts, DOC_FACT_ROWS_MAX);
    assert_true(g->is_paper);
    note(APP_NOTE_UNDISPUTED, "事实", 0);
    g = gather();
    assert_int_equal(g->err, YM_E_OK);
    assert_false(g->is_paper);
    for (unsigned i = DOC_FACT_ROWS_MAX + 1; i < DOC_PACKET_FACTS_MAX; i++)
        note(APP_NOTE_UNDISPUTED, "事实", 0);
    assert_int_equal(gather()->nfacts, DOC_PACKET_FACTS_MAX);
    note(APP_NOTE_UNDISPUTED, "事实", 0);
    assert_int_equal(gather()->err, YM_E_TOO_LARGE);
    end();
}

static void papers_are_listed(void **state)
{
    static char room[2][APP_PAPER_HEAD_BYTES_MAX];
    const struct app_paper_head head = { .name = YM_SPAN("收据.pdf"), .sha256 = { 0xab } };
    const struct gathered *g;

    (void)state;
    begin();
    world.papers[0] = (struct app_paper){ .id = 7,
                                          .purpose = APP_PAPER_EVIDENCE,
                                          .media = APP_MEDIA_PDF,
                                          .bytes = 1234,
                                          .seat = 0,
                                          .attached_at = 0,
                                          .head = app_paper_head_pack(&head, room[0]) };
    world.npapers = 1;
    g = gather();
    assert_int_equal(g->npapers, 1);
    assert_int_equal(g->lacks & 1U << DOC_LACK_EVIDENCE, 0);
    says(g, "\"name\":\"收据.pdf\"");
    says(g, "\"sha256\":\"ab00");
    says(g, "\"media\":\"application/pdf\"");
    /* Proof of who one is, is no evidence. */
    world.papers[0].purpose = APP_PAPER_IDENTITY;
    assert_int_not_equal(gather()->lacks & 1U << DOC_LACK_EVIDENCE, 0);
    world.papers[0].head = ym_span_of("torn");
    assert_int_equal(gather()->err, YM_E_INTERNAL);
    end();
}

static void a_port_that_fails_ends_it(void **state)
{
    (void)state;
    begin();
    note(APP_NOTE_UNDISPUTED, "torn", 0);
    assert_int_equal(gather()->err, YM_E_INTERNAL);
    world.failing = YM_E_UNAVAILABLE;
    assert_int_equal(gather()->err, YM_E_UNAVAILABLE);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_said_in_mediation_stays_behind),
        cmocka_unit_test(an_agreement_in_force_goes_along),
        cmocka_unit_test(lacks_are_told),
        cmocka_unit_test(the_court_answers),
        cmocka_unit_test(a_corrected_fact_is_replaced),
        cmocka_unit_test(limits),
        cmocka_unit_test(papers_are_listed),
        cmocka_unit_test(a_port_that_fails_ends_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
