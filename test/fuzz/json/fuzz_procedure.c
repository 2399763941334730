/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is accepted prints, and what is printed reads back and prints the same. (A file of a
 * mebibyte may print to a little more than may be read; no input here is that long.) */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "json/procedure.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ym_buf print(const struct json_procedure *p)
{
    struct ym_buf buf;
    bool ok;

    ym_buf_init(&buf, JSON_PROCEDURE_PRINT_MAX);
    ok = json_procedure_print(json_procedure_get(p), &buf);
    assert(ok);
    return buf;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_procedure *first;
    struct json_procedure *second;
    struct ym_buf once;
    struct ym_buf twice;
    struct ym_flaw flaw;
    enum ym_err err;

    if (json_procedure_parse((struct ym_span){ (const char *)data, size }, &first, NULL) != YM_E_OK)
        return 0;
    (void)ym_procedure_check(json_procedure_get(first), &flaw, 1);
    once = print(first);
    err = json_procedure_parse(ym_buf_span(&once), &second, NULL);
    assert(err == YM_E_OK);
    twice = print(second);
    assert(ym_span_is(ym_buf_span(&once), ym_buf_span(&twice)));
    ym_buf_release(&once);
    ym_buf_release(&twice);
    json_procedure_free(first);
    json_procedure_free(second);
    return 0;
}
