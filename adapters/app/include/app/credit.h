/* SPDX-License-Identifier: Apache-2.0 */
/* Credit profiles: runs that draw them, and the profiles themselves as they are stored.
 *
 * A run draws the profiles of one month that is over, once for each party that has an identity
 * number. Nobody sees them before another account than the runner's has approved the run:
 *
 *   DRAWING ──all slices──> WAITING ──approve──> APPROVED (frozen)
 *      └──────withdraw──────────┴─────────────> WITHDRAWN (its profiles are deleted)
 *
 * A month has at most one run that is not withdrawn, months are approved in ascending order, and an
 * approved run is never changed. What is frozen is a set of canonical bytes (json/profile.h): its
 * digest is the SHA-256 over the SHA-256 of every profile in ascending order, so that neither the
 * order of drawing nor a new key for the matching hashes changes it. The digest stands in the
 * statement of the run, beside the hash of the statement of the month before: that is the chain.
 *
 *   counts           how many profiles of natural persons, of organisations (canonical JSON)
 *   formula          "id/version"
 *   formula_sha256   of its JSON, in hex
 *   month            "2026-10"
 *   previous_sha256  hash of the statement before; 64 zeros for the first
 *   profiles_sha256  the digest
 *   v                1
 *
 * Whoever approves makes a second statement, of which the hash is kept, too (approval_sha256), and
 * on which the statement of the month after stands: what was drawn, and who answers for it. Lines
 * of text, each ended by a newline, a word and a space before what it says; - where it is not
 * known:
 *
 *   yima credit approval 2
 *   month 2026-10
 *   run                    its number
 *   sha256                 hash of the statement of the run
 *   edition, procedures    by which it was drawn, the digest in hex
 *   begun_at, drawn_at, decided_at   microseconds since 1970, UTC
 *   runner, approver       account, member of staff (0: none), login in hex
 *   tally                  by enum app_credit_count, zeros at its end left out
 *
 * Runs that were approved before there was one have none, and the next month stands on their first
 * statement.
 *
 * The number of a run is not in the first: a run that is withdrawn and drawn again from the same
 * data has the same hash. A profile that is deleted (expiry, an order to delete) leaves its SHA-256
 * and nothing else, so that the digest can still be computed; the bytes hold a keyed nonce, so that
 * nobody can tell a profile from its hash by guessing.
 *
 * Nothing is told or kept past its time: a profile goes as a whole on the day on which its oldest
 * item is older than the formula of its run keeps items, since its sums rest on that item, too. So
 * that the newest profile does not go before the next one is there, a run leaves out what would be
 * past its time within APP_CREDIT_AHEAD_DAYS of the end of its month.
 *
 * Calls of the port end in exactly one callback, never before the call returns; arguments are read
 * before the call returns; what an answer points to dies with the callback. */
#ifndef YM_APP_CREDIT_H
#define YM_APP_CREDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/account.h"
#include "base/error.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/ports.h"
#include "yima/vocab.h"

#define APP_CREDIT_PARTY_LEN           32     /* bytes of an identity's keyed hash */
#define APP_CREDIT_BYTES_MAX           262144 /* of one profile: what can be sealed at once */
#define APP_CREDIT_LABEL_MAX           128 /* bytes of the label of a sealed profile with its NUL */
#define APP_CREDIT_STATEMENT_MAX       512 /* bytes of a run's statement with its NUL */
#define APP_CREDIT_APPROVAL_MAX        2048 /* bytes of the statement of an approval with its NUL */
#define APP_CREDIT_UNKNOWN             (-1) /* of a number that an older program did not keep */
#define APP_CREDIT_FORMULA_MAX         64   /* bytes of "id/version" with its NUL */
#define APP_CREDIT_RUNS_PAGE           60   /* runs of one answer */
#define APP_CREDIT_MONTHS_MAX          72 /* months of one party in one answer: more than expiry leaves */
#define APP_CREDIT_REASON_CHARS_MAX    200 /* why a run is withdrawn */
#define APP_CREDIT_AHEAD_DAYS          62 /* two months: the next one is drawn and approved in it */
#define APP_BARRED_REFERENCE_CHARS_MAX 60 /* a file number */

/* clang-format off */

