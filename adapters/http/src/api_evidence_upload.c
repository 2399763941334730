/* SPDX-License-Identifier: Apache-2.0 */
/* Attachments on their way in: POST /disputes/{id}/attachments, PUT …/{n}/parts/{i}, and DELETE
 * …/{n} for one that is given up. A call that is cut off may be repeated, each as it is: the same
 * request begins the same upload, and the same part is stored once. */
#include <string.h>

#include "api_evidence.h"

#define LABEL_PRINT YM_SPAN("yima attachment part print")

/* ---- Beginning ---- */

static void on_begun(void *arg, enum ym_err err, const struct app_upload *upload)
{
    struct api_file *f = arg;

    if (err != YM_E_OK) {
        api_file_undone(f, err,
                        "this file was not begun: the dispute has as many files, or as many bytes, "
                        "as it may have or as one party may put in (bring what is left to the "
                        "mediator or the window), or eight of yours are unfinished (finish one or "
                        "give it up), or this upload is over (send a new Idempotency-Key)");
        return;
    }
    api_put_upload(&f->op->w, upload);
    api_op_json(f->op, 201);
}

/* What is undisputed both sides know, and a court may; what a party gives to all it shows to the
 * parties. What a court sees the parties see: they must be able to answer to it (民事诉讼法 71). */
static uint8_t shown(const struct api_file *f, unsigned kind)
{
    const struct json_evidence *e = f->evidence;
    const bool is_party = ym_role_relation((enum ym_role)f->op->caller->actor.role) == YM_REL_SEAT;
    unsigned set = 0;

    if (kind == APP_NOTE_UNDISPUTED)
        return APP_SHOWN_ALL;
    if (kind != APP_NOTE_NEUTRAL)
        return 0;
    if (e->to_parties || is_party)
        set |= APP_SHOWN_PARTIES;
    if (e->to_court)
        set |= APP_SHOWN_ALL;
    return (uint8_t)set;
}

static bool seal_head(struct api_file *f, struct app_paper *row)
{
    const struct app_secrets *s = f->op->api->config.secrets;
    struct app_paper_head head = { .name = f->evidence->name };
    char room[APP_PAPER_HEAD_BYTES_MAX];
    char label[APP_FILE_LABEL_MAX];

    memcpy(head.sha256, f->evidence->sha256, sizeof(head.sha256));
    s->random(head.salt, sizeof(head.salt));
    return api_file_seal(f, app_paper_label(f->op->id, row->id, label),
                         app_paper_head_pack(&head, room), &row->head);
}

static void begin(struct api_file *f, unsigned kind, unsigned purpose)
{
    struct api *api = f->op->api;
    const struct app_caller *c = f->op->caller;
    const struct app_paper_owner owner = app_paper_owner_of(c);
    struct app_paper row = { .kind = (uint8_t)kind,
                             .purpose = (uint8_t)purpose,
                             .shown = shown(f, kind),
                             .seat = f->evidence->seat,
                             .role = owner.role,
                             .author_seat = owner.seat,
                             .staff = owner.staff,
                             .confidant = kind == APP_NOTE_CAUCUS ? f->dispute.mediator : 0,
                             .at = api_now(api),
                             .bytes = f->evidence->bytes,
                             .author = ym_span_of(c->name) };

    row.id = app_file_id(api->config.secrets, row.at);
    if (seal_head(f, &row))
        api->config.evidence->ops->begin(api->config.evidence, f->op->id, &row, &f->key, on_begun,
                                         f);
}

/* NULL, or what is wrong with what kind of paper this shall be. */
static const char *wish_fault(const struct api_file *f, unsigned kind)
{
    const bool is_shown = f->evidence->to_parties || f->evidence->to_court;

    if (kind == APP_NOTE_CAUCUS && f->dispute.mediator == 0)
        return "no mediator has this dispute yet: nobody could read what is given in confidence";
    if (is_shown && (kind == APP_NOTE_CAUCUS || kind == APP_NOTE_CONCESSION))
        return "what is said in confidence, or is a concession, is shown to nobody else: leave "
               "parties and court out, or choose neutral";
    return NULL;
}

static void judge(struct api_file *f)
{
    const struct json_evidence *e = f->evidence;
    const int kind = app_note_find(e->kind);
    const int purpose = app_paper_purpose_find(e->purpose);
    const char *name_fault = app_paper_name_fault(e->name);

    if (kind < 0)
        api_file_mistake(f, "/kind", "takes neutral, concession, undisputed or caucus");
    else if (purpose < 0)
        api_file_mistake(f, "/purpose",
                         "takes evidence, identity, signature_scan, performance, ruling or other");
    else if (name_fault != NULL)
        api_file_mistake(f, "/name", "%s", name_fault);
    else if (!app_media_is_called(e->name))
        api_file_mistake(f, "/name", "this kind of file is not taken; taken are %s",
                         app_media_taken());
    else if (e->seat < YM_SEATS_MAX && e->seat >= f->dispute.seats)
        api_file_mistake(f, "/seat", "this dispute has %u parties, counted from 0",
                         f->dispute.seats);
    else if (!app_paper_may_write(f->op->caller, &f->dispute, (unsigned)kind))
        api_op_error(f->op, YM_E_FORBIDDEN,
                     "in this role nobody puts in a file of this kind: parties give neutral ones, "
                     "or in confidence to the mediator (caucus)");
    else if (wish_fault(f, (unsigned)kind) != NULL)
        api_file_mistake(f, "/kind", "%s", wish_fault(f, (unsigned)kind));
    else
        begin(f, (unsigned)kind, (unsigned)purpose);
}

