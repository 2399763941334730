/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/number.h"

#include "damm.h"
#include "yima/base32.h"

#define GROUP 5

/* What is wrong with a number, in two languages. */
static const struct {
    const char *text;
    const char *zh;
} errors[YM_NUMBER_ERROR_COUNT] = {
#define X(name, text, zh) { text, zh },
    YM_NUMBER_ERRORS(X)
#undef X
};

void ym_number_compact(struct ym_id id, char out[YM_NUMBER_COMPACT_MAX])
{
    uint32_t c = 0;

    assert(ym_id_valid(id));
    ym_base32_encode((uint64_t)id.v, YM_BASE32_WORD, out);
    for (size_t i = 0; i < YM_BASE32_WORD; i++)
        c = damm(c, (uint32_t)ym_base32_value(out[i]));
    out[YM_BASE32_WORD] = ym_base32_digit(damm(c, 0));
    out[YM_NUMBER_CHARS] = '\0';
}

void ym_number_print(struct ym_id id, char out[YM_NUMBER_TEXT_MAX])
{
    char compact[YM_NUMBER_COMPACT_MAX];
    size_t at = 0;

    ym_number_compact(id, compact);
    for (size_t i = 0; i < YM_NUMBER_CHARS; i++) {
        if (i > 0 && i % GROUP == 0)
            out[at++] = '-';
        out[at++] = compact[i];
    }
    out[at] = '\0';
}

enum ym_number_error ym_number_parse(struct ym_span text, struct ym_id *ret)
{
    char compact[YM_NUMBER_CHARS];
    uint32_t c = 0;
    size_t n = 0;
    uint64_t value;

    if (text.n > YM_NUMBER_INPUT_MAX)
        return YM_NUMBER_LENGTH;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == ' ' || text.at[i] == '-')
            continue;

        const int digit = ym_base32_value(text.at[i]);

        if (digit < 0)
            return YM_NUMBER_CHARACTER;
        if (n == YM_NUMBER_CHARS)
            return YM_NUMBER_LENGTH;
        c = damm(c, (uint32_t)digit);
        compact[n++] = text.at[i];
    }
    if (n != YM_NUMBER_CHARS)
        return YM_NUMBER_LENGTH;
    if (c != 0)
        return YM_NUMBER_CHECK;
    if (!ym_base32_decode((struct ym_span){ compact, YM_BASE32_WORD }, &value) ||
        value > INT64_MAX || !ym_id_valid((struct ym_id){ (int64_t)value }))
        return YM_NUMBER_RANGE;
    ret->v = (int64_t)value;
    return YM_NUMBER_OK;
}

const char *ym_number_error_text(enum ym_number_error error)
{
    assert(error < YM_NUMBER_ERROR_COUNT);
    return errors[error].text;
}

const char *ym_number_error_zh(enum ym_number_error error)
{
    assert(error < YM_NUMBER_ERROR_COUNT);
    return errors[error].zh;
}
