/* SPDX-License-Identifier: Apache-2.0 */
/* Callers by plain names for tokens, and the bodies and staff that commands may name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"
#include "yima/number.h"

#define REGION  INT64_C(330108000000)
#define FOREIGN INT64_C(330106000000)

struct entry {
    const char *token;
    struct ym_actor actor;
};

static const struct entry entries[] = {
    { "admin", { .role = YM_ROLE_ADMIN, .seat = YM_SEAT_NONE } },
    { "job", { .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE } },
    { "clerk", { YM_ROLE_WINDOW_CLERK, YM_SEAT_NONE, 11, WORLD_CENTRE, REGION } },
    { "dispatcher", { YM_ROLE_DISPATCHER, YM_SEAT_NONE, 12, WORLD_CENTRE, REGION } },
    { "auditor", { YM_ROLE_AUDITOR, YM_SEAT_NONE, 13, 0, REGION } },
    { "foreigner", { YM_ROLE_WINDOW_CLERK, YM_SEAT_NONE, 14, 3, FOREIGN } },
    { "manager", { YM_ROLE_BODY_MANAGER, YM_SEAT_NONE, WORLD_MANAGER, WORLD_BODY, REGION } },
    { "mediator", { YM_ROLE_MEDIATOR, YM_SEAT_NONE, WORLD_MEDIATOR, WORLD_BODY, REGION } },
    { "other-mediator", { YM_ROLE_MEDIATOR, YM_SEAT_NONE, 22, WORLD_BODY, REGION } },
    { "court", { YM_ROLE_COURT_CLERK, YM_SEAT_NONE, 31, WORLD_COURT, REGION } },
};

struct judgement {
    app_caller_fn *done;
    void *arg;
    enum ym_err err;
    struct app_caller caller;
};

/* "party.NUMBER.SEAT": a token bound to one dispute. */
static bool take_party(struct ym_span token, struct app_caller *ret)
{
    const size_t head = strlen("party.");

    if (token.n != head + 16 || memcmp(token.at, "party.", head) != 0)
        return false;
    ret->actor =
        (struct ym_actor){ .role = YM_ROLE_PARTY, .seat = (uint8_t)(token.at[token.n - 1] - '0') };
    return ym_number_parse((struct ym_span){ token.at + head, 14 }, &ret->dispute) == YM_NUMBER_OK;
}

static enum ym_err judge(struct ym_span token, struct app_caller *ret)
{
    memset(ret, 0, sizeof(*ret));
    (void)snprintf(ret->name, sizeof(ret->name), "%.*s", (int)token.n, token.at);
    if (take_party(token, ret))
        return YM_E_OK;
    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        if (ym_span_is(token, ym_span_of(entries[i].token))) {
            ret->actor = entries[i].actor;
            return YM_E_OK;
        }
    }
    return YM_E_UNAUTHORIZED;
}

static void answer(struct world *w, void *arg)
{
    struct judgement *j = arg;

    if (w->gate_fails > 0) {
        w->gate_fails--;
        j->err = YM_E_UNAVAILABLE;
    }
    j->done(j->arg, j->err, j->err == YM_E_OK ? &j->caller : NULL);
    free(j);
}

static void bearer(struct app_gate *g, struct ym_span token, app_caller_fn *done, void *arg)
{
    struct judgement *j = calloc(1, sizeof(*j));

    if (j == NULL)
        abort();
    j->done = done;
    j->arg = arg;
    j->err = judge(token, &j->caller);
    world_later(((struct world_gate *)(void *)g)->world, answer, j);
}

const struct app_gate_ops world_gate_ops = { .bearer = bearer };

static bool body(struct app_directory *d, int64_t id, struct app_body_entry *ret)
{
    (void)d;
    if (id != WORLD_CENTRE && id != WORLD_BODY && id != WORLD_COURT)
        return false;
    *ret = (struct app_body_entry){ .id = id,
                                    .region = REGION,
                                    .kind = id == WORLD_CENTRE ? YM_BODY_CENTRE
                                            : id == WORLD_BODY ? YM_BODY_PEOPLE_COMMITTEE
                                                               : YM_BODY_COURT,
                                    .is_active = true };
    return true;
}

static bool staff(struct app_directory *d, int64_t id, struct app_staff_entry *ret)
{
    (void)d;
    if (id != WORLD_MANAGER && id != WORLD_MEDIATOR)
        return false;
    *ret = (struct app_staff_entry){
        .id = id,
        .body = WORLD_BODY,
        .roles = UINT32_C(1) << (id == WORLD_MEDIATOR ? YM_ROLE_MEDIATOR : YM_ROLE_BODY_MANAGER),
        .is_active = true
    };
    return true;
}

const struct app_directory_ops world_directory_ops = { .body = body, .staff = staff };