void api_post_paper(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_file *f = api_paper_begin(api, rq);
    struct ym_error err;

    if (f == NULL)
        return;
    f->evidence = ym_arena_alloc(&f->op->arena, 1, sizeof(*f->evidence));
    if (f->evidence == NULL)
        api_op_error(f->op, YM_E_BUSY, "no memory for this request; try again in a moment");
    else if (json_evidence_read(rq->body, &f->op->arena, f->evidence, &api->mistakes, &err) !=
             YM_E_OK)
        api_file_wrong(f, &err);
    else
        api_file_read(f, judge);
}

/* ---- A part ---- */

static void on_put(void *arg, enum ym_err err)
{
    struct api_paper_job *job = arg;
    struct api_file *f = job->f;

    api_paper_job_free(job);
    if (err == YM_E_OK) {
        ym_http_reply_bytes(f->op->rq, 204, NULL, (struct ym_span){ NULL, 0 });
        api_op_end(f->op);
    } else if (err == YM_E_NOT_FOUND) {
        api_op_error(f->op, YM_E_GONE, "this upload is over; begin it anew");
    } else {
        api_file_undone(f, err,
                        "this part came before with other bytes: the file was changed meanwhile; "
                        "give this upload up and begin anew");
    }
}

static void on_sealed(void *arg)
{
    struct api_paper_job *job = arg;
    struct api_file *f = job->f;
    struct app_evidence *evidence = f->op->api->config.evidence;
    struct app_paper_piece piece = { .dispute = job->dispute,
                                     .paper = job->paper.id,
                                     .owner = app_paper_owner_of(f->op->caller),
                                     .part = job->part,
                                     .now = api_now(f->op->api),
                                     .sealed = job->out };

    if (!job->is_good) {
        api_paper_job_free(job);
        api_op_error(f->op, YM_E_UNAVAILABLE, "this part could not be sealed; try again");
        return;
    }
    memcpy(piece.print, job->print, sizeof(piece.print));
    evidence->ops->put(evidence, &piece, on_put, job);
}

/* On another thread. */
static void seal_part(void *arg)
{
    struct api_paper_job *job = arg;
    const struct app_secrets *s = job->secrets;
    unsigned char hash[32];
    char room[APP_FILE_LABEL_MAX];
    const struct ym_span label = app_paper_part_label(job->dispute, job->paper.id, job->part, room);

    s->keyed_hash(s->ring, LABEL_PRINT, job->in, hash);
    memcpy(job->print, hash, sizeof(job->print));
    job->is_good = s->seal(s->ring, label, job->in, &job->arena, &job->out, NULL) == YM_E_OK;
}

static void take_part(struct api_file *f)
{
    struct api_paper_job *job = api_paper_job_new(f);

    if (job == NULL)
        return;
    job->paper.id = f->id;
    job->part = (uint16_t)f->limit;
    job->in = f->op->rq->body; /* lives until the answer */
    if (api_paper_offload(job, seal_part, on_sealed))
        return;
    api_paper_job_free(job);
    api_op_error(f->op, YM_E_BUSY, "too many files are on their way; try again in a moment");
}

static void on_look(void *arg, enum ym_err err, const struct app_upload *upload)
{
    struct api_file *f = arg;
    uint32_t want;

    if (err == YM_E_NOT_FOUND) {
        api_op_error(f->op, YM_E_NOT_FOUND, "there is no such upload of yours; begin one");
    } else if (err != YM_E_OK) {
        api_op_unread(f->op, err);
    } else if (f->limit >= upload->parts) {
        api_op_error(f->op, YM_E_UNPROCESSABLE, "this upload has %u parts, counted from 0",
                     upload->parts);
    } else {
        want = app_paper_part_bytes(upload->paper.bytes, (uint16_t)f->limit);
        if (f->op->rq->body.n != want)
            api_op_error(f->op, YM_E_UNPROCESSABLE,
                         "this part has %zu bytes and must have %u: all have %u, and the last one "
                         "what is left",
                         f->op->rq->body.n, want, API_PAPER_PART_BYTES_MAX);
        else
            take_part(f);
    }
}

static void look(struct api_file *f)
{
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_own own = api_paper_own(f);

    evidence->ops->look(evidence, &own, on_look, f);
}

void api_put_paper_part(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_paper_begin(app, rq);
    int64_t part;

    if (f == NULL)
        return;
    if (!api_decimal(ym_http_param(rq, "i"), 0, (int64_t)APP_PAPER_PARTS_MAX - 1, &part)) {
        api_op_error(f->op, YM_E_NOT_FOUND, "parts are counted from 0 and are at most %u",
                     APP_PAPER_PARTS_MAX);
        return;
    }
    f->limit = (unsigned)part;
    api_file_read(f, look);
}

/* ---- Giving up ---- */

static void on_given_up(void *arg, enum ym_err err)
{
    struct api_file *f = arg;

    if (err == YM_E_NOT_FOUND) {
        api_op_error(f->op, err,
                     "there is no unfinished upload of yours here; what is on file "
                     "stays there");
    } else if (err != YM_E_OK) {
        api_op_unread(f->op, err);
    } else {
        ym_http_reply_bytes(f->op->rq, 204, NULL, (struct ym_span){ NULL, 0 });
        api_op_end(f->op);
    }
}

static void give_up(struct api_file *f)
{
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_own own = api_paper_own(f);

    evidence->ops->give_up(evidence, &own, api_now(f->op->api), on_given_up, f);
}

void api_delete_paper(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_paper_begin(app, rq);

    if (f != NULL)
        api_file_read(f, give_up);
}
