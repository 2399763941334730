/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix of each shipped procedure is the one that was read and agreed on: no row changes its
 * meaning unnoticed. With YM_GOLDEN_WRITE in the environment the matrices are written anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "load.h"
#include "matrix.h"

#define MATRIX_BYTES_MAX (1024 * 1024)

static void write_golden(const char *path, const struct ym_buf *b)
{
    FILE *const file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(b->at, 1, b->n, file), b->n);
    assert_int_equal(fclose(file), 0);
}

/* Name the first line that differs: two pages of matrix help nobody. */
static void assert_same_lines(const char *path, const char *want, const char *got)
{
    for (int line = 1;; line++) {
        const size_t want_n = strcspn(want, "\n");
        const size_t got_n = strcspn(got, "\n");

        if (want_n != got_n || memcmp(want, got, want_n) != 0)
            fail_msg("%s:%d: agreed \"%.*s\", is now \"%.*s\"", path, line, (int)want_n, want,
                     (int)got_n, got);
        want += want_n;
        got += got_n;
        if (*want == '\0' && *got == '\0')
            return;
        if (*want == '\0' || *got == '\0')
            fail_msg("%s:%d: one of the two ends here", path, line);
        want++;
        got++;
    }
}

static void compare(const char *procedure, const char *golden)
{
    struct json_procedure *const jp = load_procedure(procedure);
    struct ym_buf b;

    ym_buf_init(&b, MATRIX_BYTES_MAX);
    matrix_print(json_procedure_get(jp), &b);
    assert_true(ym_buf_ok(&b));
    if (getenv("YM_GOLDEN_WRITE") != NULL) {
        write_golden(golden, &b);
    } else {
        size_t n;
        char *const want = load_file(golden, &n);

        assert_same_lines(golden, want, b.at);
        free(want);
    }
    ym_buf_release(&b);
    json_procedure_free(jp);
}

static void binjiang_is_as_agreed(void **state)
{
    (void)state;
    compare(YM_PROCEDURES_DIR "/binjiang-2020.json", YM_RULE_DIR "/binjiang-2020.golden");
}

static void zhejiang_is_as_agreed(void **state)
{
    (void)state;
    compare(YM_PROCEDURES_DIR "/zhejiang-2025.json", YM_RULE_DIR "/zhejiang-2025.golden");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binjiang_is_as_agreed),
        cmocka_unit_test(zhejiang_is_as_agreed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
