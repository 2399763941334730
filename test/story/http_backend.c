/* SPDX-License-Identifier: Apache-2.0 */
#include "http_backend.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bodies.h"

#define PATH_BYTES  160
#define PATIENCE_MS 15000 /* for a deadline to be fired; the table is asked every 3 seconds */
#define LOOK_MS     50

struct http_backend {
    struct story_backend backend;
    const struct ym_procedures *procedures;
    struct house *house;
    struct reply_dispute dispute; /* at hand; id "": not registered */
    uint32_t told;                /* events that the story has told of */
    struct story_seen last;       /* how the dispute stood after the last of them */
};

static struct http_backend *backend_of(struct story_backend *b)
{
    return (struct http_backend *)(void *)b;
}

static void begin(struct story_backend *b)
{
    backend_of(b)->dispute = (struct reply_dispute){ .id = "" };
    backend_of(b)->told = 0;
}

__attribute__((format(printf, 2, 3))) static void fault(struct story_seen *ret, const char *format,
                                                        ...)
{
    va_list args;

    va_start(args, format);
    (void)vsnprintf(ret->fault, sizeof(ret->fault), format, args);
    va_end(args);
}

/* ---- Looking ---- */

static const char *observer(const struct http_backend *b)
{
    return house_token(b->house,
                       &(struct house_holder){ .role = YM_ROLE_ADMIN, .seat = YM_SEAT_NONE });
}

static struct wire_reply get(const struct http_backend *b, const char *path)
{
    return wire_ask(house_wire(b->house),
                    &(struct wire_request){ .method = "GET", .path = path, .token = observer(b) });
}

/* The dispute as it stands; what was seen before of an act is kept. */
static void look_at(struct http_backend *b, struct story_seen *ret)
{
    struct wire_reply reply;
    char path[PATH_BYTES];

    (void)snprintf(path, sizeof(path), "/api/v1/disputes/%s", b->dispute.id);
    reply = get(b, path);
    ret->nclocks = 0;
    if (reply.status != 200 || !reply_read_dispute(reply.body, b->procedures, &b->dispute, ret))
        fault(ret, "GET %s: %d %.120s", path, reply.status,
              reply.status != 0 ? reply.body.at : "no reply");
}

/* Of deadlines that end at one time the story has told of some, when the service fired all. */
static void look(struct story_backend *backend, struct story_seen *ret)
{
    struct http_backend *const b = backend_of(backend);

    memset(ret, 0, sizeof(*ret));
    if (b->dispute.id[0] == '\0')
        return;
    look_at(b, ret);
    if (ret->fault[0] == '\0' && b->dispute.version != b->told)
        *ret = b->last;
}

/* ---- Deadlines ---- */

struct watch {
    const struct http_backend *b;
    uint8_t deadline;
    bool is_there;
    uint32_t seq;
    struct story_seen seen;
};

static bool take_expiry(void *arg, const struct reply_event *event, const struct story_seen *seen)
{
    struct watch *const w = arg;

    if (event->is_expiry && event->deadline == w->deadline) {
        const struct ym_rule *const rule = ym_procedure_rule(event->p, event->rule);

        w->is_there = true;
        w->seq = event->seq;
        w->seen = w->b->last;
        memcpy(w->seen.state, seen->state, sizeof(w->seen.state));
        w->seen.colour = seen->colour;
        w->seen.rule = seen->rule;
        w->seen.documents = rule != NULL ? rule->documents : 0;
        if (!reply_apply_clocks(event, &w->seen))
            fault(&w->seen, "too many clocks");
    } else {
        fault(&w->seen, "event %u by rule %u came first", event->seq, event->rule);
    }
    return false;
}

/* Wait until the service has acted; then the act is the next event. */
static void await(struct http_backend *b, uint8_t deadline, struct story_seen *ret)
{
    const struct timespec pause = { .tv_nsec = LOOK_MS * 1000000L };
    struct watch w = { .b = b, .deadline = deadline };
    char path[PATH_BYTES];

    (void)snprintf(path, sizeof(path), "/api/v1/disputes/%s/events?after=%u", b->dispute.id,
                   b->told);
    for (int waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
        const struct wire_reply reply = get(b, path);

        if (reply.status != 200 || !reply_read_events(reply.body, b->procedures, take_expiry, &w))
            fault(&w.seen, "GET %s: %d", path, reply.status);
        if (w.is_there || w.seen.fault[0] != '\0')
            break;
        (void)nanosleep(&pause, NULL);
    }
    *ret = w.seen;
    if (w.is_there)
        b->told = w.seq;
    else if (ret->fault[0] == '\0')
        fault(ret, "nothing fired");
}

static void expire(struct http_backend *b, const struct story_act *act, struct story_seen *ret)
{
    const int deadline = ym_procedure_deadline(b->dispute.p, act->fields[0].value);

    if (deadline < 0) {
        fault(ret, "there is no such deadline");
        return;
    }
    await(b, (uint8_t)deadline, ret);
}

/* ---- Everything else ---- */

/* Parties register through a platform that knows who they are, and holds a token of its own; the
 * token of a party is bound to the dispute that there is not yet. */
static const char *token_of(const struct http_backend *b, const struct story_act *act)
{
    struct house_holder who = { .role = act->by.role, .seat = act->by.seat, .of = act->by.of };
    const bool has_seat = ym_role_relation(who.role) == YM_REL_SEAT;

    if (has_seat && act->command == YM_CMD_REGISTER)
        who = (struct house_holder){ .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE };
    else if (has_seat)
        who.dispute = b->dispute.id;
    return house_token(b->house, &who);
}

