/* SPDX-License-Identifier: Apache-2.0 */
/* What goes to and comes from partners, as people see it and work it off.
 *
 * api_signed.c takes what partners send; api_exchange.c lists and acts on messages, and
 * api_discrepancy.c on differences; api_partner.c and api_partner_read.c manage partners. */
#ifndef YM_HTTP_SRC_API_EXCHANGE_H
#define YM_HTTP_SRC_API_EXCHANGE_H

#include "api_private.h"
#include "app/exchange.h"
#include "json/read.h"

#define API_EXCHANGE_BYTES_MAX 8192 /* body of a call on a message */
#define API_PARTNER_BYTES_MAX  8192 /* body of a call on a partner */
#define API_KEY_HOURS          168  /* how long a replaced key of ours signs as well, by default */
#define API_KEY_HOURS_MAX      2160

/* Begin an operation of the exchange; NULL: answered already. */
struct api_op *api_op_exchange(struct api *api, struct ym_http_request *rq);

/* The body that the caller's partners must be: of court staff their court; 0: any. */
int64_t api_exchange_body(const struct app_caller *c);

/* The divisions in which a dispute must lie for the caller to be shown that messages about it went
 * to and fro, and the partner's body for what names no dispute; *ret_hi == 0: anywhere. A court's
 * clerk is bound by its court instead. */
void api_exchange_region(const struct app_caller *c, int64_t *ret_lo, int64_t *ret_hi);

/* "517-8123": what stands for a message in addresses. */
#define API_MESSAGE_KEY_MAX 32
void api_message_key_print(struct app_message_key key, char ret[API_MESSAGE_KEY_MAX]);
bool api_message_key_parse(struct ym_span text, struct app_message_key *ret);

/* {"code":…,"zh":…} of a partner in rows, or null when it is not among them. */
void api_put_partner_name(struct json_out *w, const struct app_partner *rows, size_t n, int64_t id);

/* "key":"text", or null. */
void api_put_optional(struct json_out *w, const char *key, struct ym_span text);

/* ---- api_partner_read.c ---- */

/* What a body says of a partner. Spans lie in the arena. */
struct api_partner_wish {
    uint8_t kind;
    struct ym_span code, zh, url, cert_file, cert_key_file, ca_file;
    int64_t body;
    bool is_active;
    uint32_t kinds, bytes_max;
    uint16_t answer_hours;
    bool has_zh, has_url, has_cert_file, has_cert_key_file, has_ca_file, has_body, has_active;
    bool has_kinds, has_bytes_max, has_answer_hours;
};
enum ym_err api_partner_read(struct ym_span text, bool is_new, struct ym_arena *arena,
                             struct api_partner_wish *ret, struct ym_error *reterr);
/* {"open":"…","from":…,"until":…} */
enum ym_err api_partner_key_read(struct ym_span text, ym_usec now, struct app_partner_key *ret,
                                 struct ym_error *reterr);
/* {"hours":…}, or nothing. */
enum ym_err api_partner_hours_read(struct ym_span text, int64_t *ret_hours,
                                   struct ym_error *reterr);

/* ---- Handlers ---- */

void api_post_exchange(struct ym_http_request *rq, void *app);       /* api_signed.c */
void api_post_intake(struct ym_http_request *rq, void *app);         /* api_signed.c */
void api_get_messages(struct ym_http_request *rq, void *app);        /* api_exchange.c */
void api_get_message(struct ym_http_request *rq, void *app);         /* api_exchange_act.c */
void api_post_resend(struct ym_http_request *rq, void *app);         /* api_exchange_act.c */
void api_post_message_settle(struct ym_http_request *rq, void *app); /* api_exchange_act.c */
void api_get_discrepancies(struct ym_http_request *rq, void *app);   /* api_discrepancy.c */
void api_post_discrepancy(struct ym_http_request *rq, void *app);    /* api_discrepancy.c */
void api_get_partners(struct ym_http_request *rq, void *app);        /* api_partner.c */
void api_get_partner(struct ym_http_request *rq, void *app);         /* api_partner.c */
void api_post_partner(struct ym_http_request *rq, void *app);        /* api_partner.c */
void api_patch_partner(struct ym_http_request *rq, void *app);       /* api_partner.c */
void api_post_partner_key(struct ym_http_request *rq, void *app);    /* api_partner.c */
void api_post_partner_rotate(struct ym_http_request *rq, void *app); /* api_partner.c */
void api_post_partner_policy(struct ym_http_request *rq, void *app); /* api_partner.c */

/* The members of a message in lists. */
void api_put_message(struct json_out *w, const struct app_message *m,
                     const struct app_partner *partners, size_t n, ym_usec now);

#endif
