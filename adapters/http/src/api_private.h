/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the interface: operations from a pool, and the shapes that replies share.
 *
 * A handler takes an operation, asks a port, and answers in the port's callback. The one exit of an
 * operation is api_op_json(), api_op_error(), api_op_end() or what calls one of them. */
#ifndef YM_HTTP_SRC_API_PRIVATE_H
#define YM_HTTP_SRC_API_PRIVATE_H

#include "api_limit.h"
#include "app/agreement.h"
#include "app/asof.h"
#include "app/explain.h"
#include "app/rights.h"
#include "http/api.h"
#include "json/command.h"
#include "json/confirm.h"
#include "json/intake.h"
#include "json/office.h"
#include "json/suggestions.h"
#include "json/write.h"
#include "qr/code.h"

#define API_OP_ARENA_BYTES    (JSON_INTAKE_ARENA_BYTES + APP_DESK_ARENA_BYTES)
#define API_BATCH_ARENA_BYTES (8u << 20)
#define API_KEPT_BYTES        65536u /* a reply buffer larger than this is given back at once */
#define API_NEXT_BYTES_MAX    4096u  /* of the next step in words */
#define API_URL_MAX           (API_PUBLIC_URL_MAX + 3 + YM_TOKEN_CHARS + 1)

struct api_file;
struct api_paper_job;
struct api_slow;
struct api_work;

/* *out dies when it returns. out->err is never YM_E_COUNT; NOT_FOUND also stands for what the
 * caller may not see. */
typedef void api_worked_fn(struct api_work *w, const struct app_outcome *out);

enum api_work_state { API_WORK_READING, API_WORK_SUBMITTED, API_WORK_CHECKING };

/* One command on its way to the application:
 *
 *   [READING, MIGRATE only: under which version is it?] SUBMITTED [CHECKING, when refused: may the
 *   caller know that this dispute exists?] -> worked */
struct api_work {
    struct api *api;
    const struct app_caller *caller;
    struct ym_arena *arena; /* the op's or the batch's */
    enum api_work_state state;
    struct app_request request;
    struct ym_intake intake;
    struct ym_correction correction;
    struct ym_token token;
    const struct ym_procedure *target; /* MIGRATE: the version to move to */
    struct app_outcome outcome;        /* a refusal that waits for the check */
    api_worked_fn *worked;
    void *owner;    /* the caller's, in worked */
    bool is_proven; /* the signer proved itself: one command may be a signature on the page */
};

/* What /events, /explain and a dispute of the past (?at=) have read so far. */
struct api_history {
    struct app_explainer explainer;
    struct app_asof asof;        /* when is_past */
    unsigned char last_hash[32]; /* of the last event folded */
    struct ym_dispute stored;    /* as it stood when the reading began */
    uint32_t after;              /* /events: only later ones are shown */
    unsigned limit;              /* /events: how many */
    unsigned shown;
    bool is_past; /* as it stood at an instant; false from the start of every operation */
    bool is_view; /* the dispute itself is asked for */
    bool is_explain;
    bool is_sight;  /* the answer tells what a reading log holds */
    bool is_walled; /* a party asks: of files that it does not see, nothing but that one is kept */
    size_t npapers;
    const uint32_t
        *papers; /* then: numbers of the events of files that it sees; in the op's arena */
};

struct doc_case;
struct doc_form;

/* What /documents has gathered so far. */
struct api_paper {
    struct doc_case *known; /* NULL: nothing */
    uint32_t seen, version; /* events read, and how many there are */
    enum ym_document document;
    bool is_list;
    bool has_english; /* with a gloss */
    bool is_printing; /* given to a printer, and not back yet */
};

struct api_op;

/* What /agreement and /confirmation/check have read so far. */
struct api_bond {
    struct app_agreement known;
    uint32_t version;                /* events that there are */
    int64_t court;                   /* that would be asked for confirmation; 0: not said */
    void (*told)(struct api_op *op); /* what follows once the history has been read */
};