static bool may_look(const struct http_backend *b, const struct story_act *act)
{
    const struct story_name *const name = story_name_find(act->by.of);
    struct ym_actor a = { .role = (uint8_t)act->by.role, .seat = act->by.seat };

    if (name != NULL) {
        a.body = name->body != 0 ? name->body : name->id;
        a.staff = name->body != 0 ? name->id : 0;
        a.region = name->region;
    }
    return ym_actor_may_read(&a, &b->dispute.relations);
}

/* Who may not look at the dispute is told that there is none, whatever the reason. */
static void take_refusal(const struct http_backend *b, const struct story_act *act,
                         const struct wire_reply *reply, struct story_seen *ret)
{
    const bool is_hidden = act->command != YM_CMD_REGISTER && !may_look(b, act);

    if (is_hidden && reply->status == 404) {
        ret->refusal = ym_word(YM_VOCAB_REFUSAL, YM_REFUSAL_RELATION)->code;
        ret->is_hidden = true;
    } else if (!is_hidden && reply->status == 403 && act->command == YM_CMD_MIGRATE &&
               act->by.role != YM_ROLE_ADMIN) { /* refused before the procedure is asked */
        ret->refusal = ym_word(YM_VOCAB_REFUSAL, YM_REFUSAL_ROLE)->code;
    } else if (is_hidden || (reply->status != 403 && reply->status != 409) ||
               !reply_read_refusal(reply->body, ret)) {
        fault(ret, "%d %.180s", reply->status, reply->status != 0 ? reply->body.at : "no reply");
    }
}

static void post(struct http_backend *b, const struct story_act *act, struct ym_span body,
                 struct story_seen *ret)
{
    struct wire_request rq = { .method = "POST", .body = body };
    struct wire_reply reply;
    char path[PATH_BYTES] = "/api/v1/disputes";
    char key[32];

    if (act->command != YM_CMD_REGISTER)
        (void)snprintf(path, sizeof(path), "/api/v1/disputes/%s/commands", b->dispute.id);
    (void)snprintf(key, sizeof(key), "story-%ld", house_count(b->house));
    rq.path = path;
    rq.key = key;
    rq.token = token_of(b, act);
    reply = wire_ask(house_wire(b->house), &rq);
    if (reply.status != 200 && reply.status != 201) {
        take_refusal(b, act, &reply, ret);
        return;
    }
    if (!reply_read_outcome(reply.body, b->procedures, &b->dispute, ret))
        fault(ret, "the answer cannot be read: %.180s", reply.body.at);
    else if (b->dispute.version != ++b->told)
        fault(ret, "something happened before that the story does not tell of");
}

static void send_act(struct http_backend *b, const struct story_act *act, struct story_seen *ret)
{
    struct ym_buf body;

    ym_buf_init(&body, JSON_INTAKE_BYTES_MAX);
    if (act->command == YM_CMD_REGISTER ? body_write_intake(&body, act)
                                        : body_write_command(&body, act))
        post(b, act, ym_buf_span(&body), ret);
    else
        fault(ret, "a name is not among those of cast.c, or a field is unknown");
    ym_buf_release(&body);
}

/* How the dispute stands after an act must be what the answer to it said. */
static void look_after(struct http_backend *b, const struct story_act *act, struct story_seen *ret)
{
    struct story_seen view = *ret;

    look_at(b, &view);
    if (view.fault[0] != '\0' || b->dispute.version == b->told) {
        for (int t = 0; ret->refusal == NULL && t < YM_TRACKS; t++)
            if (view.state[t] != ret->state[t] || view.colour != ret->colour)
                fault(&view, "the answer and the dispute do not agree");
        *ret = view;
    } else if (act->command != YM_CMD_EXPIRE) {
        fault(ret, "version %u, but %u events were told", b->dispute.version, b->told);
    }
}

static void act(struct story_backend *backend, const struct story_act *act, struct story_seen *ret)
{
    struct http_backend *const b = backend_of(backend);
    const struct ym_procedure *p = b->dispute.p;

    memset(ret, 0, sizeof(*ret));
    if (b->dispute.id[0] == '\0' && act->command != YM_CMD_REGISTER) {
        fault(ret, "there is no dispute");
        return;
    }
    house_move(b->house, act->at);
    if (act->command == YM_CMD_EXPIRE)
        expire(b, act, ret);
    else
        send_act(b, act, ret);
    if (ret->fault[0] != '\0' || b->dispute.id[0] == '\0')
        return;
    look_after(b, act, ret);
    /* The rule that answered is this one's, also when it was left. */
    b->last = *ret;
    b->last.refusal = NULL;
    if (p != NULL)
        ret->procedure = p->id;
}

struct story_backend *http_backend_new(const struct ym_procedures *procedures, struct house *house)
{
    static const struct story_ops ops = { .begin = begin, .act = act, .look = look };
    struct http_backend *const b = calloc(1, sizeof(*b));

    if (b == NULL)
        return NULL;
    b->backend.ops = &ops;
    b->procedures = procedures;
    b->house = house;
    return &b->backend;
}

void http_backend_free(struct story_backend *b)
{
    free(b);
}

const struct reply_dispute *http_backend_dispute(const struct story_backend *b)
{
    return &((const struct http_backend *)(const void *)b)->dispute;
}

struct wire_reply http_backend_get(struct story_backend *backend, const char *tail)
{
    struct http_backend *const b = backend_of(backend);
    char path[PATH_BYTES];

    (void)snprintf(path, sizeof(path), "/api/v1/disputes/%s%s", b->dispute.id, tail);
    return get(b, path);
}
