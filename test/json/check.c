/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *edited(const char *text, const char *find, const char *put)
{
    const char *const at = strstr(text, find);
    const size_t bytes = strlen(text) + strlen(put) + 1;
    char *out;

    if (at == NULL)
        fail_msg("the sample does not hold %s", find);
    out = malloc(bytes);
    assert_non_null(out);
    (void)snprintf(out, bytes, "%.*s%s%s", (int)(at - text), text, put, at + strlen(find));
    return out;
}

char *load(const char *path)
{
    FILE *const file = fopen(path, "rb");
    const size_t cap = 1 << 20;
    char *text;
    size_t n;

    if (file == NULL)
        fail_msg("cannot open %s", path);
    text = malloc(cap);
    assert_non_null(text);
    n = fread(text, 1, cap - 1, file);
    assert_true(feof(file));
    (void)fclose(file);
    text[n] = '\0';
    return text;
}

char *repeated(const char *unit, size_t n)
{
    const size_t bytes = strlen(unit);
    char *const text = malloc(bytes * n + 1);

    assert_non_null(text);
    for (size_t i = 0; i < n; i++)
        memcpy(text + i * bytes, unit, bytes);
    text[bytes * n] = '\0';
    return text;
}

void assert_error(const struct ym_error *error, enum ym_err code, const char *part)
{
    if (error->code != code || strstr(error->text, part) == NULL)
        fail_msg("expected %s \"%s\", got %s \"%s\"", ym_err_type(code), part,
                 ym_err_type(error->code), error->text);
}

void assert_span(struct ym_span got, const char *expected)
{
    if (!ym_span_is(got, ym_span_of(expected)))
        fail_msg("expected %s\ngot      %.*s", expected, (int)got.n, got.at);
}
