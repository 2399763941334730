/* SPDX-License-Identifier: Apache-2.0 */
#include "history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/command.h"
#include "json/event.h"
#include "load.h"
#include "yima/canon.h"

#define BODY     1011
#define MEDIATOR 5028
#define COURT    1009

static ym_usec noon(const char *day)
{
    ym_day on;

    assert_true(ym_day_parse(ym_span_of(day), &on));
    return ym_day_start(on) + YM_USEC_PER_DAY / 2;
}

/* Who sends it, related to the dispute as the role must be. */
static struct ym_actor actor(const struct history *h, enum ym_role role)
{
    struct ym_actor a = { .role = (uint8_t)role, .seat = YM_SEAT_NONE, .region = 330108001000 };

    if (role == YM_ROLE_MEDIATOR)
        a.staff = MEDIATOR;
    if (role == YM_ROLE_COURT_CLERK || role == YM_ROLE_FILING_JUDGE)
        a.body = COURT;
    else
        a.body = h->dispute.version > 0 ? h->dispute.body : BODY;
    return a;
}

static void take(struct history *h, const struct ym_decision *made, const char *what)
{
    const size_t i = h->n;

    if (made->refusal != YM_REFUSAL_NONE)
        fail_msg("%s: refused: %s", what, ym_word(YM_VOCAB_REFUSAL, made->refusal)->en);
    assert_true(i < HISTORY_EVENTS_MAX);
    h->bytes[i] = malloc(YM_EVENT_BYTES_MAX);
    assert_non_null(h->bytes[i]);
    h->size[i] = ym_canon_event(&made->event, h->bytes[i], YM_EVENT_BYTES_MAX);
    assert_true(h->size[i] > 0);
    assert_true(json_event_decode((struct ym_span){ h->bytes[i], h->size[i] }, &h->event[i]));
    ym_evolve(&h->dispute, &h->event[i]);
    h->n++;
}

void history_begin(struct history *h, const char *path)
{
    history_start(h, load_procedure(path), YM_TYPE_CONTRACT, YM_BODY_PEOPLE_COMMITTEE);
}

void history_start(struct history *h, struct json_procedure *file, enum ym_type type,
                   enum ym_body_kind body_kind)
{
    static const unsigned char sha256[32] = { 1 };
    struct ym_command c = { .kind = YM_CMD_REGISTER,
                            .at = noon("2026-01-05"),
                            .date = YM_DAY_NONE,
                            .first_due = YM_DAY_NONE,
                            .body_kind = (uint8_t)body_kind,
                            .detail = YM_SPAN("{}") };
    struct ym_decision made;

    memset(h, 0, sizeof(*h));
    h->file = file;
    h->body_kind = body_kind;
    c.by = actor(h, YM_ROLE_WINDOW_CLERK);
    json_procedure_set(h->file, 1, sha256);
    h->procedures.at[1] = json_procedure_get(h->file);
    h->dispute.id = ym_id_floor(YM_ID_EPOCH + YM_USEC_PER_DAY);
    c.reg = (struct ym_registration){ .procedure = 1,
                                      .type = (uint8_t)type,
                                      .channel = YM_CHANNEL_WINDOW,
                                      .source = YM_SOURCE_APPLIED,
                                      .seats = 2,
                                      .claimants = 1,
                                      .respondents = 2,
                                      .region = 330108001000,
                                      .body = BODY };
    ym_decide(h->procedures.at[1], NULL, &h->dispute, &c, &made);
    take(h, &made, "register");
}

void history_end(struct history *h)
{
    for (size_t i = 0; i < h->n; i++)
        free(h->bytes[i]);
    json_procedure_free(h->file);
}

void history_send(struct history *h, enum ym_role role, const char *day, const char *body)
{
    struct ym_arena arena;
    struct json_command command;
    struct ym_decision made;
    struct ym_error why;

    assert_true(ym_arena_init(&arena, JSON_COMMAND_ARENA_BYTES));
    if (json_command_decode(ym_span_of(body), &arena, &command, &why) != YM_E_OK)
        fail_msg("%s: %s", body, why.text);
    command.cmd.at = noon(day);
    command.cmd.by = actor(h, role);
    if ((command.cmd.fields & YM_FB(BODY)) != 0)
        command.cmd.body_kind = (uint8_t)h->body_kind;
    if (role == YM_ROLE_PARTY) {
        assert_true((command.cmd.seats & 3U) != 0);
        command.cmd.by.seat = (command.cmd.seats & 1U) != 0 ? 0 : 1;
    }
    ym_decide(h->procedures.at[1], NULL, &h->dispute, &command.cmd, &made);
    take(h, &made, body);
    ym_arena_release(&arena);
}

void history_accept(struct history *h)
{
    history_send(h, YM_ROLE_BODY_MANAGER, "2026-01-06", "{\"command\":\"accept\"}");
    history_send(h, YM_ROLE_PARTY, "2026-01-06", "{\"command\":\"consent\",\"seat\":0}");
    history_send(h, YM_ROLE_PARTY, "2026-01-06", "{\"command\":\"consent\",\"seat\":1}");
    history_send(h, YM_ROLE_BODY_MANAGER, "2026-01-07",
                 "{\"command\":\"assign\",\"mediator\":\"5028\"}");
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-07", "{\"command\":\"accept_case\"}");
}

void history_sign(struct history *h, const char *day)
{
    history_send(
        h, YM_ROLE_PARTY, day,
        "{\"command\":\"sign\",\"seat\":0,\"signing\":\"page\",\"document_code\":\"K7QM\"}");
    history_send(h, YM_ROLE_PARTY, day,
                 "{\"command\":\"sign\",\"seat\":1,\"signing\":\"fingerprint\"}");
    history_send(h, YM_ROLE_MEDIATOR, day, "{\"command\":\"sign_mediator\"}");
    history_send(h, YM_ROLE_BODY_MANAGER, day, "{\"command\":\"seal\",\"signing\":\"stamp\"}");
}
