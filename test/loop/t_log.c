/* SPDX-License-Identifier: Apache-2.0 */
/* The log: valid JSON whatever the bytes, one write a turn, and never in the way. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loop/log.h"

#define PREFIX "\"level\":\"info\",\"msg\":\"m\""

/* A pipe; [0] is read by the test, [1] is the log's and would wait, as stderr does. */
static void open_pipe(int fd[2])
{
    assert_int_equal(pipe(fd), 0);
    assert_int_equal(fcntl(fd[0], F_SETFL, O_NONBLOCK), 0);
}

/* What follows the time in the one line that is in the pipe. */
static void line_is(int fd, const char *expected)
{
    char text[8192];
    const ssize_t n = read(fd, text, sizeof(text) - 1);
    const char *at;

    assert_true(n > 0);
    text[n] = '\0';
    assert_memory_equal(text, "{\"ts\":\"20", 9);
    at = strchr(text, ',');
    assert_non_null(at);
    if (strncmp(at + 1, expected, strlen(expected)) != 0 ||
        strcmp(at + 1 + strlen(expected), "}\n") != 0)
        fail_msg("expected %s\n     got %s", expected, at + 1);
}

static void test_fields(void **state)
{
    int fd[2];
    struct ym_log *log;

    (void)state;
    open_pipe(fd);
    log = ym_log_new(NULL, fd[1], YM_LOG_INFO);
    ym_log(log, INFO, "m", ym_log_text("t", "码"), ym_log_int("i", INT64_MIN),
           ym_log_id("d", UINT64_MAX));
    line_is(fd[0],
            PREFIX ",\"t\":\"码\",\"i\":-9223372036854775808,\"d\":\"18446744073709551615\"");
    ym_log_write(log, YM_LOG_INFO, "m", NULL, 0);
    line_is(fd[0], PREFIX);
    ym_log_write(log, YM_LOG_DEBUG, "m", NULL, 0);
    assert_int_equal(read(fd[0], &(char){ 0 }, 1), -1);
    ym_log_write(NULL, YM_LOG_ERROR, "m", NULL, 0);
    ym_log_free(log);
    close(fd[0]);
    close(fd[1]);
}

/* Control bytes, quotes, and every way in which UTF-8 can be wrong: RFC 3629's table. */
static void test_escapes(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        { "a\"b\\c", "a\\\"b\\\\c" },
        { "\n\t\x01\x7f", "\\u000a\\u0009\\u0001\\u007f" },
        { "\xc3\xa9\xe7\xa0\x81\xf0\x9f\x9f\xa2", "\xc3\xa9\xe7\xa0\x81\xf0\x9f\x9f\xa2" },
        { "\x80", "\xef\xbf\xbd" },
        { "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xe0\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xf0\x80\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xf5", "\xef\xbf\xbd" },
        { "\xe7\xa0", "\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xe7x", "\xef\xbf\xbdx" },
    };
    int fd[2];
    struct ym_log *log;

    (void)state;
    open_pipe(fd);
    log = ym_log_new(NULL, fd[1], YM_LOG_DEBUG);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char expected[256];

        snprintf(expected, sizeof(expected), PREFIX ",\"k\":\"%s\"", rows[i].out);
        ym_log(log, INFO, "m", ym_log_text("k", rows[i].in));
        line_is(fd[0], expected);
    }
    ym_log_free(log);
    close(fd[0]);
    close(fd[1]);
}

/* A text at the limit is whole, one byte past it is cut between characters. */
static void test_text_limit(void **state)
{
    char text[YM_LOG_TEXT_MAX + 2];
    char whole[YM_LOG_TEXT_MAX + 1];
    char expected[YM_LOG_TEXT_MAX + 100];
    int fd[2];
    struct ym_log *log;

    (void)state;
    open_pipe(fd);
    memset(whole, 'x', YM_LOG_TEXT_MAX);
    whole[YM_LOG_TEXT_MAX] = '\0';
    log = ym_log_new(NULL, fd[1], YM_LOG_DEBUG);
    for (int past = 0; past <= 1; past++) {
        memset(text, 'x', sizeof(text));
        text[YM_LOG_TEXT_MAX + past] = '\0';
        snprintf(expected, sizeof(expected), PREFIX ",\"k\":\"%s%s\"", whole,
                 past ? "\xe2\x80\xa6" : "");
        ym_log(log, INFO, "m", ym_log_text("k", text));
        line_is(fd[0], expected);
    }
    ym_log_free(log);
    close(fd[0]);
    close(fd[1]);
}

