/* SPDX-License-Identifier: Apache-2.0 */
/* What a dispute's history says of its agreement: each version of the text, who has signed it, what
 * became of each obligation and what both sides say of it.
 *
 * Fed with the history from the first event on, like app/explain.h. The engine folds beside it, so
 * that whether a version is in force, waits or has ended is never guessed from the words but read
 * from the state. This is the one place that turns events into an agreement: the interface, the
 * documents and the exchange with courts read it here.
 *
 * Bounded: of the versions the last APP_VERSIONS_MAX are kept (the one in force and the one that
 * waits always are), of each obligation the last APP_ENTRIES_MAX entries; what was dropped is
 * counted. Everything belongs to the struct and dies with app_agreement_release(). */
#ifndef YM_APP_AGREEMENT_H
#define YM_APP_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/agreement.h"
#include "yima/confirm.h"
#include "yima/dispute.h"
#include "yima/vocab.h"

#define APP_VERSIONS_MAX 8                  /* versions kept */
#define APP_ENTRIES_MAX  8                  /* entries kept of one obligation */
#define APP_SIGNERS_MAX  (YM_SEATS_MAX + 2) /* the parties, the mediator, the body */
#define APP_WAYS_MAX     5                  /* ways that a breach opens */

/* clang-format off */

/* Where a version stands. */
#define APP_VERSION_STATES(X) /* name, code, zh, en */ \
    X(DRAFT,    "draft",    "待签署",       "to be signed") \
    X(PENDING,  "pending",  "变更待签署",   "a change, to be signed") \
    X(IN_FORCE, "in_force", "已生效",       "in force") \
    X(REPLACED, "replaced", "已由新版本替代", "replaced by a later version") \
    X(LAPSED,   "lapsed",   "逾期未签失效", "lapsed, not signed in time") \
    X(REFUSED,  "refused",  "未获同意",     "refused")

/* Who signs. */
#define APP_SIGNERS(X) /* name, code, zh, en */ \
    X(PARTY,    "party",    "当事人",   "party") \
    X(MEDIATOR, "mediator", "调解员",   "mediator") \
    X(BODY,     "body",     "调解组织", "mediation body")

/* clang-format on */

#define X(name, code, zh, en) APP_VERSION_##name,
enum app_version_state { APP_VERSION_STATES(X) APP_VERSION_STATE_COUNT };
#undef X
#define X(name, code, zh, en) APP_SIGNER_##name,
enum app_signer { APP_SIGNERS(X) APP_SIGNER_COUNT };
#undef X

const struct ym_word *app_version_word(unsigned state);
const struct ym_word *app_signer_word(unsigned who);

/* One signature or seal. */
struct app_signature {
    uint8_t who;        /* enum app_signer */
    uint8_t seat;       /* of a party */
    uint8_t signing;    /* enum ym_signing; NONE: recorded before it was asked how */
    ym_usec at;         /* when it was recorded */
    ym_day date;        /* on which it was made; YM_DAY_NONE: that day */
    int64_t attachment; /* scan of the paper; 0: none */
    struct ym_span manner, document_code, sha256; /* n == 0: not said */
};

/* One thing that was said of an obligation: recorded by who watches over it, or a side's own word.
 */
struct app_entry {
    bool is_claim;      /* a side's own word: it settles nothing */
    uint8_t seat;       /* whose word; YM_SEATS_MAX: no party's */
    uint8_t role;       /* enum ym_role of who sent it */
    uint8_t result;     /* enum ym_result */
    int64_t amount_fen; /* -1: none named */
    int64_t attachment; /* evidence; 0: none */
    ym_day date;        /* of the performance; YM_DAY_NONE: not said */
    ym_usec at;         /* when it was said */
    struct ym_span note;
};

/* An obligation and what became of it. */
struct app_debt {
    struct ym_obligation said; /* its words */
    uint8_t result;            /* enum ym_result, the last one recorded; NONE: none was */
    ym_usec recorded_at;       /* YM_USEC_NONE: never */
    ym_day performed_on;       /* YM_DAY_NONE: not said */
    int64_t paid_fen;          /* as far as it was recorded; of an act 0 */
    uint16_t reminders;        /* sent for it, at most 65535 counted */
    ym_usec reminded_at;       /* YM_USEC_NONE: never */
    uint32_t earlier;          /* entries that were dropped */
    size_t nentries;
    struct app_entry entries[APP_ENTRIES_MAX]; /* oldest first */
};

