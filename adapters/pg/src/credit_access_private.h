/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of pg/credit_access.h: credit_access.c lives and opens, credit_look.c, _objection.c
 * and _words.c ask. */
#ifndef YM_PG_CREDIT_ACCESS_PRIVATE_H
#define YM_PG_CREDIT_ACCESS_PRIVATE_H

#include "asker.h"
#include "pg/credit_access.h"

struct pg_credit_access {
    struct app_credit_access port; /* must be first */
    struct pg_asker asker;
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_look looks[APP_LOOKS_PAGE_MAX];
        struct app_objection objections[APP_OBJECTIONS_PAGE_MAX];
        struct app_protection protections[APP_PROTECTIONS_MAX];
        struct ym_id ids[APP_PROTECTED_MAX];
    } answer;
};

static inline struct pg_credit_access *pg_access_of(struct app_credit_access *port)
{
    return (struct pg_credit_access *)port;
}

/* To which a question belongs. */
static inline struct pg_credit_access *pg_access_asked(struct pg_question *q)
{
    return (struct pg_credit_access *)(void *)((char *)q->asker -
                                               offsetof(struct pg_credit_access, asker));
}

/* Bucket and hash of a party, or bucket and id of a dispute: the first two parameters. */
void pg_give_party(struct pg_question *q, const unsigned char party[APP_CREDIT_PARTY_LEN]);
void pg_give_place(struct pg_question *q, struct ym_id dispute);

struct ym_span pg_access_span(const struct ym_rows *rows, int row, int column); /* NULL: n == 0 */

/* Answers an app_access_done_fn with how it ended. */
void pg_access_end(struct pg_question *q, enum ym_err err);

/* ---- The port's operations, by file ---- */

void pg_look_log(struct app_credit_access *a, const struct app_look *row, app_access_done_fn *done,
                 void *arg);
void pg_look_list(struct app_credit_access *a, const unsigned char party[APP_CREDIT_PARTY_LEN],
                  int64_t before, app_looks_fn *done, void *arg);
void pg_look_region(struct app_credit_access *a, int64_t lo, int64_t hi, int64_t before,
                    app_looks_fn *done, void *arg);

void pg_objection_put(struct app_credit_access *a, const struct app_objection *row,
                      const struct ym_request_key *key, app_objections_fn *done, void *arg);
void pg_objection_list(struct app_credit_access *a, const unsigned char party[APP_CREDIT_PARTY_LEN],
                       app_objections_fn *done, void *arg);
void pg_objection_desk(struct app_credit_access *a, const struct app_desk_wish *wish,
                       app_objections_fn *done, void *arg);
void pg_objection_read(struct app_credit_access *a, int64_t id, app_objections_fn *done, void *arg);
void pg_objection_decide(struct app_credit_access *a, const struct app_objection_decision *what,
                         app_objections_fn *done, void *arg);

void pg_statement_read(struct app_credit_access *a, const unsigned char party[APP_CREDIT_PARTY_LEN],
                       app_statement_fn *done, void *arg);
void pg_statement_put(struct app_credit_access *a, const unsigned char party[APP_CREDIT_PARTY_LEN],
                      const struct app_statement *s, app_access_done_fn *done, void *arg);

void pg_protection_list(struct app_credit_access *a, struct ym_id dispute, app_protections_fn *done,
                        void *arg);
void pg_protection_put(struct app_credit_access *a, struct ym_id dispute,
                       const struct app_protection *row, app_access_done_fn *done, void *arg);
void pg_protection_among(struct app_credit_access *a, const struct ym_id *ids, size_t n,
                         app_protected_fn *done, void *arg);

void pg_certificate_put(struct app_credit_access *a, const struct app_certificate *row,
                        app_certified_fn *done, void *arg);

#endif
