/* SPDX-License-Identifier: Apache-2.0 */
/* GET /disputes/{id}/attachments and GET …/{n}/content.
 *
 * Who sees what is said by app_file_sight() and done by attachment_read.sql, for each part anew;
 * here they are only opened. Content leaves as a file to be kept, of a type from the closed list,
 * with everything forbidden to it: no browser shows it as a page. */
#include <stdio.h>
#include <string.h>

#include "api_evidence.h"
#include "loop/log.h"
#include "yima/number.h"

#define DISPOSITION "attachment; filename*=UTF-8''"
#define POLICY      "sandbox; default-src 'none'; frame-ancestors 'none'"
#define ETAG_BYTES  (2 + 64 + 1)

/* ---- The list ---- */

static void on_papers(void *arg, enum ym_err err, const struct app_paper *rows, size_t n)
{
    struct api_file *f = arg;
    struct json_out *w = &f->op->w;

    if (err != YM_E_OK) {
        api_op_unread(f->op, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        api_put_paper(f, &rows[i]);
    json_put_array_end(w);
    json_put_object_end(w);
    api_op_logged(f->op, APP_SIGHT_ATTACHMENT);
}

static void read_papers(struct api_file *f)
{
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_query query = { .sight = app_file_sight(f->op->caller, &f->dispute),
                                           .part = -1 };

    if (app_file_sight_papers(&query.sight))
        evidence->ops->papers(evidence, f->op->id, &query, on_papers, f);
    else
        api_op_error(f->op, YM_E_FORBIDDEN, "this role reads no attachments");
}

void api_get_papers(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_paper_begin(app, rq);

    if (f != NULL)
        api_file_read(f, read_papers);
}

/* ---- Content ---- */

static void end(struct api_paper_job *job)
{
    struct api_op *op = job->f->op;

    api_paper_job_free(job);
    api_op_end(op);
}

static void log_lost(const struct api_paper_job *job, const char *why)
{
    char number[YM_NUMBER_COMPACT_MAX];

    ym_number_compact(job->dispute, number);
    ym_log(job->f->op->api->config.log, ERROR, "an attachment could not be sent to its end",
           ym_log_text("dispute", number), ym_log_text("why", why));
}

static void lose(struct api_paper_job *job, const char *why)
{
    log_lost(job, why);
    ym_http_piece_lost(job->f->op->rq);
    end(job);
}

static void on_opened(void *arg)
{
    struct api_paper_job *job = arg;

    if (!job->is_good) {
        lose(job, "a part does not open");
        return;
    }
    job->part++;
    if (!ym_http_piece(job->f->op->rq, job->out))
        end(job);
}

static void on_part(void *arg, enum ym_err err, const struct app_paper *paper,
                    struct ym_span sealed)
{
    struct api_paper_job *job = arg;

    (void)paper;
    if (err != YM_E_OK || sealed.n == 0)
        lose(job, err != YM_E_OK ? ym_err_type(err) : "a part is missing");
    else if (!api_paper_open(job, sealed, on_opened))
        lose(job, "no thread is free");
}

static void ask_part(struct api_paper_job *job)
{
    struct api_file *f = job->f;
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_query query = { .sight = app_file_sight(f->op->caller, &f->dispute),
                                           .id = job->paper.id,
                                           .part = job->part };

    evidence->ops->part(evidence, f->op->id, &query, on_part, job);
}

static void on_more(void *arg, bool is_wanted)
{
    struct api_paper_job *job = arg;

    if (is_wanted)
        ask_part(job);
    else
        end(job);
}

/* RFC 8187: what is no letter, digit or one of a few marks as %XX of its UTF-8. */
static void put_disposition(struct ym_http_request *rq, struct ym_span name)
{
    char text[sizeof(DISPOSITION) + 3 * APP_PAPER_NAME_BYTES_MAX] = DISPOSITION;
    char *at = text + sizeof(DISPOSITION) - 1;

    for (size_t i = 0; i < name.n; i++) {
        const unsigned char c = (unsigned char)name.at[i];
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';

        at += snprintf(at, 4, is_plain ? "%c" : "%%%02X", c);
    }
    ym_http_reply_header(rq, "Content-Disposition", text);
}

static void send(struct api_op *op)
{
    struct api_file *f = op->file;
    struct api_paper_job *job = api_paper_job_new(f);

    if (job == NULL)
        return;
    job->paper = *f->paper;
    op->rq->said.dispute = (uint64_t)op->id.v;
    put_disposition(op->rq, f->head->name);
    ym_http_reply_header(op->rq, "Content-Security-Policy", POLICY);
    if (!ym_http_reply_pieces(op->rq, app_media_type(job->paper.media), job->paper.bytes, on_more,
                              job))
        end(job);
}

/* The same bytes for ever: the tag is what binds them. True: the reader has them. */
static bool put_etag(struct ym_http_request *rq, const unsigned char commitment[32])
{
    const struct ym_span have = rq->header[YM_HTTP_H_IF_NONE_MATCH];
    char tag[ETAG_BYTES];
    size_t n = 0;

    tag[n++] = '"';
    for (size_t i = 0; i < 32; i++)
        n += (size_t)snprintf(tag + n, 3, "%02x", commitment[i]);
    tag[n++] = '"';
    tag[n] = '\0';
    ym_http_reply_header(rq, "ETag", tag);
    return ym_span_is(have, (struct ym_span){ tag, n });
}

/* What the log must have said before the first byte leaves. */
static bool keep(struct api_file *f, const struct app_paper *row)
{
    f->paper = ym_arena_alloc(&f->op->arena, 1, sizeof(*f->paper));
    f->head = ym_arena_alloc(&f->op->arena, 1, sizeof(*f->head));
    if (f->paper == NULL || f->head == NULL || !api_paper_head(f, row, f->head))
        return false;
    *f->paper = *row;
    f->paper->author = f->paper->head = (struct ym_span){ NULL, 0 };
    f->op->file = f;
    return true;
}

static void on_paper(void *arg, enum ym_err err, const struct app_paper *rows, size_t n)
{
    struct api_file *f = arg;
    struct api_op *op = f->op;

    if (err == YM_E_OK && n == 0) {
        api_op_error(op, YM_E_NOT_FOUND, "there is no such attachment, or it is not yours to see");
    } else if (err != YM_E_OK || !keep(f, rows)) {
        api_op_unread(op, err != YM_E_OK ? err : YM_E_INTERNAL);
    } else if (put_etag(op->rq, rows->commitment)) {
        ym_http_reply_bytes(op->rq, 304, NULL, (struct ym_span){ NULL, 0 });
        api_op_end(op);
    } else {
        api_op_log_then(op, APP_SIGHT_ATTACHMENT, send);
    }
}

static void read_paper(struct api_file *f)
{
    struct app_evidence *evidence = f->op->api->config.evidence;
    const struct app_paper_query query = { .sight = app_file_sight(f->op->caller, &f->dispute),
                                           .id = f->id,
                                           .part = -1 };

    evidence->ops->papers(evidence, f->op->id, &query, on_paper, f);
}

void api_get_paper_content(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_paper_begin(app, rq);

    if (f != NULL)
        api_file_read(f, read_paper);
}
