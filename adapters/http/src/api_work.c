/* SPDX-License-Identifier: Apache-2.0 */
/* From a decoded body to a command that the application takes, and back. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "api_private.h"
#include "yima/migration.h"
#include "yima/number.h"

static struct ym_span who(const struct api_work *w)
{
    return ym_span_of(w->caller->name);
}

static bool is_office(const struct api_work *w)
{
    return w->caller->actor.role == YM_ROLE_ADMIN || w->caller->actor.role == YM_ROLE_JOB;
}

static enum ym_err no_procedure(const struct api_work *w, struct ym_error *reterr)
{
    static const char text[] =
        "there is none of this name or for this day; GET /api/v1/procedures lists them";

    (void)ym_mistakes_add(&w->api->mistakes, "/procedure", "unknown", text);
    return ym_fail(reterr, YM_E_UNPROCESSABLE, "/procedure: %s", text);
}

/* ---- Registration ---- */

static enum ym_err choose_procedure(const struct api_work *w, struct ym_span name, ym_usec now,
                                    uint16_t *ret, struct ym_error *reterr)
{
    const struct ym_procedure *p;

    if (name.n > 0 && !is_office(w))
        return ym_fail(reterr, YM_E_FORBIDDEN,
                       "only administrators and jobs may name a procedure; leave it out");
    p = name.n > 0 ? api_procedure_find(w->api, name)
                   : ym_procedures_on(w->api->config.procedures, ym_day_of(now));
    if (p == NULL)
        return no_procedure(w, reterr);
    *ret = p->number;
    return YM_E_OK;
}

static enum ym_err prepare_intake(struct api_work *w, const struct json_intake *in, ym_usec now,
                                  struct ym_error *reterr)
{
    const struct ym_intake_words words = { .title = in->title,
                                           .description = in->description,
                                           .external_ref = in->external_ref,
                                           .amount_fen = in->amount_fen,
                                           .nparties = in->nparties,
                                           .parties = in->parties };
    enum ym_err err =
        app_desk_id(w->api->config.desk, &w->request.key, now, &w->request.dispute, reterr);

    if (err != YM_E_OK)
        return err;
    w->request.intake = &w->intake;
    return app_desk_prepare(w->api->config.desk, &words, w->request.dispute, w->arena, &w->intake,
                            reterr);
}

enum ym_err api_work_intake(struct api_work *w, struct ym_span body, struct ym_span key,
                            struct ym_error *reterr)
{
    const struct api_config *config = &w->api->config;
    const ym_usec now = api_now(w->api);
    struct ym_command *c = &w->request.cmd;
    struct json_intake in;
    enum ym_err err;

    ym_mistakes_clear(&w->api->mistakes);
    err = json_intake_examine(body, w->arena, &in, &w->api->mistakes, reterr);
    if (err != YM_E_OK)
        return err;
    w->request = (struct app_request){ .cmd = { .kind = YM_CMD_REGISTER,
                                                .deadline = YM_DEADLINE_NONE,
                                                .date = YM_DAY_NONE,
                                                .harm = in.harm,
                                                .urgency = in.urgency,
                                                .scope = in.scope,
                                                .at = now,
                                                .by = w->caller->actor,
                                                .reg = in.reg,
                                                .detail = in.detail } };
    if (w->caller->dispute.v != 0)
        return ym_fail(reterr, YM_E_FORBIDDEN,
                       "this token belongs to one dispute and registers no other");
    if (c->reg.body == 0)
        c->reg.body = w->caller->actor.body;
    err = choose_procedure(w, in.procedure, now, &c->reg.procedure, reterr);
    if (err == YM_E_OK)
        err = app_references_check(config->directory, config->procedures, c, &w->api->mistakes,
                                   reterr);
    if (err != YM_E_OK)
        return err;
    app_request_key(config->secrets, who(w), YM_SPAN("/disputes"), key, body, &w->request.key);
    return prepare_intake(w, &in, now, reterr);
}

