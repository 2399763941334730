/* SPDX-License-Identifier: Apache-2.0 */
/* What the calls on attachments share: jobs, shapes. */
#include "api_evidence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop/log.h"
#include "yima/number.h"

/* A part sealed and open, and what an arena loses by aligning. */
#define JOB_ARENA_BYTES (2 * (API_PAPER_PART_BYTES_MAX + 256) + 4096)

_Static_assert(JSON_FILE_BYTES_MAX == APP_PAPER_BYTES_MAX, "one limit");
_Static_assert(JSON_FILE_NAME_MAX == APP_PAPER_NAME_CHARS_MAX, "one limit");

struct api_file *api_paper_begin(struct api *api, struct ym_http_request *rq)
{
    struct api_file *f = api_file_begin(api, rq);

    if (f == NULL)
        return NULL;
    if (api->config.evidence == NULL) {
        api_op_error(f->op, YM_E_UNAVAILABLE, "this program keeps no attachments");
        return NULL;
    }
    if (rq->param_n > 1 && !api_decimal(ym_http_param(rq, "n"), 1, APP_FILE_ID_MAX, &f->id)) {
        api_op_error(f->op, YM_E_NOT_FOUND, "there is no such attachment");
        return NULL;
    }
    return f;
}

struct app_paper_own api_paper_own(const struct api_file *f)
{
    return (struct app_paper_own){ f->op->id, f->id, app_paper_owner_of(f->op->caller) };
}

/* ---- Jobs ---- */

static unsigned count(const struct api *api, const char *caller, unsigned *ret_all)
{
    unsigned own = 0;

    *ret_all = 0;
    for (const struct api_paper_job *j = api->papers; j != NULL; j = j->next) {
        (*ret_all)++;
        own += strcmp(j->f->op->caller->name, caller) == 0;
    }
    return own;
}

struct api_paper_job *api_paper_job_new(struct api_file *f)
{
    struct api *api = f->op->api;
    struct api_paper_job *job = NULL;
    unsigned all;
    const unsigned own = count(api, f->op->caller->name, &all);

    if (own >= API_PAPER_JOBS_PER_CALLER) {
        api_op_error(f->op, YM_E_THROTTLED, "%d files of yours are on their way; wait for one",
                     API_PAPER_JOBS_PER_CALLER);
        return NULL;
    }
    if (all < API_PAPER_JOBS)
        job = calloc(1, sizeof(*job));
    if (job == NULL || !ym_arena_init(&job->arena, JOB_ARENA_BYTES)) {
        free(job);
        api_op_error(f->op, YM_E_BUSY, "too many files are on their way; try again in a moment");
        return NULL;
    }
    job->f = f;
    job->secrets = api->config.secrets;
    job->dispute = f->op->id;
    job->next = api->papers;
    api->papers = job;
    return job;
}

void api_paper_job_free(struct api_paper_job *job)
{
    struct api_paper_job **at = &job->f->op->api->papers;

    while (*at != job)
        at = &(*at)->next;
    *at = job->next;
    ym_arena_release(&job->arena);
    free(job);
}

bool api_paper_offload(struct api_paper_job *job, void (*work)(void *job), void (*done)(void *job))
{
    const struct api_config *config = &job->f->op->api->config;

    return config->offload != NULL && config->offload(config->offload_arg, work, done, job);
}

/* On another thread. */
static void open_part(void *arg)
{
    struct api_paper_job *job = arg;
    char room[APP_FILE_LABEL_MAX];

    job->is_good =
        job->secrets->unseal(job->secrets->ring,
                             app_paper_part_label(job->dispute, job->paper.id, job->part, room),
                             job->in, &job->arena, &job->out, NULL) == YM_E_OK &&
        job->out.n == app_paper_part_bytes(job->paper.bytes, job->part);
}