/* Where a run stands. The numbers are stored: append only. */
#define APP_CREDIT_STATES(X) /* name, code, zh, en */ \
    X(NONE,      "none",      "无",       "none") \
    X(DRAWING,   "drawing",   "生成中",   "being drawn") \
    X(WAITING,   "waiting",   "待批准",   "waits for approval") \
    X(APPROVED,  "approved",  "已批准",   "approved and frozen") \
    X(WITHDRAWN, "withdrawn", "已撤回",   "withdrawn")

/* What a run counts. The order is stored: append only. Behind PARTIES what became of each identity;
 * behind LISTED what became of items; then the difference to the last approved month, the two parts
 * that have points each; behind those again what became of identities. */
#define APP_CREDIT_COUNTS(X) /* name, code, zh, en */ \
    X(PARTIES,   "parties",   "有证件号码的当事人", "parties with an identity number") \
    X(NATURAL,   "natural",   "自然人画像",         "profiles of natural persons") \
    X(LEGAL,     "legal",     "组织画像",           "profiles of organisations") \
    X(MINORS,    "minors",    "未成年人不画像",     "minors, who have none") \
    X(PROTECTED, "protected", "受保护纠纷不计入",   "parties' seats in protected disputes, left out") \
    X(EMPTY,     "empty",     "无可列事项",         "parties of whom there is nothing to say") \
    X(LISTED,    "listed",    "列明事项",           "items that are listed one by one") \
    X(SUMMED,    "summed",    "合计事项",           "older items that are only summed") \
    X(COUNTED,   "counted",   "计入事项",           "items that count") \
    X(DISPUTED,  "disputed",  "异议中或异议成立",   "items under objection, or objected to with success") \
    X(NEW,       "new",       "新增画像",           "profiles of parties that had none the month before") \
    X(SAME,      "same",      "未变画像",           "profiles whose points and counts are the same") \
    X(CHANGED,   "changed",   "变动画像",           "profiles that differ") \
    X(GONE,      "gone",      "消失画像",           "parties that had one and have none any more") \
    X(PART_GAINED,     "participation_gained",     "参与:由数据不足变为有分", "participation: points for the first time") \
    X(PART_LOST,       "participation_lost",       "参与:由有分变为数据不足", "participation: no longer enough data") \
    X(PART_UP_SMALL,   "participation_up_small",   "参与:上升1至49",   "participation: up by 1 to 49") \
    X(PART_UP,         "participation_up",         "参与:上升50至199", "participation: up by 50 to 199") \
    X(PART_UP_LARGE,   "participation_up_large",   "参与:上升200以上", "participation: up by 200 and more") \
    X(PART_DOWN_SMALL, "participation_down_small", "参与:下降1至49",   "participation: down by 1 to 49") \
    X(PART_DOWN,       "participation_down",       "参与:下降50至199", "participation: down by 50 to 199") \
    X(PART_DOWN_LARGE, "participation_down_large", "参与:下降200以上", "participation: down by 200 and more") \
    X(PERF_GAINED,     "performance_gained",       "履行:由数据不足变为有分", "performance: points for the first time") \
    X(PERF_LOST,       "performance_lost",         "履行:由有分变为数据不足", "performance: no longer enough data") \
    X(PERF_UP_SMALL,   "performance_up_small",     "履行:上升1至49",   "performance: up by 1 to 49") \
    X(PERF_UP,         "performance_up",           "履行:上升50至199", "performance: up by 50 to 199") \
    X(PERF_UP_LARGE,   "performance_up_large",     "履行:上升200以上", "performance: up by 200 and more") \
    X(PERF_DOWN_SMALL, "performance_down_small",   "履行:下降1至49",   "performance: down by 1 to 49") \
    X(PERF_DOWN,       "performance_down",         "履行:下降50至199", "performance: down by 50 to 199") \
    X(PERF_DOWN_LARGE, "performance_down_large",   "履行:下降200以上", "performance: down by 200 and more") \
    X(BARRED,      "barred",      "经决定不画像",       "parties of whom none may be drawn, by decision") \
    X(AGE_UNKNOWN, "age_unknown", "年龄不明不画像",     "natural persons whose age nothing tells, who have none")

/* clang-format on */

#define X(name, code, zh, en) APP_CREDIT_##name,
enum app_credit_state { APP_CREDIT_STATES(X) APP_CREDIT_STATE_COUNT };
#undef X
#define X(name, code, zh, en) APP_CREDIT_N_##name,
enum app_credit_count { APP_CREDIT_COUNTS(X) APP_CREDIT_N_COUNT };
#undef X

