/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar file: RFC 5545's lines, folds and escapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ics.h"
#include "yima/utf8.h"

#define AT INT64_C(1795309200000000) /* 2026-11-22T01:00:00Z */

static struct ym_buf printed;

static struct ics_event event(void)
{
    return (struct ics_event){ .uid = YM_SPAN("7.06XK2@yima"),
                               .sequence = 2,
                               .stamp = AT - 60 * YM_USEC_PER_SECOND,
                               .at = AT,
                               .minutes = 90,
                               .summary = YM_SPAN("调解会") };
}

static const char *print(const struct ics_event *e)
{
    ym_buf_release(&printed);
    ym_buf_init(&printed, 65536);
    ics_print(&printed, e);
    assert_true(ym_buf_ok(&printed));
    return printed.at;
}

static void one_event(void **state)
{
    const struct ics_event e = event();

    (void)state;
    assert_string_equal(print(&e), "BEGIN:VCALENDAR\r\n"
                                   "VERSION:2.0\r\n"
                                   "PRODID:-//Yima//mediation//ZH\r\n"
                                   "CALSCALE:GREGORIAN\r\n"
                                   "METHOD:PUBLISH\r\n"
                                   "BEGIN:VEVENT\r\n"
                                   "UID:7.06XK2@yima\r\n"
                                   "SEQUENCE:2\r\n"
                                   "DTSTAMP:20261122T005900Z\r\n"
                                   "LAST-MODIFIED:20261122T005900Z\r\n"
                                   "DTSTART:20261122T010000Z\r\n"
                                   "DTEND:20261122T023000Z\r\n"
                                   "STATUS:CONFIRMED\r\n"
                                   "SUMMARY:调解会\r\n"
                                   "END:VEVENT\r\n"
                                   "END:VCALENDAR\r\n");
}

static void says_that_it_is_cancelled(void **state)
{
    struct ics_event e = event();

    (void)state;
    e.is_cancelled = true;
    assert_non_null(strstr(print(&e), "\r\nSTATUS:CANCELLED\r\n"));
    assert_null(strstr(print(&e), "CONFIRMED"));
}

static void escapes(void **state)
{
    struct ics_event e = event();

    (void)state;
    e.location = YM_SPAN("3栋,2室;\\门\r\n请按铃");
    assert_non_null(strstr(print(&e), "\r\nLOCATION:3栋\\,2室\\;\\\\门\\n请按铃\r\n"));
}

/* No line is longer than 75 octets, none is cut inside a character, and unfolded it is the text. */
static void folds(void **state)
{
    char text[400], unfolded[1024];
    struct ics_event e = event();
    size_t n;

    (void)state;
    for (n = 1; n < 200; n++) {
        const char *line, *end;
        size_t at = 0;

        memset(text, 'x', n % 4);
        for (size_t i = n % 4; i + 3 <= n; i += 3)
            memcpy(text + i, "调", 3), text[i + 3] = '\0';
        text[n < 3 ? n % 4 : (n - n % 4) / 3 * 3 + n % 4] = '\0';
        e.description = ym_span_of(text);
        for (line = print(&e); *line != '\0'; line = end + 2) {
            end = strstr(line, "\r\n");
            assert_non_null(end);
            assert_true(end - line <= ICS_LINE_OCTETS);
            assert_true(ym_utf8_valid((struct ym_span){ line, (size_t)(end - line) }));
            if (strncmp(line, "DESCRIPTION:", 12) == 0) {
                memcpy(unfolded, line + 12, (size_t)(end - line) - 12);
                at = (size_t)(end - line) - 12;
            } else if (line[0] == ' ') {
                memcpy(unfolded + at, line + 1, (size_t)(end - line) - 1);
                at += (size_t)(end - line) - 1;
            }
        }
        assert_int_equal(at, e.description.n);
        assert_memory_equal(unfolded, text, at);
    }
}

static int release(void **state)
{
    (void)state;
    ym_buf_release(&printed);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_event),
        cmocka_unit_test(says_that_it_is_cancelled),
        cmocka_unit_test(escapes),
        cmocka_unit_test(folds),
    };

    return cmocka_run_group_tests(tests, NULL, release);
}