/* ---- Other commands ---- */

static enum ym_err take_migration(struct api_work *w, const struct json_command *jc,
                                  struct ym_error *reterr)
{
    if ((jc->cmd.fields & YM_FB(PLAN)) != 0)
        return ym_fail(
            reterr, YM_E_UNPROCESSABLE,
            "/plan: a plan moves its disputes by itself; leave it out, or begin one with "
            "POST /api/v1/migrations");
    w->target = api_procedure_find(w->api, jc->procedure);
    if (w->target == NULL)
        return no_procedure(w, reterr);
    return YM_E_OK;
}

/* What decoding cannot settle: who may name what, and what must be made first. */
static enum ym_err complete(struct api_work *w, const struct json_command *jc,
                            struct ym_error *reterr)
{
    switch ((int)jc->cmd.kind) {
    case YM_CMD_EXPIRE:
        return ym_fail(reterr, YM_E_FORBIDDEN, "deadlines pass by themselves; nobody sends expire");
    case YM_CMD_ATTACH:
        return ym_fail(reterr, YM_E_FORBIDDEN,
                       "a file is put on record by finishing its upload: POST "
                       "/disputes/{id}/attachments, its parts, then finish");
    case YM_CMD_MIGRATE:
        return take_migration(w, jc, reterr);
    case YM_CMD_REISSUE_CODE:
        app_desk_token(w->api->config.desk, w->request.dispute, &w->token);
        w->request.token = &w->token;
        return YM_E_OK;
    case YM_CMD_CORRECT:
        w->correction = jc->correction;
        if (w->correction.title.n > 0)
            w->correction.nterms = (uint16_t)app_terms(&w->correction.title, 1, w->arena,
                                                       &w->correction.terms, YM_TERMS_MAX);
        w->request.correction = &w->correction;
        return YM_E_OK;
    default:
        return YM_E_OK;
    }
}

/* A signature on the page is worth what its proof is worth: nobody gives one in another's name, or
 * without having had the document before him. Who came by a session signs nowhere else: a party
 * does not itself record what it signed on paper. */
static enum ym_err check_signing(const struct api_work *w, const struct ym_command *c,
                                 bool is_proven, struct ym_error *reterr)
{
    const bool is_page = (c->fields & YM_FB(SIGNING)) != 0 && c->code == YM_SIGNING_PAGE;
    const bool is_own = c->kind == YM_CMD_SIGN && w->caller->has_session &&
                        ym_role_relation((enum ym_role)w->caller->actor.role) == YM_REL_SEAT;

    if (is_proven || (!is_page && !is_own))
        return YM_E_OK;
    return ym_fail(reterr, YM_E_FORBIDDEN,
                   "/signing: a signature on the page is given by POST /agreement/signature, where "
                   "the signer proves himself; what was signed on paper is recorded by the "
                   "mediator, the body or the window");
}

enum ym_err api_work_command(struct api_work *w, struct ym_id id, struct ym_span body,
                             struct ym_span key, struct ym_error *reterr)
{
    const bool is_proven = w->is_proven;
    const struct api_config *config = &w->api->config;
    char where[YM_NUMBER_COMPACT_MAX];
    struct json_command jc;
    enum ym_err err;

    w->is_proven = false;
    w->target = NULL;
    ym_mistakes_clear(&w->api->mistakes);
    if (!app_caller_may_command(w->caller, id))
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "there is no such dispute, or it is not yours to see");
    err = json_command_examine(body, w->arena, &jc, &w->api->mistakes, reterr);
    if (err != YM_E_OK)
        return err;
    err = check_signing(w, &jc.cmd, is_proven, reterr);
    if (err != YM_E_OK)
        return err;
    w->request = (struct app_request){
        .cmd = jc.cmd, .dispute = id, .expect = jc.version, .code_bar = w->caller->code_bar
    };
    w->request.cmd.at = api_now(w->api);
    w->request.cmd.by = w->caller->actor;
    err = complete(w, &jc, reterr);
    if (err == YM_E_OK)
        err = app_references_check(config->directory, config->procedures, &w->request.cmd,
                                   &w->api->mistakes, reterr);
    if (err != YM_E_OK)
        return err;
    ym_number_compact(id, where);
    app_request_key(config->secrets, who(w), ym_span_of(where), key, body, &w->request.key);
    return YM_E_OK;
}

