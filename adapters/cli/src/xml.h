/* SPDX-License-Identifier: Apache-2.0 */
/* Writing XML 1.0 in UTF-8 to a stream: elements one a line, indented, every value escaped here and
 * nowhere else. Constant memory; a failure to write is sticky in the stream (ferror). Misuse (an
 * attribute behind the content, an end without its begin, more than CLI_XML_DEPTH_MAX elements
 * inside each other) is a bug and asserted. */
#ifndef YM_CLI_XML_H
#define YM_CLI_XML_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "yima/span.h"

#define CLI_XML_DEPTH_MAX 16

/* Where a writer stands. Lives on the caller's stack. */
struct cli_xml {
    FILE *out; /* not owned */
    unsigned depth;
    bool is_tag_open;                     /* attributes may follow */
    const char *names[CLI_XML_DEPTH_MAX]; /* of the open elements; of the program */
};

/* Begin a document: the XML declaration. */
struct cli_xml cli_xml(FILE *out);

void cli_xml_begin(struct cli_xml *x, const char *element); /* <element */
void cli_xml_end(struct cli_xml *x);                        /* its end */

/* An attribute of the element just begun. Names are of the program. */
void cli_xml_text(struct cli_xml *x, const char *name, struct ym_span value);
void cli_xml_word(struct cli_xml *x, const char *name, const char *value);
void cli_xml_int(struct cli_xml *x, const char *name, int64_t value);

/* The characters of text, escaped for an attribute or for content: & < > " and white space that a
 * reader would normalise; what XML 1.0 forbids becomes U+FFFD. text is UTF-8. */
void cli_xml_escape(FILE *out, struct ym_span text);

#endif
