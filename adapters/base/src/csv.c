/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include <string.h>

bool ym_csv_is_formula(struct ym_span text)
{
    static const char first[] = { '=', '+', '-', '@', '\t', '\r' };

    return text.n > 0 && memchr(first, text.at[0], sizeof(first)) != NULL;
}

void ym_csv_quoted(struct ym_buf *b, struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"')
            ym_buf_putc(b, '"');
        ym_buf_putc(b, text.at[i]);
    }
}

void ym_csv_text(struct ym_buf *b, struct ym_span text)
{
    ym_buf_putc(b, '"');
    if (ym_csv_is_formula(text))
        ym_buf_putc(b, '\'');
    ym_csv_quoted(b, text);
    ym_buf_putc(b, '"');
}