const struct ym_word *app_credit_state_word(unsigned state);
const struct ym_word *app_credit_count_word(unsigned count);

/* One run. */
struct app_credit_run {
    ym_day month;  /* its first day */
    int16_t run;   /* from 1; a withdrawn one is followed by the next number */
    uint8_t state; /* enum app_credit_state */
    char formula[APP_CREDIT_FORMULA_MAX];
    unsigned char formula_sha256[32];
    uint16_t expiry_days; /* of the formula: the last day of an item's age on which it is kept */
    unsigned char profiles_sha256[32]; /* the digest; zeros while it is being drawn */
    unsigned char previous_sha256[32]; /* hash of the statement of the approved month before */
    unsigned char sha256[32];          /* hash of its own statement; zeros while being drawn */
    int64_t n[APP_CREDIT_N_COUNT];     /* zeros while it is being drawn */
    int64_t runner, approver;          /* accounts; approver: who approved or withdrew, 0: nobody */
    char runner_login[APP_LOGIN_CHARS_MAX + 1];
    char approver_login[APP_LOGIN_CHARS_MAX + 1]; /* "": nobody */
    ym_usec begun_at, drawn_at, decided_at;       /* YM_USEC_NONE: not yet */
    ym_usec swept_at; /* its profiles were deleted, their time being over; NONE: they were not */
    struct ym_span reason; /* why it was withdrawn; n == 0: it was not */

    /* Those of before the second statement have none of these; numbers: APP_CREDIT_UNKNOWN. */
    int32_t edition; /* of the rules by which items were read */
    bool has_procedures, has_approval;
    unsigned char procedures[32];         /* digest of the procedure versions it was drawn by */
    unsigned char approval_sha256[32];    /* hash of the statement of the approval */
    int64_t runner_staff, approver_staff; /* 0: the account names no member of staff */
};

/* A profile as it is stored. What is sealed is opened with app_credit_label(). */
struct app_credit_row {
    ym_day month;
    int16_t run;
    unsigned char party[APP_CREDIT_PARTY_LEN]; /* keyed hash of the identity number */
    uint8_t kind;                              /* enum ym_party_kind */
    unsigned char sha256[32];                  /* of the plain bytes */
    ym_day oldest;        /* day of its oldest item; YM_DAY_NONE: it was not measured yet */
    uint16_t expiry_days; /* of its run; told of rows that are read, not of those to be stored */
    struct ym_span sealed;
};

/* The bucket of a party: the first ten bits of its hash. */
uint32_t app_credit_bucket(const unsigned char party[APP_CREDIT_PARTY_LEN]);

/* The label under which a profile is sealed: what is copied to another party's row does not open
 * there. Part of the stored form. Who gives a party another hash seals its profiles anew. */
struct ym_span app_credit_label(ym_day month, const unsigned char party[APP_CREDIT_PARTY_LEN],
                                char room[APP_CREDIT_LABEL_MAX]);

/* The statement of a run, canonical JSON; its length. Pre: everything that it says is there. */
size_t app_credit_statement(const struct app_credit_run *r, char ret[APP_CREDIT_STATEMENT_MAX]);

/* The statement of its approval; its length. Pre: the run is approved. What approves it makes the
 * same text (credit_approve.sql). */
size_t app_credit_approval(const struct app_credit_run *r, char ret[APP_CREDIT_APPROVAL_MAX]);

/* What the month after it stands on: the hash of its last statement. */
const unsigned char *app_credit_stands_on(const struct app_credit_run *before);

/* ---- Expiry ---- */

/* Is an item of this day (YM_DAY_NONE: there is none) past its time? expiry_days: of the formula of
 * its run. A profile is, when its oldest item is. */
bool app_credit_is_expired(ym_day of, uint16_t expiry_days, ym_day today);

/* How old an item may be at the end of the month that is drawn. */
uint16_t app_credit_drawn_days(uint16_t expiry_days);

/* ---- Bars ---- */

/* That no profile is drawn of a party, as it is stored. */
struct app_barred {
    unsigned char party[APP_CREDIT_PARTY_LEN];
    ym_usec at;
    int64_t account; /* who had it done, or lifted it */
    char login[APP_LOGIN_CHARS_MAX + 1];
    struct ym_span reference; /* 1..APP_BARRED_REFERENCE_CHARS_MAX characters: a file number */
    ym_day until;             /* months that begin behind it are drawn; YM_DAY_NONE: none is */
};