/* With a loop nothing is written until the end of the turn, and then all of it at once. */
static void test_turn(void **state)
{
    struct ym_loop *loop = ym_loop_new(0, NULL);
    char text[1024];
    int fd[2];
    struct ym_log *log;
    ssize_t n;

    (void)state;
    open_pipe(fd);
    log = ym_log_new(loop, fd[1], YM_LOG_DEBUG);
    ym_log_write(log, YM_LOG_INFO, "one", NULL, 0);
    ym_log_write(log, YM_LOG_INFO, "two", NULL, 0);
    assert_int_equal(read(fd[0], text, sizeof(text)), -1);
    ym_loop_run(loop);
    n = read(fd[0], text, sizeof(text) - 1);
    assert_true(n > 0);
    text[n] = '\0';
    assert_non_null(strstr(text, "one"));
    assert_non_null(strstr(text, "two"));
    ym_log_free(log);
    ym_loop_free(loop);
    close(fd[0]);
    close(fd[1]);
}

/* Everything that is in the pipe now, behind what is in text already. */
static size_t drain(int fd, char *text, size_t n, size_t size)
{
    ssize_t got;

    while ((got = read(fd, text + n, size - 1 - n)) > 0)
        n += (size_t)got;
    text[n] = '\0';
    return n;
}

#define FLOOD       1000
#define FLOOD_BYTES (4u << 20)

static void on_stop(void *arg)
{
    ym_loop_stop(arg);
}

/* A reader that does not read: lines are lost and counted, the program goes on. When it reads again
 * it gets whole lines, every one but those that were lost, and one that says how many. */
static void test_full_pipe(void **state)
{
    struct ym_loop *loop = ym_loop_new(0, NULL);
    char *all = malloc(FLOOD_BYTES);
    int fd[2];
    struct ym_log *log;
    char text[YM_LOG_TEXT_MAX];
    char told[64];
    uint64_t dropped;
    unsigned lines = 0;
    size_t n = 0;

    (void)state;
    assert_non_null(all);
    open_pipe(fd);
    memset(text, 'x', sizeof(text));
    log = ym_log_new(loop, fd[1], YM_LOG_DEBUG);
    for (int i = 0; i < FLOOD; i++)
        ym_log(log, INFO, "m", ym_log_span("k", (struct ym_span){ text, sizeof(text) }));
    ym_loop_run(loop); /* what waits for the reader does not keep it running */
    dropped = ym_log_dropped(log);
    assert_in_range(dropped, 800, 900);    /* the pipe and the buffer hold 64 KiB each */
    while (ym_log_dropped(log) == dropped) /* until the pipe cannot take the rest */
        ym_log(log, INFO, "m", ym_log_span("k", (struct ym_span){ text, sizeof(text) }));
    dropped = ym_log_dropped(log);
    for (unsigned turns = 0; turns < 600; turns++) { /* the log tries again by itself */
        struct ym_timer *stop;

        n = drain(fd[0], all, n, FLOOD_BYTES);
        if (strstr(all, "dropped") != NULL)
            break;
        stop = ym_timer_new(loop, on_stop, loop);
        ym_timer_start(stop, 100, 0);
        ym_loop_run(loop);
        ym_timer_free(stop);
    }
    snprintf(told, sizeof(told), "\"log lines were dropped\",\"lines\":%u}\n", (unsigned)dropped);
    assert_non_null(strstr(all, told));
    for (char *line = all, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        assert_memory_equal(line, "{\"ts\":", 6);
        assert_int_equal(end[-1], '}');
        lines++;
    }
    assert_true(lines > FLOOD - dropped);
    ym_log_free(log);
    ym_loop_free(loop);
    free(all);
    close(fd[0]);
    close(fd[1]);
}

static void test_text(void **state)
{
    enum ym_log_level level;
    char text[256];
    int fd[2];
    struct ym_log *log;
    ssize_t n;

    (void)state;
    open_pipe(fd);
    log = ym_log_new(NULL, fd[1], YM_LOG_ERROR);
    ym_log_set_format(log, YM_LOG_AS_TEXT);
    assert_true(ym_log_level_of("warn", &level));
    assert_false(ym_log_level_of("WARN", &level));
    assert_false(ym_log_level_of("", &level));
    ym_log(log, WARN, "lost", ym_log_text("why", "a\"b"), ym_log_int("n", -1));
    ym_log_set_level(log, level);
    ym_log(log, WARN, "kept", ym_log_text("why", "a\"b"), ym_log_int("n", -1));
    n = read(fd[0], text, sizeof(text) - 1);
    assert_true(n > 0);
    text[n] = '\0';
    assert_string_equal(strchr(text, ' '), " warn  kept why=\"a\\\"b\" n=-1\n");
    ym_log_free(log);
    close(fd[0]);
    close(fd[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),     cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_text_limit), cmocka_unit_test(test_turn),
        cmocka_unit_test(test_full_pipe),  cmocka_unit_test(test_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