struct api_label {
    struct ym_qr_label label; /* texts in the op's arena */
    unsigned dpi;
    enum ym_err err; /* of the drawing */
    struct ym_error error;
};

struct api_op {
    struct api *api;
    struct api_op *next; /* in the free list */
    struct ym_http_request *rq;
    const struct app_caller *caller; /* NULL: a stranger; lives as long as rq */
    struct ym_id id;                 /* of the dispute asked for */
    struct ym_arena arena;
    struct ym_buf out; /* the reply */
    struct json_out w; /* writes to out */
    struct api_work work;
    struct api_history history;
    struct api_label label;
    struct api_paper paper;
    struct api_bond bond;
    bool is_png;
    struct api_file *file;             /* a call on an attachment; in arena */
    struct ym_access_code code;        /* that a party enters */
    void (*logged)(struct api_op *op); /* what follows once the read is logged */
};

struct api_batch;

struct api {
    struct api_config config;
    struct api_op *ops; /* the pool */
    struct api_op *free_ops;
    struct api_batch *batches; /* API_BATCHES of them */
    struct api_batch *free_batches;
    struct api_limit *scans;
    struct api_limit *logins;      /* by login: how often somebody may be wrong */
    struct api_limit *login_peers; /* by address, likewise */
    struct api_slow *slow;         /* passwords on their way through other threads (api_slow.h) */
    struct api_limit *codes;       /* access codes that are entered */
    struct api_limit *strangers;   /* by address: messages of partners that were refused */
    struct api_limit *duplicates;  /* by name of the caller: how often it may look for some */
    struct api_limit *looks;       /* by name of the caller: looks at credit profiles */
    struct ym_mistakes
        mistakes; /* of the body that is being decoded; told before the next one is */
    struct api_paper_job *papers;         /* parts of attachments in memory (api_evidence.h) */
    struct ym_buf openapi;                /* the document, printed once */
    struct ym_office *office;             /* NULL: the configuration names one */
    struct json_suggestions *suggestions; /* what words suggest at intake */
    struct json_confirm *confirm;         /* what bars a confirmation */
    struct doc_form *forms[YM_DOC_COUNT]; /* NULL: that document comes from elsewhere */
    char public_url[API_PUBLIC_URL_MAX + 1];
};

/* ---- api_office.c ---- */

/* The value of a rule of the office on a day, and today. */
int32_t api_rule(const struct api *api, enum ym_office_key key, ym_day day);
int32_t api_rule_now(const struct api *api, enum ym_office_key key);

/* Without a table in the configuration the one that the program brings along; false: no memory. */
bool api_office_load(struct api *api);

/* ---- api_document.c ---- */

struct doc_facts;
/* Print the document that op->paper names from these facts, and answer. */
void api_document_print(struct api_op *op, const struct doc_facts *facts);

/* api_filing.c: the same for the filing packet, which is gathered by itself. */
void api_packet_print(struct api_op *op);

/* May this caller read what was said in sessions, of a dispute that it may read at all? */
bool api_reads_minutes(const struct app_caller *caller);
/* Are as many documents of this caller being set, or waiting for it, as may be? */
bool api_prints_enough(const struct api_op *op);

/* ---- api.c: operations ---- */

/* NULL when none is free; then rq has been answered 503. */
struct api_op *api_op_take(struct api *api, struct ym_http_request *rq);
void api_op_end(struct api_op *op); /* give it back; rq has been answered */

/* Answer with what w wrote, or with 500 when it could not. */
void api_op_json(struct api_op *op, int status);

/* Answer with a problem. What w wrote, if anything, must be an object: its members go along. */
void api_op_problem(struct api_op *op, const struct ym_error *err);
__attribute__((format(printf, 3, 4))) void api_op_error(struct api_op *op, enum ym_err code,
                                                        const char *format, ...);
/* Answer for a question that a port could not answer. */
void api_op_unread(struct api_op *op, enum ym_err err);