bool api_paper_open(struct api_paper_job *job, struct ym_span sealed, void (*done)(void *job))
{
    ym_arena_reset(&job->arena);
    job->in = ym_arena_text(&job->arena, sealed);
    return job->in.at != NULL && api_paper_offload(job, open_part, done);
}

/* ---- Shapes ---- */

bool api_paper_head(struct api_file *f, const struct app_paper *paper, struct app_paper_head *ret)
{
    char room[APP_FILE_LABEL_MAX];
    struct ym_span plain;

    return api_file_open(f, app_paper_label(f->op->id, paper->id, room), paper->head, &plain) &&
           app_paper_head_read(plain, ret);
}

static void put_seat(struct json_out *w, const char *key, uint8_t seat)
{
    if (seat < YM_SEATS_MAX)
        json_add_int(w, key, seat);
    else
        json_add_null(w, key);
}

static void put_author(struct api_file *f, const struct app_paper *p)
{
    struct app_directory *d = f->op->api->config.directory;
    struct json_out *w = &f->op->w;
    struct app_staff_entry staff;

    json_put_key(w, "author");
    json_put_object(w);
    put_seat(w, "seat", p->author_seat);
    if (p->staff != 0)
        json_add_int64(w, "staff", p->staff);
    else
        json_add_null(w, "staff");
    if (p->staff != 0 && d->ops->staff(d, p->staff, &staff))
        json_add_text(w, "name", staff.name);
    else
        json_add_null(w, "name");
    json_put_object_end(w);
}

static bool is_mine(const struct api_file *f, const struct app_paper *p)
{
    const struct app_paper_owner o = app_paper_owner_of(f->op->caller);

    return o.seat < YM_SEATS_MAX ? p->author_seat == o.seat
                                 : o.staff != 0 && p->staff == o.staff && p->role == o.role;
}

static void put_media(struct json_out *w, unsigned media)
{
    const struct ym_word *word = app_media_word(media);

    json_put_key(w, "media");
    json_put_object(w);
    json_put_names(w, word);
    json_add_word(w, "type", app_media_type(media));
    json_put_object_end(w);
}

void api_put_paper(struct api_file *f, const struct app_paper *p)
{
    struct json_out *w = &f->op->w;
    struct app_paper_head head;
    const bool is_open = api_paper_head(f, p, &head);

    json_put_object(w);
    json_add_int64(w, "id", p->id);
    if (is_open) {
        json_add_text(w, "name", head.name);
        api_put_hash(w, "sha256", head.sha256);
    } else {
        json_add_null(w, "name");
        json_add_null(w, "sha256");
    }
    json_add_int(w, "bytes", (int)p->bytes);
    put_media(w, p->media);
    json_add_named(w, "kind", app_note_word(p->kind));
    json_add_named(w, "purpose", app_paper_purpose_word(p->purpose));
    json_add_bool(w, "parties", (p->shown & APP_SHOWN_PARTIES) != 0);
    json_add_bool(w, "court", (p->shown & APP_SHOWN_COURT) != 0);
    put_seat(w, "seat", p->seat);
    api_file_put_role(w, p->role);
    put_author(f, p);
    json_add_bool(w, "mine", is_mine(f, p));
    json_add_instant(w, "at", p->attached_at);
    json_add_int(w, "event", (int)p->seq);
    api_put_hash(w, "commitment", p->commitment);
    json_put_object_end(w);
}

void api_put_upload(struct json_out *w, const struct app_upload *u)
{
    json_put_object(w);
    json_add_int64(w, "id", u->paper.id);
    json_add_int(w, "part_bytes", API_PAPER_PART_BYTES_MAX);
    json_add_int(w, "parts", u->parts);
    json_put_key(w, "missing");
    json_put_array(w);
    for (int i = 0; i < u->parts; i++) {
        if (!u->has[i])
            json_put_int(w, i);
    }
    json_put_array_end(w);
    json_add_bool(w, "attached", u->paper.state == APP_PAPER_ATTACHED);
    json_put_object_end(w);
}
