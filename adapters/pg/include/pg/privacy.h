/* SPDX-License-Identifier: Apache-2.0 */
/* Removing the words of disputes whose retention is over: blocking, for subcommands; never on a
 * loop's thread.
 *
 * One dispute is one transaction: pg_privacy_hold() begins it and locks the row, so that a program
 * that serves meanwhile comes before or after; pg_privacy_commit() or _drop() ends it. What a
 * program that was killed had not committed has not happened. */
#ifndef YM_PG_PRIVACY_H
#define YM_PG_PRIVACY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/privacy.h"
#include "app/query.h"
#include "base/error.h"
#include "pg/bin.h"
#include "pg/conn.h"
#include "yima/id.h"

#define PG_ENDED_PAGE         500     /* disputes of one slice */
#define PG_REDACTED_BYTES_MAX 4194304 /* payloads of one statement */

/* What is removed, in this order: statement, code, zh, en. */
/* clang-format off */
#define PG_REMOVALS(X) \
    X(order,        "outside_order",        "外部工单",     "work orders of others") \
    X(references,   "dispute_reference",    "外部编号",     "numbers elsewhere") \
    X(number,       "external_ref",         "登记编号",     "the number it was registered under") \
    X(phones,       "outside_phone",        "电话摘要",     "hashes of telephones") \
    X(messages,     "exchange_message",     "交换消息",     "contents of messages") \
    X(differences,  "exchange_discrepancy", "对账差异",     "differences with partners") \
    X(notes,        "note",                 "调解笔记",     "notes") \
    X(appointments, "appointment",          "日程",         "appointments") \
    X(paper_parts,  "attachment_part",      "附件内容",     "parts of attachments") \
    X(papers,       "attachment",           "附件",         "attachments") \
    X(documents,    "sealed_part",          "文书内容",     "parts of sealed documents") \
    X(codes,        "access_code",          "通行码",       "access codes") \
    X(proofs,       "signer_proof",         "身份核验",     "tries of identity numbers") \
    X(protections,  "dispute_protection",   "保护标记",     "why it was protected") \
    X(proposals,    "points_proposal",      "积分说明",     "words to points") \
    X(deliveries,   "delivery",             "未达事件",     "events that never arrived") \
    X(sessions,     "session",              "会话",         "sessions of parties") \
    X(tokens,       "api_token",            "令牌",         "tokens of parties") \
    X(parties,      "party",                "当事人",       "parties") \
    X(words,        "dispute_detail",       "案件文字",     "title, description and terms")
/* clang-format on */

enum pg_removal {
#define X(name, code, zh, en) PG_REMOVAL_##name,
    PG_REMOVALS(X) PG_REMOVAL_COUNT
#undef X
};

const char *pg_removal_code(enum pg_removal r); /* "note": the table */

/* A dispute that is over. */
struct pg_ended {
    struct ym_id id;
    uint8_t type;     /* enum ym_type */
    ym_usec ended_at; /* its last event */
    uint32_t version;
};

/* Those that are over, were not touched since `before` and still have their words, behind the id
 * `after`, ascending: a page that is not full is the last. */
__attribute__((warn_unused_result)) enum ym_err
pg_privacy_ended(struct ym_conn *c, struct ym_id after, ym_usec before,
                 struct pg_ended ret[PG_ENDED_PAGE], size_t *ret_n, struct ym_error *reterr);

/* A dispute that is held. */
struct pg_held {
    struct pg_ended row;
    bool is_open;
    unsigned char head[32];
};

/* Begin the transaction and lock the dispute. NOT_FOUND: there is none, and nothing is begun. */
__attribute__((warn_unused_result)) enum ym_err
pg_privacy_hold(struct ym_conn *c, struct ym_id id, struct pg_held *ret, struct ym_error *reterr);

/* Who is told of events, and how many it was. */
struct pg_telling {
    void (*fn)(void *arg, const struct app_event *e);
    void *arg;
    size_t n;
};

/* Its events behind seq `after`, ascending, some of them; to->n: how many were told. */
__attribute__((warn_unused_result)) enum ym_err pg_privacy_events(struct ym_conn *c,
                                                                  struct ym_id id, uint32_t after,
                                                                  struct pg_telling *to,
                                                                  struct ym_error *reterr);

/* Put these payloads (BYTEA) in the place of those of the events with these numbers (INT4). */
__attribute__((warn_unused_result)) enum ym_err
pg_privacy_redact(struct ym_conn *c, struct ym_id id, struct ym_column *seqs,
                  struct ym_column *payloads, struct ym_error *reterr);

/* Remove everything of PG_REMOVALS; mark takes the place of names and title. Rows by kind. */
__attribute__((warn_unused_result)) enum ym_err
pg_privacy_remove(struct ym_conn *c, struct ym_id id, struct ym_span mark,
                  int64_t ret[PG_REMOVAL_COUNT], struct ym_error *reterr);

__attribute__((warn_unused_result)) enum ym_err
pg_privacy_put(struct ym_conn *c, const struct app_anonymised *a, struct ym_error *reterr);

__attribute__((warn_unused_result)) enum ym_err pg_privacy_commit(struct ym_conn *c,
                                                                  struct ym_error *reterr);
void pg_privacy_drop(struct ym_conn *c);

/* The rounds of a dispute, in order; *ret_n is 0 when it has its words. INTERNAL: a row holds what
 * no program wrote. */
__attribute__((warn_unused_result)) enum ym_err
pg_privacy_rounds(struct ym_conn *c, struct ym_id id,
                  struct app_anonymised ret[APP_PRIVACY_ROUNDS_MAX], size_t *ret_n,
                  struct ym_error *reterr);

/* What it still holds that should be gone: table and rows. */
typedef void pg_left_fn(void *arg, struct ym_span table, int64_t rows);
__attribute__((warn_unused_result)) enum ym_err pg_privacy_left(struct ym_conn *c, struct ym_id id,
                                                                struct ym_span mark, pg_left_fn *fn,
                                                                void *arg, struct ym_error *reterr);

/* What is older than this has had its time. */
struct pg_privacy_times {
    ym_usec orders; /* work orders of others that became no dispute */
    ym_usec
        receipts;  /* of what came: a message that comes again is recognised by them until then */
    ym_usec reads; /* the log of reads */
};

/* Delete what belongs to no dispute and is past its time; rows. */
__attribute__((warn_unused_result)) enum ym_err
pg_privacy_sweep(struct ym_conn *c, const struct pg_privacy_times *before, int64_t *ret_orders,
                 int64_t *ret_reads, struct ym_error *reterr);

/* Take the planner's samples of the tables anew: they hold words of what was removed. */
__attribute__((warn_unused_result)) enum ym_err pg_privacy_forget(struct ym_conn *c,
                                                                  struct ym_error *reterr);

#endif