/* api_watch.c: answer 200 with what w wrote, once the read is logged (app/casefile.h: what was read
 * is an enum app_sight); or go on otherwise then. When it cannot be logged it is refused. */
void api_op_logged(struct api_op *op, unsigned what);
void api_op_log_then(struct api_op *op, unsigned what, void (*then)(struct api_op *op));

/* Begin an operation on the dispute named in the path. NULL: answered already. */
struct api_op *api_op_on_dispute(struct api *api, struct ym_http_request *rq);

ym_usec api_now(const struct api *api);

/* ---- The rows of each subject, for api_tables.c ---- */

const struct ym_http_route *api_base_routes(size_t *ret_n);
const struct ym_http_route *api_casefile_routes(size_t *ret_n);
const struct ym_http_route *api_people_routes(size_t *ret_n);
const struct ym_http_route *api_clerk_routes(size_t *ret_n);
const struct ym_http_route *api_board_routes(size_t *ret_n);
const struct ym_http_route *api_words_routes(size_t *ret_n);
const struct ym_http_route *api_office_routes(size_t *ret_n);
const struct ym_http_route *api_outside_routes(size_t *ret_n);
const struct ym_http_route *api_document_routes(size_t *ret_n);
const struct ym_http_route *api_exchange_routes(size_t *ret_n);
const struct ym_http_route *api_evidence_routes(size_t *ret_n);
const struct ym_http_route *api_seal_routes(size_t *ret_n);
const struct ym_http_route *api_agreement_routes(size_t *ret_n);
const struct ym_http_route *api_assess_routes(size_t *ret_n);
const struct ym_http_route *api_credit_routes(size_t *ret_n);
const struct ym_http_route *api_report_routes(size_t *ret_n);
const struct ym_http_route *api_migration_routes(size_t *ret_n);

/* ---- api_parse.c: parameters ---- */

/* A dispute's number in either form. *reterr says which form is expected. */
enum ym_err api_id_parse(struct ym_span text, struct ym_id *ret, struct ym_error *reterr);
bool api_decimal(struct ym_span text, int64_t min, int64_t max, int64_t *ret);
bool api_bool(struct ym_span text, bool *ret);

/* Does If-None-Match name this version? */
bool api_etag_listed(struct ym_span header, uint32_t version);
/* Does If-None-Match name this tag, which is given without its quotes? */
bool api_etag_has(struct ym_span header, struct ym_span tag);
/* The version in If-Match; 0 for none or "*". False: malformed. */
bool api_etag_parse(struct ym_span header, uint32_t *ret);
void api_etag_reply(struct ym_http_request *rq, uint32_t version);

/* The version named "id/version", or "id" for its newest; NULL: none. */
const struct ym_procedure *api_procedure_find(const struct api *api, struct ym_span name);

/* ---- api_words.c: shapes that replies share ---- */

void api_put_number(struct json_out *w, struct ym_id id);
void api_put_standing(struct json_out *w, uint8_t colour, uint8_t stage);
void api_put_states(struct json_out *w, const char *key, const struct ym_procedure *p,
                    const uint8_t state[YM_TRACKS]);
void api_put_procedure(struct json_out *w, const struct ym_procedure *p);
/* next_zh and next_en: what comes next (ym_dispute_steps), in words. */
void api_put_next(struct api_op *op, const struct ym_procedure *p, const struct ym_dispute *d);
/* The same as one text, in Chinese or in English; "" when the procedure is unknown. In arena. */
struct ym_span api_next_text(struct ym_arena *arena, const struct ym_procedure *p,
                             const struct ym_dispute *d, bool is_english);
/* Those of a dispute, with what is left of each today. */
void api_put_deadlines(struct api_op *op, const struct ym_procedure *p, const struct ym_dispute *d);
void api_put_clocks(struct json_out *w, const struct api *api, const struct ym_procedure *p,
                    const struct ym_clock *clocks, size_t n);
