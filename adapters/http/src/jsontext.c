/* SPDX-License-Identifier: Apache-2.0 */
#include "jsontext.h"

#include "yima/utf8.h"

/* One character that may not stand in a JSON string as it is. */
static void escape(struct ym_buf *b, unsigned char c)
{
    switch (c) {
    case '"':
        ym_buf_puts(b, "\\\"");
        break;
    case '\\':
        ym_buf_puts(b, "\\\\");
        break;
    case '\n':
        ym_buf_puts(b, "\\n");
        break;
    default:
        ym_buf_printf(b, "\\u%04x", c);
        break;
    }
}

void http_json_string(struct ym_buf *b, struct ym_span text)
{
    const bool is_valid = ym_utf8_valid(text);
    size_t plain = 0; /* where the run of bytes that need no care began */

    ym_buf_putc(b, '"');
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        const bool is_bad = c >= 0x80 && !is_valid;

        if (!is_bad && c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        ym_buf_add(b, (struct ym_span){ text.at + plain, i - plain });
        if (is_bad)
            ym_buf_puts(b, "\xEF\xBF\xBD");
        else
            escape(b, c);
        plain = i + 1;
    }
    if (plain < text.n)
        ym_buf_add(b, (struct ym_span){ text.at + plain, text.n - plain });
    ym_buf_putc(b, '"');
}

void http_json_next(struct ym_buf *b)
{
    if (b->n > 0 && b->at[b->n - 1] != '{' && b->at[b->n - 1] != '[')
        ym_buf_putc(b, ',');
}

void http_json_key(struct ym_buf *b, const char *name)
{
    http_json_next(b);
    http_json_string(b, ym_span_of(name));
    ym_buf_putc(b, ':');
}

void http_json_member(struct ym_buf *b, const char *name, const char *text)
{
    http_json_key(b, name);
    http_json_string(b, ym_span_of(text));
}