/* One version of the text. */
struct app_version {
    uint32_t number; /* from 1, over the whole history */
    uint32_t seq;    /* of the event that stated it */
    uint8_t state;   /* enum app_version_state */
    bool is_oral;    /* 人民调解法 28, 30: effective when it is reached */
    bool is_invited; /* reached in mediation to which a court had invited */
    uint8_t binding; /* enum app_binding: what made it bind (app/agreement_law.h) */
    ym_usec stated_at;
    ym_day effective_on; /* YM_DAY_NONE: it never was */
    ym_usec ended_at;    /* replaced, lapsed or refused; YM_USEC_NONE: it has not */
    struct ym_span terms, facts, place;
    struct ym_span reason;     /* of a change */
    struct ym_span end_reason; /* of a refusal */
    size_t nsignatures;
    struct app_signature signatures[APP_SIGNERS_MAX]; /* in the order of their events */
    size_t ndebts;
    struct app_debt *debts; /* in the order of the text */
};

/* What the court last said of the application. */
struct app_ruling {
    uint8_t command; /* enum ym_cmd; ym_cmd COUNT: nothing yet */
    uint8_t bar;     /* enum ym_bar */
    ym_usec at;
    ym_day date;
    struct ym_span reason;
};

struct app_agreement {
    const struct ym_procedures *procedures;         /* not owned */
    struct ym_dispute dispute;                      /* folded so far */
    struct app_version *versions[APP_VERSIONS_MAX]; /* nversions of them, oldest first */
    size_t nversions;
    uint32_t stated;     /* versions ever stated: older ones were dropped */
    ym_day window_until; /* last day to apply for confirmation; YM_DAY_NONE: never opened */
    struct app_ruling ruling;
    struct ym_span case_number; /* of the court; n == 0: none */
    bool is_short;              /* memory was short: what is here is not whole */
};

void app_agreement_init(struct app_agreement *a, const struct ym_procedures *procedures);
void app_agreement_release(struct app_agreement *a); /* legal on a zeroed struct, and twice */

/* Take the next event and what its detail says; what it points to is copied. False, and nothing
 * changed, when it is not the next one of this history. */
bool app_agreement_feed(struct app_agreement *a, const struct ym_event *ev,
                        const struct ym_said *said);

/* The version in force, and the one that waits to be signed; NULL: there is none. */
const struct app_version *app_agreement_in_force(const struct app_agreement *a);
const struct app_version *app_agreement_open(const struct app_agreement *a);

/* What a document shows: the one that waits, else the one in force, else NULL. */
const struct app_version *app_agreement_shown(const struct app_agreement *a);

/* Does it bind the parties, or did it once? That is all that a court is shown of agreements: an
 * offer that never did is a concession (人民法院在线调解规则 18, 特邀调解规定 22, 民诉法解释 107).
 */
bool app_version_bound(const struct app_version *v);

/* What is missing until the version that waits takes effect, as its procedure says. */
struct app_needed {
    uint32_t seats;             /* parties who have not signed */
    bool mediator, seal, court; /* court: it is complete, and the court closes the case */
    const char *source;         /* of the rule under which it takes effect; "" when none waits */
};
struct app_needed app_agreement_needed(const struct app_agreement *a);

/* May this agreement be signed on the page? The rules say so: a row that answers a signature on the
 * page with paper_only, here or where agreements are signed. */
struct app_esign {
    bool is_allowed;
    const char *zh, *en; /* why not, and what to do instead; how, when it is allowed */
    const char *source;  /* of that row, or of what allows it; not owned */
};
struct app_esign app_agreement_esign(const struct app_agreement *a);

/* A way that the law opens to who was promised something and did not get it. */
struct app_way {
    uint8_t command;    /* enum ym_cmd */
    uint8_t refusal;    /* enum ym_refusal: why it is not open; NONE: it is */
    ym_day until;       /* last day; YM_DAY_NONE: no such limit runs */
    const char *source; /* law and article of the rule that says so */
};

/* The ways when something is overdue or breached on this day; how many, 0 when nothing is. */
size_t app_agreement_ways(const struct app_agreement *a, ym_day today,
                          struct app_way ret[APP_WAYS_MAX]);

/* Is this obligation neither performed nor excused although its day has passed, or breached? */
bool app_debt_is_overdue(const struct app_debt *d, ym_day today);

/* Is it settled: fulfilled, in time or late, or excused? */
bool app_debt_is_settled(const struct app_debt *d);

/* What there is to say of the confirmation: fill *ret from the version in force (else the one that
 * waits) and the state. The court, the regions and whether it is a draft are left to the caller;
 * obligations are written to room, which must live as long. */
void app_agreement_case(const struct app_agreement *a, ym_day today,
                        struct ym_obligation room[YM_OBLIGATIONS_MAX], struct ym_confirm_case *ret);

#endif
