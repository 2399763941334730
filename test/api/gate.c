/* SPDX-License-Identifier: Apache-2.0 */
/* Callers by plain names for tokens, and the bodies and staff that commands may name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"
#include "yima/number.h"
#include "yima/region.h"

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

/* ---- Reference data, ascending by id ---- */

#define TEXT(s)                                                                                    \
    {                                                                                              \
        "" s, sizeof(s) - 1                                                                        \
    }

static const struct app_body_entry bodies[] = {
    { WORLD_CENTRE, REGION, YM_BODY_CENTRE, true, TEXT("滨江区矛调中心"), TEXT("0571-1000"),
      TEXT("江南大道1号") },
    { WORLD_BODY, REGION, YM_BODY_PEOPLE_COMMITTEE, true, TEXT("西兴街道调委会"), TEXT("0571-2000"),
      TEXT("") },
    { WORLD_FAR_BODY, FOREIGN, YM_BODY_PEOPLE_COMMITTEE, true, TEXT("西湖区调委会"),
      TEXT("0571-3000"), TEXT("") },
    { WORLD_CLOSED_BODY, REGION, YM_BODY_LAWYER, false, TEXT("停办的律师调解室"), TEXT(""),
      TEXT("") },
    { WORLD_COURT, REGION, YM_BODY_COURT, true, TEXT("滨江区人民法院"), TEXT("0571-9000"),
      TEXT("") },
};

#define ROLE(name) (UINT32_C(1) << YM_ROLE_##name)

static const struct app_staff_entry people[] = {
    { WORLD_MANAGER, WORLD_BODY, ROLE(BODY_MANAGER), true, TEXT("周主任"), TEXT("13800000020") },
    { WORLD_MEDIATOR, WORLD_BODY, ROLE(MEDIATOR), true, TEXT("吴调解"), TEXT("13800000021") },
    { WORLD_GONE_MEDIATOR, WORLD_BODY, ROLE(MEDIATOR), false, TEXT("郑退休"), TEXT("") },
    { WORLD_FAR_MEDIATOR, WORLD_FAR_BODY, ROLE(MEDIATOR), true, TEXT("王远"), TEXT("13800000023") },
    { WORLD_CLERK, WORLD_COURT, ROLE(COURT_CLERK), true, TEXT("冯书记"), TEXT("") },
};

static const int64_t regions[] = { REGION, FOREIGN, INT64_C(330108001000), INT64_C(330108002000) };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool next_body(struct app_directory *d, int64_t after, struct app_body_entry *ret)
{
    (void)d;
    for (size_t i = 0; i < COUNT(bodies); i++) {
        if (bodies[i].id > after) {
            *ret = bodies[i];
            return true;
        }
    }
    return false;
}

static bool next_staff(struct app_directory *d, int64_t after, struct app_staff_entry *ret)
{
    (void)d;
    for (size_t i = 0; i < COUNT(people); i++) {
        if (people[i].id > after) {
            *ret = people[i];
            return true;
        }
    }
    return false;
}

static bool body(struct app_directory *d, int64_t id, struct app_body_entry *ret)
{
    return next_body(d, id - 1, ret) && ret->id == id;
}

static bool staff(struct app_directory *d, int64_t id, struct app_staff_entry *ret)
{
    return next_staff(d, id - 1, ret) && ret->id == id;
}

static bool region(struct app_directory *d, int64_t code)
{
    (void)d;
    for (size_t i = 0; i < COUNT(regions); i++) {
        if (regions[i] == code)
            return true;
    }
    return false;
}

/* The smallest of the regions that is not below code; a region's name is its code. */
static bool region_from(struct app_directory *d, int64_t code, struct app_region_entry *ret)
{
    static char name[YM_REGION_TEXT_MAX];

    (void)d;
    *ret = (struct app_region_entry){ .code = 0 };
    for (size_t i = 0; i < COUNT(regions); i++) {
        if (regions[i] >= code && (ret->code == 0 || regions[i] < ret->code))
            ret->code = regions[i];
    }
    ym_region_print(ret->code, name);
    ret->name = ym_span_of(name);
    return ret->code != 0;
}

const struct app_directory_ops world_directory_ops = {
    .body = body,
    .staff = staff,
    .region = region,
    .next_body = next_body,
    .next_staff = next_staff,
    .region_from = region_from,
};