/* provisional: the holidays of this last day are not published yet (YM_DAY_NONE: no). It was
 * counted from Monday to Friday. */
void api_put_provisional(struct json_out *w, const struct api *api, ym_day last);
void api_put_provisional_due(struct json_out *w, const struct api *api, ym_usec due);
void api_put_word(struct json_out *w, enum ym_vocab_id vocab, int index);
void api_put_words(struct json_out *w, const char *key, enum ym_vocab_id vocab, uint64_t set);
void api_put_named(struct json_out *w, const char *key, const struct app_named *named);
void api_put_month(struct json_out *w, const char *key, ym_day month); /* "2026-10" */
void api_put_ref(struct json_out *w, const char *key, int64_t id);
void api_put_region(struct json_out *w, int64_t region);
void api_put_hash(struct json_out *w, const char *key, const unsigned char hash[32]);
void api_put_code(struct json_out *w, const struct api *api, const struct ym_token *token);
void api_put_deadline_left(struct api_op *op, const struct ym_procedure *p,
                           const struct ym_dispute *d);
void api_code_url(const struct api *api, const struct ym_token *token, char ret[API_URL_MAX]);

/* ---- api_options.c ---- */

/* How a field is written, as a word: "long_text". */
const char *api_kind_word(enum ym_field_kind kind);

/* ---- api_work.c: commands ---- */

/* Fill w from the body of an intake or a command. On failure nothing may be submitted, and
 * api->mistakes holds what is wrong with the body, if that is it. */
enum ym_err api_work_intake(struct api_work *w, struct ym_span body, struct ym_span key,
                            struct ym_error *reterr);
enum ym_err api_work_command(struct api_work *w, struct ym_id id, struct ym_span body,
                             struct ym_span key, struct ym_error *reterr);
/* Submit. worked is called exactly once, never before this returns, unless the answer is not OK:
 * then never. */
enum ym_err api_work_submit(struct api_work *w, api_worked_fn *worked, struct ym_error *reterr);

/* ---- api_answer.c: what came of a command ---- */

/* The members of an answer to a command that was carried out. */
void api_put_outcome(struct json_out *w, const struct api *api, const struct app_outcome *out);
/* The members that a refusal or a stale version adds to its problem. */
void api_put_refusal(struct json_out *w, const struct api *api, const struct app_outcome *out);
/* The error as which an outcome that is not OK travels. */
void api_outcome_error(const struct api *api, const struct app_outcome *out, struct ym_error *ret);
/* The member "errors" (RFC 9457, 3): what is wrong, each with its pointer into the body; nothing
 * when mistakes holds none. base: pointer to what was decoded, "" or "/register". At most max. */
void api_put_mistakes(struct json_out *w, const struct ym_mistakes *mistakes, const char *base,
                      size_t max);

/* ---- api_person.c: what is sealed ---- */

void api_put_parties(struct api_op *op, const struct app_view *view);
/* One sealed field of a party, as far as the caller may see it: masked, or n == 0. In op's
 * arena. */
struct ym_span api_party_field(struct api_op *op, const struct app_view *view, uint8_t seat,
                               enum app_sealed field);

/* ---- api_reason.c ---- */

/* The members of an event that everybody reads who may read the dispute; of files that a party does
 * not see, that one is kept. */
void api_put_reason(struct api_op *op, const struct app_reason *r, const struct ym_event *ev);

/* ---- api_dispute.c, api_history.c: a dispute, and as it stood at an instant ---- */

/* The reply of GET /disputes/{id}. */
void api_put_view(struct api_op *op, const struct app_view *v);
/* Read the history to the end, then answer as the dispute stood at op->history.asof.at. */
void api_history_view(struct api_op *op);
/* Read ?at=, if it is given, into op->history. False: it was answered. */
bool api_asof_take(struct api_op *op);
/* The instant from which the reply looks: now, or that of ?at=. */
ym_usec api_op_instant(const struct api_op *op);
/* The member as_of of a reply about the past, once the history has been read. */
void api_put_asof(struct api_op *op);

