/* SPDX-License-Identifier: Apache-2.0 */
/* Calls on attachments (app/evidence.h).
 *
 *   begin  body -> the dispute -> may this caller? -> the port -> 201
 *   part   the dispute -> the own upload -> sealed on another thread -> the port -> 204
 *   finish the own upload -> each part opened and looked at on another thread -> CHECKED ->
 *          the command ATTACH -> read back through the wall -> 201
 *   list, content   the dispute -> the wall -> logged -> answer
 *
 * What holds a part in memory is a job; there are few of them, and few of one caller. */
#ifndef YM_HTTP_SRC_API_EVIDENCE_H
#define YM_HTTP_SRC_API_EVIDENCE_H

#include "api_casefile.h"
#include "app/evidence.h"
#include "json/evidence.h"

#define API_PAPER_JOBS            48 /* parts in memory at once; one more is a 503 */
#define API_PAPER_JOBS_PER_CALLER 8  /* of one caller; one more is a 429 */
#define API_PAPER_PART_BYTES_MAX  APP_PAPER_PART_BYTES

/* One part of an attachment on its way in or out. On the heap, and untouched by the loop while
 * another thread has it. */
struct api_paper_job {
    struct api_paper_job *next; /* of all that there are */
    struct api_file *f;
    const struct app_secrets *secrets;
    struct ym_arena arena; /* a part, sealed and open */
    struct ym_id dispute;
    struct app_paper paper; /* head and author are not kept */
    uint16_t part;
    struct ym_span in, out;  /* the part before and after */
    unsigned char print[16]; /* of a part that came */
    bool is_good;            /* the other thread could do it */

    /* Of an upload that is looked at. */
    struct app_paper_head head; /* its name lies in f's arena */
    struct app_digest content, bound;
    struct app_media_look look;
};

/* A call on the attachment named in the path. NULL: answered already. */
struct api_file *api_paper_begin(struct api *api, struct ym_http_request *rq);

/* The attachment in the path, as one of the caller's own. */
struct app_paper_own api_paper_own(const struct api_file *f);

/* A job for this call, with what it needs to seal and open. NULL: answered already. */
struct api_paper_job *api_paper_job_new(struct api_file *f);
void api_paper_job_free(struct api_paper_job *job);

/* Run work(job) on another thread and done(job) on the loop; false: it cannot be taken now. */
bool api_paper_offload(struct api_paper_job *job, void (*work)(void *job), void (*done)(void *job));

/* Keep a sealed part, and open it into out on another thread; then done. False as above. */
bool api_paper_open(struct api_paper_job *job, struct ym_span sealed, void (*done)(void *job));

/* Open the sealed head of an attachment, into f's arena. False: it does not open, which is
 * logged. */
bool api_paper_head(struct api_file *f, const struct app_paper *paper, struct app_paper_head *ret);

/* An attachment as its readers see it. */
void api_put_paper(struct api_file *f, const struct app_paper *paper);
/* An upload as its owner sees it. */
void api_put_upload(struct json_out *w, const struct app_upload *upload);

/* ---- Handlers, by file ---- */

void api_post_paper(struct ym_http_request *rq, void *app);        /* api_evidence_upload.c */
void api_put_paper_part(struct ym_http_request *rq, void *app);    /* api_evidence_upload.c */
void api_delete_paper(struct ym_http_request *rq, void *app);      /* api_evidence_upload.c */
void api_post_paper_finish(struct ym_http_request *rq, void *app); /* api_evidence_finish.c */
void api_get_papers(struct ym_http_request *rq, void *app);        /* api_evidence_read.c */
void api_get_paper_content(struct ym_http_request *rq, void *app); /* api_evidence_read.c */

#endif