/* ---- Approval ---- */

/* What stands against a decision on a run. */
/* clang-format off */
#define APP_CREDIT_BARS(X) /* name, code, zh, en: what to do */ \
    X(NONE,        "none",        "可以",                 "nothing") \
    X(NO_RUN,      "no_run",      "该月没有运行",         "there is no such run: `yima credit list` shows them") \
    X(DRAWING,     "drawing",     "尚未生成完毕",         "it is still being drawn: let `yima credit run` finish it first") \
    X(FROZEN,      "frozen",      "已批准的运行已冻结",   "it was approved and is frozen: what is wrong in it is put right in the next month") \
    X(WITHDRAWN,   "withdrawn",   "该运行已撤回",         "it was withdrawn: draw the month again with `yima credit run`") \
    X(SAME_PERSON, "same_person", "不得由运行人自行批准", "who ran it may not approve it: another account with the right to approve must, and both must name their member of staff") \
    X(FORBIDDEN,   "forbidden",   "该账号无权批准",       "this account may not approve: grant it a role that may")
/* clang-format on */
#define X(name, code, zh, en) APP_CREDIT_BAR_##name,
enum app_credit_bar { APP_CREDIT_BARS(X) APP_CREDIT_BAR_COUNT };
#undef X
const struct ym_word *app_credit_bar_word(unsigned bar);

/* May this account approve (else: withdraw) the run? r: NULL: there is none. may: has it the right
 * APP_RIGHT_CREDIT_APPROVE; it counts for approval alone. */
enum app_credit_bar app_credit_bar_of(const struct app_credit_run *r, int64_t account, bool may,
                                      bool approves);

/* A decision on the newest run of a month. */
struct app_credit_verdict {
    ym_day month;
    bool approves;         /* false: withdraws */
    bool may;              /* as above */
    int64_t account;       /* who decides */
    struct ym_span login;  /* of that account */
    struct ym_span reason; /* withdrawing: 1..APP_CREDIT_REASON_CHARS_MAX characters */
    ym_usec at;
};

/* ---- The port ---- */

/* err: OK, NOT_FOUND, CONFLICT, UNAVAILABLE, BUSY or INTERNAL; rows only when OK. */
typedef void app_credit_profile_fn(void *arg, enum ym_err err, const struct app_credit_row *row);
typedef void app_credit_runs_fn(void *arg, enum ym_err err, const struct app_credit_run *runs,
                                size_t n);
typedef void app_credit_months_fn(void *arg, enum ym_err err, const ym_day *months, size_t n);
/* OK: done; REFUSED: bar says why not. */
typedef void app_credit_decided_fn(void *arg, enum ym_err err, enum app_credit_bar bar);
/* party: NULL when the seat has no identity number (or there is no such seat: NOT_FOUND). */
typedef void app_credit_party_fn(void *arg, enum ym_err err, const unsigned char *party,
                                 uint8_t kind);

struct app_credits; /* whatever implements the port; it begins with its ops */

struct app_credits_ops {
    /* Whose the seat is. */
    void (*party)(struct app_credits *s, struct ym_id dispute, uint8_t seat,
                  app_credit_party_fn *done, void *arg);
    /* The profile of that month, or of the newest one (YM_DAY_NONE); of approved runs alone.
     * NOT_FOUND: there is none. */
    void (*profile)(struct app_credits *s, const unsigned char party[APP_CREDIT_PARTY_LEN],
                    ym_day month, app_credit_profile_fn *done, void *arg);
    /* Approved months of which the party has a profile, newest first, at most
     * APP_CREDIT_MONTHS_MAX. */
    void (*months)(struct app_credits *s, const unsigned char party[APP_CREDIT_PARTY_LEN],
                   app_credit_months_fn *done, void *arg);
    /* Runs, newest first: those of that month alone, or of all (YM_DAY_NONE) before `before`
     * (YM_DAY_NONE: from the newest), at most APP_CREDIT_RUNS_PAGE. */
    void (*runs)(struct app_credits *s, ym_day month, ym_day before, app_credit_runs_fn *done,
                 void *arg);
    /* Approve or withdraw. */
    void (*decide)(struct app_credits *s, const struct app_credit_verdict *v,
                   app_credit_decided_fn *done, void *arg);
};

struct app_credits {
    const struct app_credits_ops *ops;
};

#endif
