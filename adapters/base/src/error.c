/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static const struct {
    int http;
    bool retry;
    const char *type;
    const char *title;
} errors[YM_E_COUNT] = {
#define X(name, http, retry, type, text) [YM_E_##name] = { http, retry, type, text },
    YM_ERRORS(X)
#undef X
};

enum ym_err ym_fail(struct ym_error *reterr, enum ym_err code, const char *format, ...)
{
    assert(code > YM_E_OK && code < YM_E_COUNT);
    if (reterr != NULL) {
        va_list args;

        reterr->code = code;
        va_start(args, format);
        (void)vsnprintf(reterr->text, sizeof(reterr->text), format, args);
        va_end(args);
    }
    return code;
}

int ym_err_http(enum ym_err code)
{
    assert(code < YM_E_COUNT);
    return errors[code].http;
}

bool ym_err_may_retry(enum ym_err code)
{
    assert(code < YM_E_COUNT);
    return errors[code].retry;
}

const char *ym_err_type(enum ym_err code)
{
    assert(code < YM_E_COUNT);
    return errors[code].type;
}

const char *ym_err_title(enum ym_err code)
{
    assert(code < YM_E_COUNT);
    return errors[code].title;
}
