/* SPDX-License-Identifier: Apache-2.0 */
#include "play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FILE_BYTES_MAX (1024 * 1024)
#define BODY           12
#define STAFF          501
#define COURT          20
#define STREET         INT64_C(330108001000)
#define DISTRICT       INT64_C(330108000000)

static struct ym_span read_whole(const char *path)
{
    FILE *const file = fopen(path, "rb");
    char *const text = malloc(FILE_BYTES_MAX);
    size_t n;

    if (file == NULL || text == NULL)
        fail_msg("cannot read %s", path);
    n = fread(text, 1, FILE_BYTES_MAX, file);
    assert_int_equal(fclose(file), 0);
    assert_true(n > 0 && n < FILE_BYTES_MAX);
    return (struct ym_span){ text, n };
}

int play_open(void **state)
{
    static const unsigned char digest[32];
    const struct ym_span procedure = read_whole(YM_ENGINE_DIR "/procedures/zhejiang-2025.json");
    const struct ym_span calendar = read_whole(YM_ENGINE_DIR "/calendars/cn.json");
    const struct ym_span credit = read_whole(YM_ENGINE_DIR "/credit/yima-1.1.json");
    struct play_house *h = calloc(1, sizeof(*h));
    struct ym_error err;

    assert_non_null(h);
    assert_int_equal(json_procedure_parse(procedure, &h->procedure, &err), YM_E_OK);
    json_procedure_set(h->procedure, 1, digest);
    assert_int_equal(json_calendar_parse(calendar, &h->calendar, &err), YM_E_OK);
    if (json_credit_parse(credit, &h->credit, &err) != YM_E_OK)
        fail_msg("the shipped formula: %s", err.text);
    free((void *)(uintptr_t)procedure.at);
    free((void *)(uintptr_t)calendar.at);
    free((void *)(uintptr_t)credit.at);
    *state = h;
    return 0;
}

int play_close(void **state)
{
    struct play_house *h = *state;

    json_procedure_free(h->procedure);
    json_calendar_free(h->calendar);
    json_credit_free(h->credit);
    free(h);
    return 0;
}

ym_day play_day(int n)
{
    return ym_day_make(2026, 3, 2) + n;
}

/* ---- Acts ---- */

static struct ym_command command(enum ym_cmd kind)
{
    return (struct ym_command){ .kind = (uint8_t)kind,
                                .date = YM_DAY_NONE,
                                .first_due = YM_DAY_NONE,
                                .deadline = YM_DEADLINE_NONE,
                                .detail = YM_SPAN("{}") };
}

/* Whoever might do it: the first one to whom it is allowed does. */
static const struct ym_actor actors[] = {
    { .role = YM_ROLE_MEDIATOR, .seat = YM_SEAT_NONE, .staff = STAFF, .body = BODY },
    { .role = YM_ROLE_BODY_MANAGER, .seat = YM_SEAT_NONE, .staff = 1, .body = BODY },
    { .role = YM_ROLE_WINDOW_CLERK, .seat = YM_SEAT_NONE, .staff = 2, .region = DISTRICT },
    { .role = YM_ROLE_DISPATCHER, .seat = YM_SEAT_NONE, .staff = 3, .region = DISTRICT },
    { .role = YM_ROLE_COURT_CLERK, .seat = YM_SEAT_NONE, .staff = 4, .body = COURT },
    { .role = YM_ROLE_CONFIRM_JUDGE, .seat = YM_SEAT_NONE, .staff = 5, .body = COURT },
    { .role = YM_ROLE_FILING_JUDGE, .seat = YM_SEAT_NONE, .staff = 6, .body = COURT },
    { .role = YM_ROLE_SUPERVISOR, .seat = YM_SEAT_NONE, .staff = 8, .region = DISTRICT },
    { .role = YM_ROLE_CLOCK, .seat = YM_SEAT_NONE },
    { .role = YM_ROLE_ADMIN, .seat = YM_SEAT_NONE, .staff = 7 },
};

static enum ym_refusal try(struct play *p, struct ym_command *c, const struct ym_actor *by,
                           struct ym_decision *ret)
{
    c->by = *by;
    ym_decide(json_procedure_get(p->house->procedure), json_calendar_get(p->house->calendar), &p->d,
              c, ret);
    return (enum ym_refusal)ret->refusal;
}

static bool decide(struct play *p, struct ym_command *c, struct ym_decision *ret)
{
    if (c->by.role == YM_ROLE_PARTY && c->by.seat != YM_SEAT_NONE && c->by.seat < PLAY_SEATS) {
        const struct ym_actor party = c->by;

        if (try(p, c, &party, ret) == YM_REFUSAL_NONE)
            return true;
    }
    for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]); i++) {
        if (try(p, c, &actors[i], ret) == YM_REFUSAL_NONE)
            return true;
    }
    return false;
}