/* ---- api_label.c ---- */

/* The label of a dispute; its texts lie in the op's arena. GONE: its code was revoked. */
enum ym_err api_label_make(struct api_op *op, const struct app_view *v, struct ym_qr_label *ret,
                           struct ym_error *reterr);

/* ---- api_suggest.c ---- */

bool api_suggestions_load(struct api *api); /* false: the table that was embedded is no table */

/* ---- api_confirmation.c ---- */

bool api_confirm_load(struct api *api); /* false: the table that was embedded is no table */

/* ---- api_page.c ---- */

/* The page that a scan shows, as HTML. nonce marks its style. */
void api_page_scan(struct api_op *op, const struct app_scan *scan, const struct ym_token *token,
                   const char *nonce);
void api_page_message(struct ym_buf *b, const char *nonce, const char *zh, const char *en);

/* ---- api_batch.c ---- */

bool api_batches_new(struct api *api);
void api_batches_free(struct api *api);

/* ---- api_schema.c ---- */

bool api_openapi_print(struct api *api);

/* ---- Handlers, by file ---- */

void api_post_dispute(struct ym_http_request *rq, void *app); /* api_register.c */
void api_post_command(struct ym_http_request *rq, void *app); /* api_register.c */
void api_post_batch(struct ym_http_request *rq, void *app);   /* api_batch.c */
void api_get_disputes(struct ym_http_request *rq, void *app); /* api_list.c */
void api_get_dispute(struct ym_http_request *rq, void *app);  /* api_dispute.c */
void api_get_events(struct ym_http_request *rq, void *app);   /* api_history.c */
void api_get_explain(struct ym_http_request *rq, void *app);  /* api_history.c */
void api_get_options(struct ym_http_request *rq, void *app);  /* api_options.c */
void api_get_bodies(struct ym_http_request *rq, void *app);   /* api_directory.c */
void api_get_staff(struct ym_http_request *rq, void *app);    /* api_directory.c */
void api_get_code_svg(struct ym_http_request *rq, void *app); /* api_label.c */
void api_get_code_png(struct ym_http_request *rq, void *app); /* api_label.c */
bool api_forms_load(struct api *api);                         /* api_document.c; false: no memory */
void api_forms_free(struct api *api);
void api_get_documents(struct ym_http_request *rq, void *app);           /* api_document.c */
void api_get_document(struct ym_http_request *rq, void *app);            /* api_document.c */
void api_get_packet(struct ym_http_request *rq, void *app);              /* api_filing.c */
void api_get_code(struct ym_http_request *rq, void *app);                /* api_scan.c */
void api_get_page(struct ym_http_request *rq, void *app);                /* api_scan.c */
void api_get_agreement(struct ym_http_request *rq, void *app);           /* api_agreement.c */
void api_get_confirmation_check(struct ym_http_request *rq, void *app);  /* api_confirmation.c */
void api_post_confirmation_check(struct ym_http_request *rq, void *app); /* api_confirmation.c */
void api_get_regions(struct ym_http_request *rq, void *app);             /* api_region.c */
void api_post_suggestions(struct ym_http_request *rq, void *app);        /* api_suggest.c */
void api_post_duplicates(struct ym_http_request *rq, void *app);         /* api_duplicate.c */
void api_get_worklists(struct ym_http_request *rq, void *app);           /* api_worklist.c */
void api_get_labels(struct ym_http_request *rq, void *app);              /* api_labels.c */
void api_get_stream(struct ym_http_request *rq, void *app);              /* api_stream.c */
void api_get_procedures(struct ym_http_request *rq, void *app);          /* api_procedures.c */
void api_get_procedure(struct ym_http_request *rq, void *app);           /* api_procedures.c */
void api_get_openapi(struct ym_http_request *rq, void *app);             /* api_procedures.c */

#endif