/* ---- On its way ---- */

static void answer_fault(struct api_work *w, enum ym_err err, const char *text)
{
    const struct app_outcome out = { .err = err, .text = text };

    w->worked(w, &out);
}

static void answer_unread(struct api_work *w, enum ym_err err)
{
    answer_fault(w, err,
                 err == YM_E_NOT_FOUND ? "there is no such dispute, or it is not yours to see"
                                       : "the database did not answer; try again in a moment");
}

static void on_done(void *arg, const struct app_outcome *out);

static void submit_migration(struct api_work *w, const struct ym_dispute *d)
{
    const struct ym_procedure *from = ym_procedures_get(w->api->config.procedures, d->procedure);
    struct ym_migration *map = ym_arena_alloc(w->arena, 1, sizeof(*map));

    if (from == NULL || map == NULL) {
        answer_fault(w, YM_E_UNAVAILABLE, "this program does not know the dispute's procedure");
        return;
    }
    ym_migration_by_name(from, w->target, map);
    w->request.cmd.migration = map;
    if (w->request.expect == 0)
        w->request.expect = d->version; /* the map holds for this version */
    w->state = API_WORK_SUBMITTED;
    if (!app_submit(w->api->config.app, &w->request, on_done, w))
        answer_fault(w, YM_E_BUSY, "more commands are under way than fit; try again in a moment");
}

/* Nobody learns from a refusal that a dispute exists which he may not see. */
static void check_refused(struct api_work *w, enum ym_err err, const struct app_view *view)
{
    if (err == YM_E_OK && app_caller_may_read(w->caller, &view->dispute))
        w->worked(w, &w->outcome);
    else
        answer_unread(w, err == YM_E_OK ? YM_E_NOT_FOUND : err);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct api_work *w = arg;

    assert(w->state != API_WORK_SUBMITTED);
    if (w->state == API_WORK_CHECKING)
        check_refused(w, err, view);
    else if (err == YM_E_OK)
        submit_migration(w, &view->dispute);
    else
        answer_unread(w, err);
}

static bool must_check(const struct api_work *w, const struct app_outcome *out)
{
    return (out->err == YM_E_REFUSED || out->err == YM_E_STALE) &&
           w->request.cmd.kind != YM_CMD_REGISTER &&
           ym_role_relation((enum ym_role)w->caller->actor.role) != YM_REL_ANY;
}

static void on_done(void *arg, const struct app_outcome *out)
{
    struct api_work *w = arg;
    struct app_reader *r = w->api->config.reader;

    if (!must_check(w, out)) {
        w->worked(w, out);
        return;
    }
    w->outcome = *out;
    w->state = API_WORK_CHECKING;
    r->ops->dispute(r, w->request.dispute, on_view, w);
}

enum ym_err api_work_submit(struct api_work *w, api_worked_fn *worked, struct ym_error *reterr)
{
    struct app_reader *r = w->api->config.reader;

    w->worked = worked;
    if (w->target != NULL) {
        w->state = API_WORK_READING;
        r->ops->dispute(r, w->request.dispute, on_view, w);
        return YM_E_OK;
    }
    w->state = API_WORK_SUBMITTED;
    if (app_submit(w->api->config.app, &w->request, on_done, w))
        return YM_E_OK;
    return ym_fail(reterr, YM_E_BUSY,
                   "more commands are under way than fit; try again in a moment");
}
