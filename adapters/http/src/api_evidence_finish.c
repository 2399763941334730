/* SPDX-License-Identifier: Apache-2.0 */
/* POST /disputes/{id}/attachments/{n}/finish.
 *
 *   LOOK ─ all parts there ─> [OPEN each part: open, look, hash] ─> CHECK ─> ATTACH ─> READ
 *     ├─ some are missing: 409, with which     └─ not what was announced, or not taken: 422, and
 * the ├─ CHECKED already ─> ATTACH                upload is over └─ ATTACHED already ─> READ
 *
 * A kill between any two of these leaves a state from which the same call goes on; the command
 * bears a key made of the attachment, so its event happens once. */
#include <stdio.h>
#include <string.h>

#include "api_evidence.h"

#define HEX_CHARS     64
#define COMMAND_BYTES 256

static void put_hex(const unsigned char hash[32], char ret[HEX_CHARS + 1])
{
    for (size_t i = 0; i < 32; i++)
        (void)snprintf(ret + 2 * i, 3, "%02x", hash[i]);
}

/* ---- Read back ---- */

static void on_papers(void *arg, enum ym_err err, const struct app_paper *rows, size_t n)
{
    struct api_file *f = arg;

    if (err != YM_E_OK || n != 1) {
        api_op_unread(f->op, err != YM_E_OK ? err : YM_E_INTERNAL);
        return;
    }
    api_put_paper(f, rows);
    api_op_json(f->op, 201);
}

static void read_back(struct api_file *f)
{
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_query query = { .sight = app_file_sight(f->op->caller, &f->dispute),
                                           .id = f->id,
                                           .part = -1 };

    evidence->ops->papers(evidence, f->op->id, &query, on_papers, f);
}

/* ---- The event ---- */

static void on_attached(struct api_work *w, const struct app_outcome *out)
{
    struct api_op *op = (struct api_op *)(void *)((char *)w - offsetof(struct api_op, work));
    struct api_file *f = op->file;
    struct ym_error err;

    if (out->err == YM_E_OK) {
        read_back(f);
        return;
    }
    api_outcome_error(op->api, out, &err);
    json_put_object(&op->w);
    api_put_refusal(&op->w, op->api, out);
    json_put_object_end(&op->w);
    api_op_problem(op, &err);
}

static enum ym_err prepare(struct api_file *f, const unsigned char commitment[32],
                           struct ym_error *reterr)
{
    struct api_op *op = f->op;
    struct api_work *w = &op->work;
    struct json_command jc;
    char hex[HEX_CHARS + 1];
    char text[COMMAND_BYTES];
    enum ym_err err;
    int n;

    put_hex(commitment, hex);
    n = snprintf(text, sizeof(text),
                 "{\"command\":\"attach\",\"attachment\":\"%lld\",\"sha256\":\"%s\"}",
                 (long long)f->id, hex);
    err = json_command_examine((struct ym_span){ text, (size_t)n }, &op->arena, &jc,
                               &op->api->mistakes, reterr);
    if (err != YM_E_OK)
        return err;
    w->api = op->api;
    w->caller = op->caller;
    w->arena = &op->arena;
    w->target = NULL;
    w->request = (struct app_request){ .cmd = jc.cmd, .dispute = op->id };
    w->request.cmd.at = api_now(op->api);
    w->request.cmd.by = op->caller->actor;
    app_paper_key(op->api->config.secrets, op->id, f->id, &w->request.key);
    return YM_E_OK;
}

static void attach(struct api_file *f, const unsigned char commitment[32])
{
    struct ym_error err;

    f->op->file = f;
    if (prepare(f, commitment, &err) != YM_E_OK ||
        api_work_submit(&f->op->work, on_attached, &err) != YM_E_OK)
        api_op_problem(f->op, &err);
}

/* ---- Refusals that end the upload ---- */

static void on_over(void *arg, enum ym_err err)
{
    struct api_file *f = arg;

    (void)err; /* one that could not be given up is swept */
    api_op_problem(f->op, f->error);
}

static void refuse(struct api_file *f, enum app_media_fault fault, const char *text)
{
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_own own = api_paper_own(f);
    struct json_out *w = &f->op->w;

    f->error = ym_arena_alloc(&f->op->arena, 1, sizeof(*f->error));
    if (f->error == NULL) {
        api_op_error(f->op, YM_E_UNPROCESSABLE, "%s", text);
        return;
    }
    (void)ym_fail(f->error, YM_E_UNPROCESSABLE, "%s", text);
    if (fault != APP_FAULT_NONE) {
        json_put_object(w);
        json_add_named(w, "fault", app_media_fault_word(fault));
        json_add_word(w, "taken", app_media_taken());
        json_put_object_end(w);
    }
    evidence->ops->give_up(evidence, &own, api_now(f->op->api), on_over, f);
}

static void refuse_type(struct api_file *f, enum app_media_fault fault)
{
    char text[sizeof(f->error->text)];

    (void)snprintf(text, sizeof(text),
                   "%s; taken are %s. Save the file as one of them (an old "
                   ".doc or .xls as .docx, .xlsx or PDF) and send it anew",
                   app_media_fault_word(fault)->en, app_media_taken());
    refuse(f, fault, text);
}

/* ---- Looking ---- */