void play_do(struct play *p, struct ym_command c)
{
    struct ym_decision made;

    c.at = ym_day_start(play_day(p->day)) + 10 * 3600 * YM_USEC_PER_SECOND;
    if (!decide(p, &c, &made))
        fail_msg("%s on day %d: %s", ym_word(YM_VOCAB_COMMAND, c.kind)->code, p->day,
                 ym_word(YM_VOCAB_REFUSAL, made.refusal)->code);
    made.event.dispute.v = 1;
    ym_evolve(&p->d, &made.event);
    assert_true(ym_credit_take(p->c, &made.event));
}

void play_act(struct play *p, enum ym_cmd kind, int seat)
{
    struct ym_command c = command(kind);

    c.by = (struct ym_actor){ .role = YM_ROLE_PARTY, .seat = YM_SEAT_NONE };
    if (seat >= 0) {
        c.seats = UINT32_C(1) << seat;
        c.fields = YM_FB(SEAT) & ym_command_fields(kind);
        c.by.seat = (uint8_t)seat;
    }
    c.fields |= (YM_FB(MANNER) | YM_FB(REASON) | YM_FB(NOTE) | YM_FB(TERMS) | YM_FB(CLAIMS) |
                 YM_FB(FACTS)) &
                ym_command_fields(kind);
    if (kind == YM_CMD_ASSIGN) {
        c.fields |= YM_FB(MEDIATOR);
        c.ref = STAFF;
    }
    if ((ym_command_fields(kind) & YM_FB(COURT)) != 0) {
        c.fields |= YM_FB(COURT);
        c.ref = COURT;
    }
    play_do(p, c);
}

void play_begin(struct play *p, const struct play_house *house, enum ym_type type)
{
    struct ym_command c = command(YM_CMD_REGISTER);

    *p = (struct play){ .house = house, .c = calloc(1, sizeof(*p->c)) };
    assert_non_null(p->c);
    ym_credit_begin(p->c);
    c.body_kind = YM_BODY_PEOPLE_COMMITTEE;
    c.reg = (struct ym_registration){ .procedure = 1,
                                      .type = (uint8_t)type,
                                      .channel = YM_CHANNEL_WINDOW,
                                      .source = YM_SOURCE_APPLIED,
                                      .seats = PLAY_SEATS,
                                      .claimants = 1,
                                      .respondents = 2,
                                      .region = STREET,
                                      .body = BODY };
    play_do(p, c);
}

void play_end(struct play *p)
{
    free(p->c);
}

void play_taken(struct play *p)
{
    play_act(p, YM_CMD_ACCEPT, -1);
    play_act(p, YM_CMD_ASSIGN, -1);
    play_act(p, YM_CMD_ACCEPT_CASE, -1);
}

void play_mediation(struct play *p)
{
    play_taken(p);
    play_act(p, YM_CMD_NOTIFY, 0);
    play_act(p, YM_CMD_NOTIFY, 1);
    play_act(p, YM_CMD_CONSENT, 1);
}

void play_notify(struct play *p, int seat, int session_day)
{
    struct ym_command c = command(YM_CMD_NOTIFY);
    char day[YM_DAY_TEXT_MAX];
    char detail[64];

    ym_day_print(play_day(session_day), day);
    (void)snprintf(detail, sizeof(detail), "{\"manner\":\"t\",\"seat\":%d,\"session_day\":\"%s\"}",
                   seat, day);
    c.fields = YM_FB(SEAT) | YM_FB(MANNER) | YM_FB(SESSION_DAY);
    c.seats = UINT32_C(1) << seat;
    c.detail = ym_span_of(detail);
    play_do(p, c);
}

void play_session(struct play *p, const char *attendance)
{
    struct ym_command c = command(YM_CMD_HOLD_SESSION);
    char detail[256] = "{\"attendance\":[";

    for (uint32_t seat = 0; seat < PLAY_SEATS; seat++) {
        const char how = attendance[seat];
        const int word = how == 'a'   ? YM_ATTENDANCE_ATTENDED
                         : how == 'e' ? YM_ATTENDANCE_EXCUSED
                                      : YM_ATTENDANCE_ABSENT;
        const size_t n = strlen(detail);

        if (how == '-')
            continue;
        (void)snprintf(detail + n, sizeof(detail) - n, "%s{\"seat\":%u,\"status\":\"%s\"}",
                       c.listed == 0 ? "" : ",", seat, ym_word(YM_VOCAB_ATTENDANCE, word)->code);
        c.listed |= UINT32_C(1) << seat;
        c.attended |= how == 'a' ? UINT32_C(1) << seat : 0;
    }
    (void)snprintf(detail + strlen(detail), sizeof(detail) - strlen(detail), "]}");
    c.fields = YM_FB(ATTENDANCE) | YM_FB(DATE);
    c.date = play_day(p->day);
    c.detail = ym_span_of(detail);
    play_do(p, c);
}

