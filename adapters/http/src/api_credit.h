/* SPDX-License-Identifier: Apache-2.0 */
/* Calls on credit profiles, and on what guards them.
 *
 *   begin -> whose? (the dispute and its seat) -> may this caller? -> what is known of the profile:
 *   MONTHS, STATEMENT, OBJECTIONS, PROFILE, PROTECTED -> what the call does -> the look is logged
 *   -> answer
 *
 * One call lies in its op's arena, api_credit_end() and what calls it is its one exit. Nothing that
 * is told of a profile leaves before the look is in the log; a refusal is logged as well. */
#ifndef YM_HTTP_SRC_API_CREDIT_H
#define YM_HTTP_SRC_API_CREDIT_H

#include "api_private.h"
#include "app/credit.h"
#include "app/credit_access.h"
#include "app/month.h"
#include "json/profile.h"
#include "json/read.h"

#define API_CREDIT_BYTES_MAX 8192 /* body of any of these calls */
#define API_CREDIT_TEXT_MAX  512  /* bytes of an error's text */

/* Where an item stands now, whatever the frozen profile says. */
struct api_credit_flag {
    struct app_item item;
    uint8_t state; /* enum app_objection_state of the newest objection */
};

struct api_credit {
    struct api_op *op;
    void (*then)(struct api_credit *c);    /* the step that follows what is being read */
    void (*proceed)(struct api_credit *c); /* the step that follows once it is a party on itself */
    struct ym_arena words;                 /* of the profile: too large for the op's arena */
    struct ym_dispute dispute;             /* through which the party is known */
    bool is_open;
    uint8_t seat;
    bool has_party;   /* there is such a seat */
    uint8_t code_bar; /* why the code of the party that asks does not show it, enum app_code_bar */
    unsigned char party[APP_CREDIT_PARTY_LEN]; /* zeros: no identity number is on file */
    uint8_t kind;                              /* enum ym_party_kind */
    struct ym_span name;                       /* of the party; in the op's arena */
    uint32_t protection;                       /* set of enum app_protection_kind */
    bool is_reported;                          /* a family dispute of which the police were told */

    ym_day month; /* that was asked for; YM_DAY_NONE: the newest */
    size_t nmonths;
    ym_day months[APP_CREDIT_MONTHS_MAX];
    struct ym_span statement; /* plain, in words; n == 0: none */
    ym_usec stated_at;
    size_t nflags;
    struct api_credit_flag flags[APP_OBJECTIONS_MAX];
    bool has_profile;
    enum app_credit_none none; /* why not; YM: counts unless has_profile */
    int16_t run;
    struct json_profile profile;
    size_t nhidden;
    struct ym_id hidden[APP_PROTECTED_MAX]; /* disputes in it that are protected now */

    struct app_look look;   /* that is being logged */
    struct ym_span text;    /* purpose, reason, answer or statement of the body; n == 0: none */
    struct ym_error *error; /* a refusal that waits for the log */
    const char *reason;     /* its word that a page acts on */
    const char *zh;
    struct app_objection objection;
    struct app_objection_decision decision;
    struct app_protection protected_by;
    struct ym_request_key key;
    struct app_item item; /* that is objected to */
    void *more;           /* of the certificate, or of who ran */
};

/* Begin a call. NULL: answered already. _me: of a party on itself; _dispute: on the dispute and
 * seat in the path. */
struct api_credit *api_credit_begin(struct api *api, struct ym_http_request *rq);
struct api_credit *api_credit_begin_me(struct api *api, struct ym_http_request *rq);
struct api_credit *api_credit_begin_dispute(struct api *api, struct ym_http_request *rq);

/* Read the dispute of op->id, without judging who asks; then(): found tells whether there is one
 * (op's arena holds what is kept of it). Answered already when it cannot be read. */
void api_credit_dispute(struct api_credit *c, void (*then)(struct api_credit *c, bool found));

/* The same for a party on itself: answered already when it may not. */
void api_credit_me(struct api_credit *c, void (*then)(struct api_credit *c));

/* Read what is known of the party's profile of c->month, then go on. Pre: an identity number is on
 * file, or c->none says NO_IDENTITY afterwards. */
void api_credit_profile(struct api_credit *c, void (*then)(struct api_credit *c));

/* Log this look, then go on; when it cannot be logged, nothing is shown. */
void api_credit_log(struct api_credit *c, enum app_look_sight what, enum app_look_verdict verdict,
                    void (*then)(struct api_credit *c));