static void on_checked(void *arg, enum ym_err err)
{
    struct api_paper_job *job = arg;
    struct api_file *f = job->f;
    unsigned char commitment[32];

    memcpy(commitment, job->paper.commitment, sizeof(commitment));
    api_paper_job_free(job);
    if (err == YM_E_OK)
        attach(f, commitment);
    else if (err == YM_E_CONFLICT)
        api_op_error(f->op, YM_E_GONE, "this upload is over; begin it anew");
    else
        api_op_unread(f->op, err);
}

static void judge(struct api_paper_job *job)
{
    struct api_file *f = job->f;
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct ym_span name = job->head.name;
    unsigned char sha256[32];
    enum app_media media = APP_MEDIA_TEXT;
    enum app_media_fault fault;

    job->secrets->digest_end(&job->content, sha256);
    job->secrets->digest_end(&job->bound, job->paper.commitment);
    fault = app_media_end(&job->look, name, &media);
    if (memcmp(sha256, job->head.sha256, sizeof(sha256)) != 0) {
        api_paper_job_free(job);
        refuse(f, APP_FAULT_NONE,
               "what arrived has not the SHA-256 that was announced: the file was changed on the "
               "way; send it anew");
    } else if (fault != APP_FAULT_NONE) {
        api_paper_job_free(job);
        refuse_type(f, fault);
    } else {
        job->paper.media = (uint8_t)media;
        evidence->ops->check(evidence, f->op->id, &job->paper, api_now(f->op->api), on_checked,
                             job);
    }
}

static void next_part(struct api_paper_job *job);

static void fail(struct api_paper_job *job, enum ym_err err, const char *text)
{
    struct api_file *f = job->f;

    api_paper_job_free(job);
    api_op_error(f->op, err, "%s", text);
}

static void on_looked(void *arg)
{
    struct api_paper_job *job = arg;

    if (!job->is_good) {
        fail(job, YM_E_INTERNAL, "a part of an attachment does not open");
        return;
    }
    job->part++;
    next_part(job);
}

/* On another thread. */
static void look_at_part(void *arg)
{
    struct api_paper_job *job = arg;
    const struct app_secrets *s = job->secrets;

    if (!job->is_good)
        return;
    s->digest_add(&job->content, job->out);
    s->digest_add(&job->bound, job->out);
    app_media_add(&job->look, job->out);
}

static void on_opened(void *arg)
{
    struct api_paper_job *job = arg;

    if (!api_paper_offload(job, look_at_part, on_looked))
        fail(job, YM_E_BUSY, "too many files are on their way; try again in a moment");
}

static void on_part(void *arg, enum ym_err err, const struct app_paper *paper,
                    struct ym_span sealed)
{
    struct api_paper_job *job = arg;

    (void)paper;
    if (err != YM_E_OK) {
        struct api_file *f = job->f;

        api_paper_job_free(job);
        if (err == YM_E_NOT_FOUND)
            api_op_error(f->op, YM_E_GONE, "this upload is over; begin it anew");
        else
            api_op_unread(f->op, err);
    } else if (!api_paper_open(job, sealed, on_opened)) {
        fail(job, YM_E_BUSY, "too many files are on their way; try again in a moment");
    }
}

static void next_part(struct api_paper_job *job)
{
    struct api_file *f = job->f;
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_own own = api_paper_own(f);

    if (job->part == app_paper_parts(job->paper.bytes))
        judge(job);
    else
        evidence->ops->own_part(evidence, &own, job->part, on_part, job);
}

static void look_through(struct api_file *f, const struct app_paper *paper)
{
    struct api_paper_job *job;
    struct app_paper_head head;

    if (!api_paper_head(f, paper, &head)) {
        api_op_error(f->op, YM_E_INTERNAL, "the head of an attachment does not open");
        return;
    }
    job = api_paper_job_new(f);
    if (job == NULL)
        return;
    job->paper = *paper;
    job->paper.author = job->paper.head = (struct ym_span){ NULL, 0 };
    job->head = head; /* its name lies in f's arena */
    job->secrets->digest_begin(&job->content);
    job->secrets->digest_begin(&job->bound);
    job->secrets->digest_add(&job->bound,
                             (struct ym_span){ (const char *)head.salt, sizeof(head.salt) });
    app_media_begin(&job->look);
    next_part(job);
}

static void on_upload(void *arg, enum ym_err err, const struct app_upload *u)
{
    struct api_file *f = arg;

    if (err == YM_E_NOT_FOUND) {
        api_op_error(f->op, YM_E_NOT_FOUND, "there is no such upload of yours; begin one");
    } else if (err != YM_E_OK) {
        api_op_unread(f->op, err);
    } else if (u->paper.state == APP_PAPER_ATTACHED) {
        read_back(f);
    } else if (u->paper.state == APP_PAPER_CHECKED) {
        attach(f, u->paper.commitment);
    } else if (u->received < u->parts) {
        api_put_upload(&f->op->w, u);
        api_op_error(f->op, YM_E_CONFLICT, "%u of %u parts have not arrived; missing says which",
                     (unsigned)(u->parts - u->received), u->parts);
    } else {
        look_through(f, &u->paper);
    }
}

static void begin(struct api_file *f)
{
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_own own = api_paper_own(f);

    evidence->ops->look(evidence, &own, on_upload, f);
}

void api_post_paper_finish(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_paper_begin(app, rq);

    if (f != NULL)
        api_file_read(f, begin);
}
