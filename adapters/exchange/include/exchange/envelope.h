/* SPDX-License-Identifier: Apache-2.0 */
/* Messages and receipts as JSON.
 *
 *   message  {"id":"06XK29QW3TABC7.12.ReviewFiling","verb":"ReviewFiling","partner":"hz-court",
 *            "dispute":"06XK29QW3TABC7","number":"06XK2-9QW3T-ABC7","seq":12,
 *            "at":"2026-11-22T10:00:00+08:00","in_reply_to":null,"kind":"filing","body":{…}}
 *   receipt  {"id":"06XK29QW3TABC7.12.ReviewFiling","status":"rejected",
 *            "reason":{"code":"unclear","zh":"…","en":"…"},"body":{…}}
 *
 * partner names the partner of ours whom the message comes from or goes to, by the code that it has
 * here. dispute and number may be null or missing in what comes in, when the sender knows only its
 * own number: then the body says it. seq is the version of the dispute after the event that is
 * told, and missing in what comes in. A receipt's reason stands with rejected, and may stand with
 * pending; its body stands with the answer to a question. Anything else in either is refused. */
#ifndef YM_EXCHANGE_ENVELOPE_H
#define YM_EXCHANGE_ENVELOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/exchange.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "exchange/verb.h"

/* A message. Spans of one that was read lie in the arena. */
struct exchange_envelope {
    struct ym_span id;          /* <= APP_MESSAGE_NAME_MAX, visible ASCII without space */
    uint8_t verb;               /* enum exchange_verb */
    struct ym_span partner;     /* its code here */
    struct ym_id dispute;       /* v == 0: none named */
    bool is_unreadable;         /* a number was given that no dispute can have */
    uint32_t seq;               /* 0: none */
    ym_usec at;                 /* of the event, or of the writing */
    struct ym_span in_reply_to; /* n == 0: none */
    uint8_t kind;               /* enum app_exchange_kind */
    struct ym_span body;        /* one JSON object, as text */
};

/* A receipt. */
struct exchange_receipt {
    struct ym_span id;
    uint8_t state; /* APP_MESSAGE_ACCEPTED, REFUSED or PENDING */
    struct app_exchange_reason reason;
    struct ym_span body; /* one JSON object; n == 0: none */
};

/* Append the message; its body must be a JSON object. Failure is the buffer's. */
void exchange_put_envelope(struct ym_buf *out, const struct exchange_envelope *e);
void exchange_put_receipt(struct ym_buf *out, const struct exchange_receipt *r);

/* Read one. Errors: those of json/read.h; TOO_LARGE past APP_MESSAGE_BYTES_MAX. *ret is written
 * only on YM_E_OK. The arena must have room for about twice the text. */
__attribute__((warn_unused_result)) enum ym_err
exchange_read_envelope(struct ym_span text, struct ym_arena *arena, struct exchange_envelope *ret,
                       struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err exchange_read_receipt(struct ym_span text,
                                                                      struct ym_arena *arena,
                                                                      struct exchange_receipt *ret,
                                                                      struct ym_error *reterr);

/* What a partner takes, in the body of the answer to GetPolicy:
 *   {"kinds":["filing","confirmation"],"max_bytes":65536,"answer_hours":24}
 * Each may be missing: then as it was. A larger max_bytes than ours counts as ours. */
struct exchange_policy {
    uint32_t kinds;        /* set of enum app_exchange_kind; 0: not said */
    uint32_t bytes_max;    /* 0: not said */
    uint16_t answer_hours; /* 0: not said */
};
__attribute__((warn_unused_result)) enum ym_err
exchange_read_policy(struct ym_span text, struct exchange_policy *ret, struct ym_error *reterr);

/* One row of the answer to GetFilingList, whose body is
 *   {"items":[{"ref":"hz-77","dispute":"06XK29QW3TABC7","kind":"filing","state":"registered",
 *     "case_number":"(2026)浙0108民初12号"}],"next":"…"}
 * ref is their id of it; dispute and case_number may be null; next is null on the last page, else
 * what the next question has in "after". */
#define EXCHANGE_LIST_MAX  200 /* rows of one page */
#define EXCHANGE_STATE_MAX 40  /* bytes of a state's word: a-z, digits and _ */
#define EXCHANGE_CASE_MAX  120 /* bytes of a case number */
struct exchange_listed {
    struct ym_span ref;
    struct ym_id dispute; /* v == 0: none, or none that could be ours */
    uint8_t kind;
    struct ym_span state, case_number; /* case_number.n == 0: none */
};
struct exchange_list {
    size_t n;
    struct exchange_listed at[EXCHANGE_LIST_MAX];
    struct ym_span next; /* n == 0: that was all */
};
__attribute__((warn_unused_result)) enum ym_err exchange_read_list(struct ym_span text,
                                                                   struct ym_arena *arena,
                                                                   struct exchange_list *ret,
                                                                   struct ym_error *reterr);

/* The id of our message about an event: compact number, seq and verb with points between, and from
 * the second revision on ".r2". The same event and verb give the same id for ever. */
void exchange_message_name(struct ym_id dispute, uint32_t seq, unsigned verb, unsigned revision,
                           char ret[APP_MESSAGE_NAME_MAX + 1]);

#endif
