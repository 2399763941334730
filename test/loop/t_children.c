/* SPDX-License-Identifier: Apache-2.0 */
/* Processes for fragile work: what they write, how they fail, how many there may be. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "loop/children.h"

#define HANG_MS    600000 /* longer than any machine needs: then it hangs */
#define OUTPUT_MAX 1000000

struct seen {
    enum ym_err err;
    size_t n;
    char text[64];
    unsigned calls;
};

struct bed {
    struct ym_loop *loop;
    struct ym_children *children;
    struct seen seen[8];
    unsigned left; /* jobs that have not ended */
};

static void on_done(void *arg, enum ym_err err, struct ym_span output)
{
    struct seen *s = arg;

    s->calls++;
    s->err = err;
    s->n = output.n;
    if (output.n < sizeof(s->text) && output.n > 0)
        memcpy(s->text, output.at, output.n);
}

static void open_bed(struct bed *b, char **argv, unsigned running, unsigned waiting,
                     uint32_t timeout_ms)
{
    memset(b, 0, sizeof(*b));
    b->loop = ym_loop_new(0, NULL);
    assert_non_null(b->loop);
    b->children = ym_children_new(&(struct ym_children_config){ .loop = b->loop,
                                                                .argv = argv,
                                                                .running_max = running,
                                                                .waiting_max = waiting,
                                                                .output_max = OUTPUT_MAX,
                                                                .timeout_ms = timeout_ms });
    assert_non_null(b->children);
}

static enum ym_err run(struct bed *b, size_t i, const char *input)
{
    struct ym_buf in;
    struct ym_error why;
    enum ym_err err;

    ym_buf_init(&in, OUTPUT_MAX);
    ym_buf_puts(&in, input);
    err = ym_children_run(b->children, &in, on_done, &b->seen[i], &why);
    ym_buf_release(&in);
    return err;
}

static void close_bed(struct bed *b)
{
    ym_children_close(b->children);
    ym_loop_free(b->loop);
}

static char *cat[] = { (char[]){ "/bin/cat" }, NULL };

static void each_gets_its_own_answer(void **state)
{
    static const char *const words[] = { "one", "two", "three", "four" };
    struct bed b;

    (void)state;
    open_bed(&b, cat, 2, 2, HANG_MS);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(run(&b, i, words[i]), YM_E_OK);
    assert_int_equal(run(&b, 4, "one more"), YM_E_BUSY);
    assert_int_equal(b.seen[0].calls, 0); /* never before the call returned */
    ym_loop_run(b.loop);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(b.seen[i].calls, 1);
        assert_int_equal(b.seen[i].err, YM_E_OK);
        assert_string_equal(b.seen[i].text, words[i]);
    }
    assert_int_equal(b.seen[4].calls, 0);
    close_bed(&b);
}

/* What goes wrong with one job: the words of a shell that stands for the program. */
static enum ym_err ends_with(const char *shell, uint32_t timeout_ms, struct seen *ret)
{
    char words[256];
    char *argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, words, NULL };
    struct bed b;

    assert_true(strlen(shell) < sizeof(words));
    memcpy(words, shell, strlen(shell) + 1);
    open_bed(&b, argv, 1, 0, timeout_ms);
    assert_int_equal(run(&b, 0, "input"), YM_E_OK);
    ym_loop_run(b.loop);
    assert_int_equal(b.seen[0].calls, 1);
    *ret = b.seen[0];
    close_bed(&b);
    return ret->err;
}

static void what_goes_wrong_is_told(void **state)
{
    struct seen s;

    (void)state;
    assert_int_equal(ends_with("exit 1", HANG_MS, &s), YM_E_UNAVAILABLE);
    assert_int_equal(ends_with("kill -SEGV $$", HANG_MS, &s), YM_E_UNAVAILABLE);
    assert_int_equal(ends_with("echo half; kill -KILL $$", HANG_MS, &s), YM_E_UNAVAILABLE);
    assert_int_equal(s.n, 0); /* nothing of half an output */
    assert_int_equal(ends_with("exec sleep 3600", 50, &s), YM_E_UNAVAILABLE);
    assert_int_equal(ends_with("exec 1>&-; exec sleep 3600", 50, &s), YM_E_UNAVAILABLE);
    assert_int_equal(ends_with("printf why; exit 3", HANG_MS, &s), YM_E_UNPROCESSABLE);
    assert_string_equal(s.text, "why");
    assert_int_equal(ends_with("exec 0<&-; echo fine", HANG_MS, &s), YM_E_OK);
}

static void output_has_a_limit(void **state)
{
    struct seen s;

    (void)state;
    assert_int_equal(ends_with("head -c 1000000 /dev/zero", HANG_MS, &s), YM_E_OK);
    assert_int_equal(s.n, OUTPUT_MAX);
    assert_int_equal(ends_with("head -c 1000001 /dev/zero", HANG_MS, &s), YM_E_TOO_LARGE);
    assert_int_equal(s.n, 0);
}

static void a_program_that_is_not_there(void **state)
{
    char *argv[] = { (char[]){ "/nowhere/yima" }, NULL };
    struct bed b;

    (void)state;
    open_bed(&b, argv, 1, 1, HANG_MS);
    assert_int_equal(run(&b, 0, ""), YM_E_OK);
    assert_int_equal(run(&b, 1, ""), YM_E_OK);
    ym_loop_run(b.loop);
    assert_int_equal(b.seen[0].err, YM_E_UNAVAILABLE);
    assert_int_equal(b.seen[1].err, YM_E_UNAVAILABLE);
    close_bed(&b);
}

static void closing_ends_what_runs_and_waits(void **state)
{
    char *argv[] = { (char[]){ "/bin/sleep" }, (char[]){ "3600" }, NULL };
    struct bed b;

    (void)state;
    open_bed(&b, argv, 1, 2, HANG_MS);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(run(&b, i, ""), YM_E_OK);
    close_bed(&b);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(b.seen[i].calls, 1);
        assert_int_equal(b.seen[i].err, YM_E_UNAVAILABLE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_gets_its_own_answer),
        cmocka_unit_test(what_goes_wrong_is_told),
        cmocka_unit_test(output_has_a_limit),
        cmocka_unit_test(a_program_that_is_not_there),
        cmocka_unit_test(closing_ends_what_runs_and_waits),
    };

    (void)signal(SIGPIPE, SIG_IGN); /* whatever whoever started this did about it */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
