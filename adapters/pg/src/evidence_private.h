/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of attachments: evidence.c lives and reads, evidence_upload.c takes them in. */
#ifndef YM_PG_EVIDENCE_PRIVATE_H
#define YM_PG_EVIDENCE_PRIVATE_H

#include "asker.h"
#include "pg/evidence.h"

struct pg_evidence {
    struct app_evidence port; /* must be first */
    struct pg_asker asker;
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_paper papers[APP_PAPERS_MAX];
        struct app_upload upload;
    } answer;
};

static inline struct pg_evidence *pg_evidence_of(struct app_evidence *port)
{
    return (struct pg_evidence *)port;
}

/* Those to whom a question belongs. */
static inline struct pg_evidence *pg_evidence_asked(struct pg_question *q)
{
    return (struct pg_evidence *)(void *)((char *)q->asker - offsetof(struct pg_evidence, asker));
}

/* The columns of sql/part/attachment_columns.sql. */
#define PG_PAPER_COLUMNS 18
void pg_paper_take(const struct ym_rows *rows, int row, struct app_paper *ret);

/* $1 to $5 of every statement about what somebody has under way. */
void pg_paper_give_owner(struct pg_question *q, struct ym_id dispute, struct app_paper_owner owner);

/* ---- The port's operations in evidence_upload.c ---- */

void pg_evidence_begin(struct app_evidence *e, struct ym_id dispute, const struct app_paper *row,
                       const struct ym_request_key *key, app_upload_fn *done, void *arg);
void pg_evidence_look(struct app_evidence *e, const struct app_paper_own *own, app_upload_fn *done,
                      void *arg);
void pg_evidence_put(struct app_evidence *e, const struct app_paper_piece *piece,
                     app_logged_fn *done, void *arg);
void pg_evidence_own_part(struct app_evidence *e, const struct app_paper_own *own, uint16_t part,
                          app_paper_part_fn *done, void *arg);
void pg_evidence_check(struct app_evidence *e, struct ym_id dispute, const struct app_paper *row,
                       ym_usec now, app_logged_fn *done, void *arg);
void pg_evidence_give_up(struct app_evidence *e, const struct app_paper_own *own, ym_usec now,
                         app_logged_fn *done, void *arg);

#endif
