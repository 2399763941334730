/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"

#include <assert.h>
#include <string.h>

#include "yima/command.h"
#include "yima/utf8.h"

const struct app_grant *app_account_grant(const struct app_account *a, unsigned role)
{
    for (size_t i = 0; i < a->ngrants; i++) {
        if (a->grants[i].role == role && a->grants[i].is_usable)
            return &a->grants[i];
    }
    return NULL;
}

/* ---- Sessions ---- */

bool app_session_is_over(const struct app_session *s, ym_usec now)
{
    const int64_t idle_s = s->account != 0 ? APP_SESSION_IDLE_S : APP_SESSION_PARTY_IDLE_S;

    return !s->is_good || s->expires_at <= now || s->seen_at + idle_s * YM_USEC_PER_SECOND <= now;
}

static void begin(struct app_session *s, ym_usec now, int64_t length_s)
{
    s->opened_at = s->seen_at = now;
    s->expires_at = now + length_s * YM_USEC_PER_SECOND;
}

void app_session_begin_account(struct app_session *s, int64_t account, unsigned role, ym_usec now)
{
    assert(role < YM_ROLE_COUNT);
    *s = (struct app_session){ .account = account, .role = (uint8_t)role, .seat = YM_SEAT_NONE };
    begin(s, now, APP_SESSION_S);
}

void app_session_begin_party(struct app_session *s, struct ym_id dispute, unsigned seat,
                             ym_usec now)
{
    assert(seat < YM_SEAT_NONE);
    *s = (struct app_session){ .role = YM_ROLE_PARTY, .seat = (uint8_t)seat, .dispute = dispute };
    begin(s, now, APP_SESSION_PARTY_S);
}

int64_t app_account_id(void (*random)(void *ret, size_t n))
{
    uint64_t v = 0;

    do {
        random(&v, sizeof(v));
        v &= (uint64_t)APP_ACCOUNT_ID_MAX;
    } while (v == 0);
    return (int64_t)v;
}

/* ---- People ---- */

void app_person_of(const struct app_account *a, struct app_person *ret)
{
    *ret = (struct app_person){ .account = a->id };
    for (size_t i = 0; i < a->ngrants && i < YM_ROLE_COUNT; i++) {
        if (a->grants[i].staff != 0)
            ret->staff[ret->n++] = a->grants[i].staff;
    }
}

bool app_is_other_person(const struct app_person *a, const struct app_person *b)
{
    if (a->account == b->account || a->n == 0 || b->n == 0)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < b->n; k++) {
            if (a->staff[i] == b->staff[k])
                return false;
        }
    }
    return true;
}

/* ---- Words ---- */

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool app_login_fold(struct ym_span text, char ret[APP_LOGIN_CHARS_MAX + 1])
{
    if (text.n < APP_LOGIN_CHARS_MIN || text.n > APP_LOGIN_CHARS_MAX)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        const char c = folded(text.at[i]);

        if (!is_letter_or_digit(c) && (i == 0 || c == '\0' || strchr("._-@", c) == NULL))
            return false;
        ret[i] = c;
    }
    ret[text.n] = '\0';
    return true;
}

/* Does the password hold the word, letters in either case? */
static bool holds(struct ym_span password, struct ym_span word)
{
    for (size_t at = 0; at + word.n <= password.n; at++) {
        size_t i = 0;

        while (i < word.n && folded(password.at[at + i]) == folded(word.at[i]))
            i++;
        if (i == word.n)
            return true;
    }
    return false;
}

/* Of those that people choose again and again, the ones long enough to be admitted otherwise, and
 * words that such passwords are made of. Letters in either case. */
static const char *const commonest[] = {
    "1234567890",   "0123456789",   "12345678910",   "123456789a",   "a123456789",   "1111111111",
    "0000000000",   "6666666666",   "8888888888",    "9999999999",   "1122334455",   "5201314520",
    "1314520520",   "7758521521",   "1qaz2wsx3edc",  "qwertyuiop",   "qwerty12345",  "qwerty1234",
    "1q2w3e4r5t",   "q1w2e3r4t5",   "zaq12wsxcde3",  "asdfghjkl;",   "zxcvbnm123",   "password12",
    "password123",  "password1234", "passw0rd123",   "p@ssw0rd123",  "p@ssword123",  "iloveyou123",
    "admin12345",   "admin123456",  "administrator", "welcome123",   "woaini1314",   "woaini520520",
    "woaini123456", "abcdefghij",   "abcdefghijk",   "abc1234567",   "abcd123456",   "letmein123",
    "changeme123",  "aa12345678",   "qq12345678",    "asd123456789", "qazwsxedcrfv", "tiaojie123",
    "tiaojie12345", "binjiang123",  "hangzhou123",   "zhejiang123",  "yima123456",   "mima123456",
};

static bool is_common(struct ym_span password)
{
    for (size_t i = 0; i < sizeof(commonest) / sizeof(commonest[0]); i++) {
        const struct ym_span word = ym_span_of(commonest[i]);

        if (password.n == word.n && holds(password, word))
            return true;
    }
    for (size_t i = 1; i < password.n; i++) {
        if (password.at[i] != password.at[0])
            return false;
    }
    return true; /* one byte over and over */
}

enum ym_err app_password_check(struct ym_span password, struct ym_span login,
                               struct ym_error *reterr)
{
    if (password.n > APP_PASSWORD_BYTES_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "a password has at most %d bytes",
                       APP_PASSWORD_BYTES_MAX);
    if (!ym_utf8_plain(password))
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "a password takes any characters but control characters");
    if (ym_utf8_chars(password) < APP_PASSWORD_CHARS_MIN)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "a password has at least %d characters",
                       APP_PASSWORD_CHARS_MIN);
    if (login.n > 0 && holds(password, login))
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "a password may not hold the login name: choose words that only you would");
    if (is_common(password))
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "this is one of the passwords that are tried first: choose another");
    return YM_E_OK;
}

/* ---- One-time passwords ---- */

int64_t app_totp_find(const struct app_credentials *c,
                      const unsigned char secret[APP_TOTP_SECRET_LEN], struct ym_span code,
                      ym_usec now, int64_t used)
{
    const int64_t step = now / (APP_TOTP_STEP_S * YM_USEC_PER_SECOND);
    unsigned given = 0;
    int64_t found = 0;

    if (code.n != APP_TOTP_DIGITS)
        return 0;
    for (size_t i = 0; i < code.n; i++) {
        if (code.at[i] < '0' || code.at[i] > '9')
            return 0;
        given = given * 10 + (unsigned)(code.at[i] - '0');
    }
    for (int64_t at = step - APP_TOTP_DRIFT; at <= step + APP_TOTP_DRIFT; at++) {
        const unsigned right = c->totp_code(secret, at);

        if (c->same(&right, &given, sizeof(right)) && at > used)
            found = at;
    }
    return found;
}
