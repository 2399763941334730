/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of accounts: logins, passwords, sessions' ends, one-time passwords, grants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "app/account.h"
#include "yima/command.h"

#define NOW (INT64_C(1795000000) * YM_USEC_PER_SECOND)

static struct ym_span repeated(char *room, char c, size_t n)
{
    memset(room, c, n);
    return (struct ym_span){ room, n };
}

static void logins_are_folded_and_bounded(void **state)
{
    char folded[APP_LOGIN_CHARS_MAX + 1];
    char room[APP_LOGIN_CHARS_MAX + 1];

    (void)state;
    assert_true(app_login_fold(YM_SPAN("Zhou.Min_3@Binjiang-1"), folded));
    assert_string_equal(folded, "zhou.min_3@binjiang-1");
    assert_true(app_login_fold(repeated(room, 'a', APP_LOGIN_CHARS_MIN), folded));
    assert_true(app_login_fold(repeated(room, 'a', APP_LOGIN_CHARS_MAX), folded));
    assert_false(app_login_fold(repeated(room, 'a', APP_LOGIN_CHARS_MIN - 1), folded));
    assert_false(app_login_fold(repeated(room, 'a', APP_LOGIN_CHARS_MAX + 1), folded));
    assert_false(app_login_fold(YM_SPAN("周敏"), folded));
    assert_false(app_login_fold(YM_SPAN("a b"), folded));
    assert_false(app_login_fold(YM_SPAN(".ab"), folded));
    assert_false(app_login_fold(YM_SPAN("a%b"), folded));
    assert_false(app_login_fold((struct ym_span){ "a\0b", 3 }, folded));
}

static struct app_person person_of(int64_t account, int64_t first, int64_t second)
{
    const struct app_account a = { .id = account,
                                   .ngrants = 3,
                                   .grants = {
                                       { .staff = first }, { .staff = 0 }, { .staff = second } } };
    struct app_person ret;

    app_person_of(&a, &ret);
    return ret;
}

static bool are_two(struct app_person a, struct app_person b)
{
    assert_int_equal(app_is_other_person(&a, &b), app_is_other_person(&b, &a));
    return app_is_other_person(&a, &b);
}

static void people_are_told_apart_by_their_members_of_staff(void **state)
{
    (void)state;
    assert_true(are_two(person_of(1, 5001, 0), person_of(2, 5002, 5003)));
    assert_false(are_two(person_of(1, 5001, 0), person_of(1, 5002, 0))); /* one account */
    assert_false(are_two(person_of(1, 5001, 0), person_of(2, 5002, 5001)));
    assert_false(are_two(person_of(1, 0, 0), person_of(2, 5002, 0))); /* nothing tells */
    assert_false(are_two(person_of(1, 0, 0), person_of(2, 0, 0)));
}

static bool admits(struct ym_span password)
{
    struct ym_error why;
    const enum ym_err err = app_password_check(password, YM_SPAN("zhoumin"), &why);

    assert_true(err == YM_E_OK || err == YM_E_UNPROCESSABLE);
    return err == YM_E_OK;
}

static void passwords_are_long_and_not_guessed(void **state)
{
    char room[APP_PASSWORD_BYTES_MAX + 2];

    (void)state;
    assert_true(admits(YM_SPAN("abcdefghiz")));
    assert_false(admits(YM_SPAN("abcdefghz"))); /* nine */
    assert_true(admits(YM_SPAN("调解不成可以起诉吗"
                               "呢"))); /* ten characters, thirty bytes */
    assert_false(admits(YM_SPAN("调解不成可以起诉吗")));
    (void)repeated(room, 'x', sizeof(room));
    room[0] = 'y';
    assert_true(admits((struct ym_span){ room, APP_PASSWORD_BYTES_MAX }));
    assert_false(admits((struct ym_span){ room, APP_PASSWORD_BYTES_MAX + 1 }));
    assert_false(admits(YM_SPAN("my ZhouMin password"))); /* the login, in whatever case */
    assert_false(admits(YM_SPAN("Password123")));
    assert_false(admits(YM_SPAN("1234567890")));
    assert_false(admits(YM_SPAN("zzzzzzzzzzzz")));
    assert_true(admits(YM_SPAN("password123 and more"))); /* no class of characters is asked for */
    assert_false(admits((struct ym_span){ "abcdefghij\x01z", 12 }));
    assert_false(admits((struct ym_span){ "abcdefghij\xff", 11 }));
}

