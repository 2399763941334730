/* SPDX-License-Identifier: Apache-2.0 */
#include "app/credit.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/month.h"
#include "base/hex.h"

#define HEX_MAX 65 /* 64 digits and their NUL */

const struct ym_word *app_credit_state_word(unsigned state)
{
    static const struct ym_word words[APP_CREDIT_STATE_COUNT] = {
#define X(name, code, zh, en) { code, zh, en },
        APP_CREDIT_STATES(X)
#undef X
    };

    assert(state < APP_CREDIT_STATE_COUNT);
    return &words[state];
}

const struct ym_word *app_credit_count_word(unsigned count)
{
    static const struct ym_word words[APP_CREDIT_N_COUNT] = {
#define X(name, code, zh, en) { code, zh, en },
        APP_CREDIT_COUNTS(X)
#undef X
    };

    assert(count < APP_CREDIT_N_COUNT);
    return &words[count];
}

const struct ym_word *app_credit_bar_word(unsigned bar)
{
    static const struct ym_word words[APP_CREDIT_BAR_COUNT] = {
#define X(name, code, zh, en) { code, zh, en },
        APP_CREDIT_BARS(X)
#undef X
    };

    assert(bar < APP_CREDIT_BAR_COUNT);
    return &words[bar];
}

/* ---- Places ---- */

uint32_t app_credit_bucket(const unsigned char party[APP_CREDIT_PARTY_LEN])
{
    return (uint32_t)party[0] * 4 + (uint32_t)(party[1] >> 6);
}

struct ym_span app_credit_label(ym_day month, const unsigned char party[APP_CREDIT_PARTY_LEN],
                                char room[APP_CREDIT_LABEL_MAX])
{
    char text[APP_MONTH_TEXT_MAX];
    char hex[HEX_MAX];
    int n;

    app_month_print(month, text);
    ym_hex(party, APP_CREDIT_PARTY_LEN, hex);
    n = snprintf(room, APP_CREDIT_LABEL_MAX, "credit_profile.body/%s/%s", text, hex);
    assert(n > 0 && n < APP_CREDIT_LABEL_MAX);
    return (struct ym_span){ room, (size_t)n };
}

/* ---- The statement ---- */

size_t app_credit_statement(const struct app_credit_run *r, char ret[APP_CREDIT_STATEMENT_MAX])
{
    char month[APP_MONTH_TEXT_MAX];
    char formula[HEX_MAX], previous[HEX_MAX], profiles[HEX_MAX];
    int n;

    app_month_print(r->month, month);
    ym_hex(r->formula_sha256, sizeof(r->formula_sha256), formula);
    ym_hex(r->previous_sha256, sizeof(r->previous_sha256), previous);
    ym_hex(r->profiles_sha256, sizeof(r->profiles_sha256), profiles);
    n = snprintf(ret, APP_CREDIT_STATEMENT_MAX,
                 "{\"counts\":{\"legal\":\"%" PRId64 "\",\"natural\":\"%" PRId64
                 "\"},\"formula\":\"%s\",\"formula_sha256\":\"%s\",\"month\":\"%s\","
                 "\"previous_sha256\":\"%s\",\"profiles_sha256\":\"%s\",\"v\":1}",
                 r->n[APP_CREDIT_N_LEGAL], r->n[APP_CREDIT_N_NATURAL], r->formula, formula, month,
                 previous, profiles);
    assert(n > 0 && n < APP_CREDIT_STATEMENT_MAX);
    return (size_t)n;
}

/* ---- The statement of the approval ---- */

/* A text that is being made; there is always room, since every part has a limit. */
struct text {
    char *at;
    size_t n;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *t, const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(t->at + t->n, APP_CREDIT_APPROVAL_MAX - t->n, format, args);
    va_end(args);
    assert(n >= 0 && (size_t)n < APP_CREDIT_APPROVAL_MAX - t->n);
    t->n += (size_t)n;
}

static void put_known(struct text *t, const char *word, int64_t number)
{
    if (number == APP_CREDIT_UNKNOWN)
        put(t, "%s-", word);
    else
        put(t, "%s%" PRId64, word, number);
}

static void put_person(struct text *t, const char *word, int64_t account, int64_t staff)
{
    put(t, "\n%s %" PRId64, word, account);
    put_known(t, " ", staff);
}

static void put_login(struct text *t, const char *login)
{
    char hex[2 * APP_LOGIN_CHARS_MAX + 1];

    ym_hex((const unsigned char *)login, strlen(login), hex);
    put(t, " %s", hex);
}

static void put_tally(struct text *t, const int64_t n[APP_CREDIT_N_COUNT])
{
    size_t count = APP_CREDIT_N_COUNT;

    while (count > 1 && n[count - 1] == 0)
        count--;
    put(t, "\ntally");
    for (size_t i = 0; i < count; i++)
        put(t, " %" PRId64, n[i]);
}

size_t app_credit_approval(const struct app_credit_run *r, char ret[APP_CREDIT_APPROVAL_MAX])
{
    struct text t = { ret, 0 };
    char month[APP_MONTH_TEXT_MAX];
    char hash[HEX_MAX], procedures[HEX_MAX] = "-";

    app_month_print(r->month, month);
    ym_hex(r->sha256, sizeof(r->sha256), hash);
    if (r->has_procedures)
        ym_hex(r->procedures, sizeof(r->procedures), procedures);
    put(&t, "yima credit approval 2\nmonth %s\nrun %d\nsha256 %s", month, r->run, hash);
    put_known(&t, "\nedition ", r->edition);
    put(&t, "\nprocedures %s\nbegun_at %" PRId64 "\ndrawn_at %" PRId64 "\ndecided_at %" PRId64,
        procedures, r->begun_at, r->drawn_at, r->decided_at);
    put_person(&t, "runner", r->runner, r->runner_staff);
    put_login(&t, r->runner_login);
    put_person(&t, "approver", r->approver, r->approver_staff);
    put_login(&t, r->approver_login);
    put_tally(&t, r->n);
    put(&t, "\n");
    return t.n;
}

const unsigned char *app_credit_stands_on(const struct app_credit_run *before)
{
    return before->has_approval ? before->approval_sha256 : before->sha256;
}

/* ---- Decisions ---- */

static enum app_credit_bar bar_of_state(unsigned state, bool approves)
{
    switch (state) {
    case APP_CREDIT_DRAWING:
        return approves ? APP_CREDIT_BAR_DRAWING : APP_CREDIT_BAR_NONE;
    case APP_CREDIT_WAITING:
        return APP_CREDIT_BAR_NONE;
    case APP_CREDIT_APPROVED:
        return APP_CREDIT_BAR_FROZEN;
    case APP_CREDIT_WITHDRAWN:
        return APP_CREDIT_BAR_WITHDRAWN;
    default:
        return APP_CREDIT_BAR_NO_RUN;
    }
}

enum app_credit_bar app_credit_bar_of(const struct app_credit_run *r, int64_t account, bool may,
                                      bool approves)
{
    const enum app_credit_bar bar =
        r == NULL ? APP_CREDIT_BAR_NO_RUN : bar_of_state(r->state, approves);

    if (bar != APP_CREDIT_BAR_NONE || !approves)
        return bar;
    if (!may)
        return APP_CREDIT_BAR_FORBIDDEN;
    return r->runner == account ? APP_CREDIT_BAR_SAME_PERSON : APP_CREDIT_BAR_NONE;
}