void play_reach(struct play *p, enum ym_cmd kind, const int *due, int n, int payer)
{
    struct ym_command c = command(kind);
    char detail[8192] = "{\"obligations\":[";

    c.first_due = c.date = play_day(due[0]);
    for (int i = 0; i < n; i++) {
        char day[YM_DAY_TEXT_MAX];
        const size_t at = strlen(detail);

        c.first_due = play_day(due[i]) < c.first_due ? play_day(due[i]) : c.first_due;
        c.date = play_day(due[i]) > c.date ? play_day(due[i]) : c.date;
        ym_day_print(play_day(due[i]), day);
        (void)snprintf(detail + at, sizeof(detail) - at,
                       "%s{\"amount_fen\":\"100\",\"due\":\"%s\",\"payee\":%d,\"payer\":%d}",
                       i == 0 ? "" : ",", day, payer == 0 ? 1 : 0, payer);
    }
    (void)snprintf(detail + strlen(detail), sizeof(detail) - strlen(detail), "],\"terms\":\"t\"}");
    c.fields = YM_FB(TERMS) | YM_FB(OBLIGATIONS) | (kind == YM_CMD_VARY ? YM_FB(REASON) : 0);
    c.items = (uint8_t)n;
    c.listed = UINT32_C(1) << payer | UINT32_C(1) << (payer == 0 ? 1 : 0);
    c.detail = ym_span_of(detail);
    play_do(p, c);
}

void play_sign(struct play *p)
{
    play_act(p, YM_CMD_SIGN, 0);
    play_act(p, YM_CMD_SIGN, 1);
    play_act(p, YM_CMD_SIGN_MEDIATOR, -1);
    play_act(p, YM_CMD_SEAL, -1);
}

static void say(struct play *p, enum ym_cmd kind, int item, enum ym_result result,
                struct ym_actor by)
{
    struct ym_command c = command(kind);

    c.fields = YM_FB(OBLIGATION) | YM_FB(RESULT) | YM_FB(NOTE);
    c.item = (uint8_t)item;
    c.code = (uint8_t)result;
    c.by = by;
    play_do(p, c);
}

void play_record(struct play *p, int item, enum ym_result result)
{
    say(p, YM_CMD_RECORD_PERFORMANCE, item, result, (struct ym_actor){ .seat = YM_SEAT_NONE });
}

void play_claim(struct play *p, int seat, int item, enum ym_result result)
{
    say(p, YM_CMD_CLAIM_PERFORMANCE, item, result,
        (struct ym_actor){ .role = YM_ROLE_PARTY, .seat = (uint8_t)seat });
}

void play_confirm(struct play *p)
{
    struct ym_command c = command(YM_CMD_ACCEPT_CONFIRMATION);

    play_act(p, YM_CMD_APPLY_CONFIRMATION, 0);
    play_act(p, YM_CMD_APPLY_CONFIRMATION, 1);
    c.fields = YM_FB(CASE_NUMBER);
    play_do(p, c);
    c = command(YM_CMD_APPEAR);
    c.fields = YM_FB(ATTENDANCE) | YM_FB(DATE);
    c.attended = c.listed = 3;
    c.date = play_day(p->day);
    play_do(p, c);
    c = command(YM_CMD_CONFIRM);
    c.fields = YM_FB(DATE);
    c.date = play_day(p->day);
    play_do(p, c);
}

void play_overdue(struct play *p)
{
    struct ym_command c = command(YM_CMD_EXPIRE);
    const struct ym_clock *next = ym_dispute_next_clock(&p->d);

    while (next != NULL && next->last < play_day(p->day)) {
        c.deadline = next->deadline;
        play_do(p, c);
        next = ym_dispute_next_clock(&p->d);
    }
}

/* ---- What comes of it ---- */

struct ym_credit_sum play_sum(const struct play *p, int seat, int end,
                              const struct ym_credit_flag *flags, size_t nflags)
{
    static struct ym_credit_view views[YM_CREDIT_ITEMS_MAX];
    const struct ym_credit_formula *f = &p->house->credit->formula;
    const struct ym_credit_entry e = { .seat = (uint8_t)seat,
                                       .side = seat == 0   ? YM_SIDE_CLAIMANT
                                               : seat == 1 ? YM_SIDE_RESPONDENT
                                                           : YM_SIDE_THIRD,
                                       .type = p->d.type,
                                       .log = &p->c->log,
                                       .flags = flags,
                                       .nflags = nflags };
    struct ym_credit_sum sum = { 0 };
    size_t n;

    assert_true(ym_credit_add(&sum, f, &e, play_day(end), views, &n));
    ym_credit_close(&sum, f);
    return sum;
}

const struct ym_credit_item *play_last(const struct play *p, enum ym_credit_kind kind)
{
    for (uint32_t n = p->c->log.n; n > 0; n--) {
        if (p->c->log.items[n - 1].kind == kind)
            return &p->c->log.items[n - 1];
    }
    return NULL;
}