/* Too often: answered with 429. */
bool api_credit_is_throttled(struct api_credit *c);

/* The exits. */
void api_credit_end(struct api_credit *c); /* gives back alone */
void api_credit_json(struct api_credit *c, int status);
void api_credit_unread(struct api_credit *c, enum ym_err err);
__attribute__((format(printf, 3, 4))) void api_credit_error(struct api_credit *c, enum ym_err code,
                                                            const char *format, ...);
/* With a word that a page acts on, and the sentence in Chinese. */
void api_credit_refuse(struct api_credit *c, enum ym_err code, const char *reason, const char *zh,
                       const char *en);
/* For a body that cannot be read, with all its mistakes. */
void api_credit_wrong(struct api_credit *c, struct ym_error *err);

/* Seal a text, open one. False: answered already / it does not open, which is logged. */
bool api_credit_seal(struct api_credit *c, struct ym_span label, struct ym_span plain,
                     struct ym_span *ret);
bool api_credit_open(struct api_credit *c, struct ym_span label, struct ym_span sealed,
                     struct ym_arena *arena, struct ym_span *ret);
/* The same as a member: null when there is none. */
void api_credit_put_sealed(struct api_credit *c, const char *key, struct ym_span label,
                           struct ym_span sealed);

/* The body {key: text}: the text, 0 or min..max characters, in the op's arena. */
enum ym_err api_credit_text(struct api_credit *c, const char *key, size_t min, size_t max,
                            struct ym_error *reterr);

/* May this caller, who reviews, deal with what lies in this region? */
bool api_credit_reviews(const struct api_credit *c, int64_t region);

/* ---- api_credit_show.c: shapes ---- */

/* profile, none, months, statement: the members of an answer. is_own: the party itself reads;
 * others see no other dispute's number. */
void api_credit_put_answer(struct api_credit *c, bool is_own);
/* What an item of a profile is named by. */
struct app_item api_credit_item(const struct json_profile_item *i);
/* Does the profile hold a dispute that is protected now? */
bool api_credit_is_hidden(const struct api_credit *c, struct ym_id dispute);

/* ---- api_credit_objection.c ---- */

void api_credit_put_objection(struct api_credit *c, const struct app_objection *o, bool is_desk);

/* ---- Handlers, by file ---- */

/* A role that has no right to see profiles asked for one: log it, then refuse (api_credit_case.c).
 * rq->actor is the caller. */
void api_credit_refused(struct ym_http_request *rq, struct api *api);

void api_get_credit_me(struct ym_http_request *rq, void *app);         /* api_credit_me.c */
void api_get_credit_reads(struct ym_http_request *rq, void *app);      /* api_credit_look.c */
void api_get_credit_looks(struct ym_http_request *rq, void *app);      /* api_credit_look.c */
void api_put_credit_statement(struct ym_http_request *rq, void *app);  /* api_credit_me.c */
void api_post_credit_look(struct ym_http_request *rq, void *app);      /* api_credit_case.c */
void api_post_credit_objection(struct ym_http_request *rq, void *app); /* api_credit_objection.c */
void api_get_credit_objections(struct ym_http_request *rq, void *app); /* api_credit_objection.c */
void api_get_credit_desk(struct ym_http_request *rq, void *app);       /* api_credit_desk.c */
void api_post_credit_decision(struct ym_http_request *rq, void *app);  /* api_credit_desk.c */
void api_post_credit_extension(struct ym_http_request *rq, void *app); /* api_credit_desk.c */
void api_get_credit_runs(struct ym_http_request *rq, void *app);       /* api_credit_run.c */
void api_get_credit_run(struct ym_http_request *rq, void *app);        /* api_credit_run.c */
void api_post_credit_approval(struct ym_http_request *rq, void *app);  /* api_credit_run.c */
void api_get_protection(struct ym_http_request *rq, void *app);        /* api_protection.c */
void api_put_protection(struct ym_http_request *rq, void *app);        /* api_protection.c */
void api_delete_protection(struct ym_http_request *rq, void *app);     /* api_protection.c */
void api_post_credit_certificate(struct ym_http_request *rq, void *app); /* api_certificate.c */
void api_get_credit_certificate(struct ym_http_request *rq, void *app);  /* api_certificate.c */

#endif