static void sessions_end_by_age_and_by_rest(void **state)
{
    struct app_session s;
    const ym_usec second = YM_USEC_PER_SECOND;

    (void)state;
    app_session_begin_account(&s, 7, YM_ROLE_MEDIATOR, NOW);
    s.is_good = true;
    assert_int_equal(s.seat, YM_SEAT_NONE);
    assert_false(app_session_is_over(&s, NOW));
    assert_false(app_session_is_over(&s, NOW + APP_SESSION_IDLE_S * second - 1));
    assert_true(app_session_is_over(&s, NOW + APP_SESSION_IDLE_S * second));
    assert_false(app_session_is_over(&s, NOW - YM_USEC_PER_DAY)); /* a clock that was set back */
    s.seen_at = NOW + APP_SESSION_S * second - 1;
    assert_false(app_session_is_over(&s, NOW + APP_SESSION_S * second - 1));
    assert_true(app_session_is_over(&s, NOW + APP_SESSION_S * second));
    s.is_good = false;
    assert_true(app_session_is_over(&s, NOW));

    app_session_begin_party(&s, (struct ym_id){ 5 }, 1, NOW);
    s.is_good = true;
    assert_int_equal(s.role, YM_ROLE_PARTY);
    assert_int_equal(s.account, 0);
    assert_false(app_session_is_over(&s, NOW + APP_SESSION_PARTY_IDLE_S * second - 1));
    assert_true(app_session_is_over(&s, NOW + APP_SESSION_PARTY_IDLE_S * second));
    s.seen_at = s.expires_at;
    assert_true(app_session_is_over(&s, NOW + APP_SESSION_PARTY_S * second));
}

/* A code that tells its step. */
static unsigned code_of(const unsigned char secret[APP_TOTP_SECRET_LEN], int64_t step)
{
    (void)secret;
    return (unsigned)(step % 1000000);
}

static bool same(const void *a, const void *b, size_t n)
{
    return memcmp(a, b, n) == 0;
}

static int64_t find(int64_t step, int64_t used)
{
    static const struct app_credentials c = { .totp_code = code_of, .same = same };
    static const unsigned char secret[APP_TOTP_SECRET_LEN] = { 0 };
    char text[APP_TOTP_DIGITS];
    int64_t rest = step % 1000000;

    for (size_t i = APP_TOTP_DIGITS; i > 0; i--) {
        text[i - 1] = (char)('0' + rest % 10);
        rest /= 10;
    }
    return app_totp_find(&c, secret, (struct ym_span){ text, sizeof(text) }, NOW, used);
}

static void a_code_is_right_for_three_steps_and_once(void **state)
{
    static const struct app_credentials c = { .totp_code = code_of, .same = same };
    static const unsigned char secret[APP_TOTP_SECRET_LEN] = { 0 };
    const int64_t now = NOW / (APP_TOTP_STEP_S * YM_USEC_PER_SECOND);

    (void)state;
    assert_int_equal(find(now, 0), now);
    assert_int_equal(find(now - 1, 0), now - 1);
    assert_int_equal(find(now + 1, 0), now + 1);
    assert_int_equal(find(now - 2, 0), 0);
    assert_int_equal(find(now + 2, 0), 0);
    assert_int_equal(find(now, now - 1), now);
    assert_int_equal(find(now, now), 0);
    assert_int_equal(find(now - 1, now), 0); /* an older one after a newer one */
    assert_int_equal(app_totp_find(&c, secret, YM_SPAN("12345"), NOW, 0), 0);
    assert_int_equal(app_totp_find(&c, secret, YM_SPAN("1234567"), NOW, 0), 0);
    assert_int_equal(app_totp_find(&c, secret, YM_SPAN("12345a"), NOW, 0), 0);
}

static void a_grant_of_disabled_staff_cannot_be_used(void **state)
{
    const struct app_account a = { .ngrants = 2,
                                   .grants = { { .role = YM_ROLE_MEDIATOR, .is_usable = true },
                                               { .role = YM_ROLE_BODY_MANAGER } } };

    (void)state;
    assert_ptr_equal(app_account_grant(&a, YM_ROLE_MEDIATOR), &a.grants[0]);
    assert_null(app_account_grant(&a, YM_ROLE_BODY_MANAGER));
    assert_null(app_account_grant(&a, YM_ROLE_ADMIN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logins_are_folded_and_bounded),
        cmocka_unit_test(people_are_told_apart_by_their_members_of_staff),
        cmocka_unit_test(passwords_are_long_and_not_guessed),
        cmocka_unit_test(sessions_end_by_age_and_by_rest),
        cmocka_unit_test(a_code_is_right_for_three_steps_and_once),
        cmocka_unit_test(a_grant_of_disabled_staff_cannot_be_used),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
