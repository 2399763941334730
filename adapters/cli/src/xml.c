/* SPDX-License-Identifier: Apache-2.0 */
#include "xml.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

void cli_xml_escape(FILE *out, struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.at[i];

        if (c == '&')
            (void)fputs("&amp;", out);
        else if (c == '<')
            (void)fputs("&lt;", out);
        else if (c == '>')
            (void)fputs("&gt;", out);
        else if (c == '"')
            (void)fputs("&quot;", out);
        else if (c == '\t' || c == '\n' || c == '\r')
            (void)fprintf(out, "&#%u;", (unsigned)c);
        else if (c < ' ' || c == 0x7f)
            (void)fputs("\xef\xbf\xbd", out);
        else
            (void)putc(c, out);
    }
}

static void indent(struct cli_xml *x)
{
    for (unsigned i = 0; i < x->depth; i++)
        (void)fputs("  ", x->out);
}

static void close_tag(struct cli_xml *x)
{
    if (x->is_tag_open)
        (void)fputs(">\n", x->out);
    x->is_tag_open = false;
}

struct cli_xml cli_xml(FILE *out)
{
    (void)fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    return (struct cli_xml){ .out = out };
}

void cli_xml_begin(struct cli_xml *x, const char *element)
{
    assert(x->depth < CLI_XML_DEPTH_MAX);
    close_tag(x);
    indent(x);
    (void)fprintf(x->out, "<%s", element);
    x->names[x->depth++] = element;
    x->is_tag_open = true;
}

void cli_xml_end(struct cli_xml *x)
{
    assert(x->depth > 0);
    x->depth--;
    if (x->is_tag_open) {
        (void)fputs("/>\n", x->out);
        x->is_tag_open = false;
        return;
    }
    indent(x);
    (void)fprintf(x->out, "</%s>\n", x->names[x->depth]);
}

void cli_xml_text(struct cli_xml *x, const char *name, struct ym_span value)
{
    assert(x->is_tag_open);
    (void)fprintf(x->out, " %s=\"", name);
    cli_xml_escape(x->out, value);
    (void)putc('"', x->out);
}

void cli_xml_word(struct cli_xml *x, const char *name, const char *value)
{
    cli_xml_text(x, name, ym_span_of(value));
}

void cli_xml_int(struct cli_xml *x, const char *name, int64_t value)
{
    assert(x->is_tag_open);
    (void)fprintf(x->out, " %s=\"%" PRId64 "\"", name, value);
}
