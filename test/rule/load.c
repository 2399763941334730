/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FILE_BYTES_MAX (1024 * 1024)

char *load_file(const char *path, size_t *ret_n)
{
    FILE *const file = fopen(path, "rb");
    char *text;

    if (file == NULL)
        fail_msg("cannot open %s", path);
    text = malloc(FILE_BYTES_MAX + 1);
    assert_non_null(text);
    *ret_n = fread(text, 1, FILE_BYTES_MAX, file);
    assert_int_equal(fclose(file), 0);
    assert_true(*ret_n > 0 && *ret_n < FILE_BYTES_MAX);
    text[*ret_n] = '\0';
    return text;
}

struct json_procedure *load_text(const char *what, const char *text, size_t n)
{
    struct json_procedure *jp = NULL;
    struct ym_error err;

    if (json_procedure_parse((struct ym_span){ text, n }, &jp, &err) != YM_E_OK)
        fail_msg("%s: %s", what, err.text);
    return jp;
}

struct json_procedure *load_procedure(const char *path)
{
    size_t n;
    char *const text = load_file(path, &n);
    struct json_procedure *const jp = load_text(path, text, n);

    free(text);
    return jp;
}

void load_print_flaws(const struct ym_procedure *p, const struct ym_flaw *flaws, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct ym_flaw *f = &flaws[i];

        print_error("%s: %s", p->id, ym_flaw_text((enum ym_flaw_kind)f->kind));
        if (f->rule != 0)
            print_error(", rule %u", f->rule);
        if (f->other != 0)
            print_error(" after rule %u", f->other);
        if (f->state != YM_STATE_NONE)
            print_error(", state %s", p->states[f->state].name);
        if (f->deadline != YM_DEADLINE_NONE)
            print_error(", deadline %s", p->deadlines[f->deadline].name);
        print_error("\n");
    }
}
