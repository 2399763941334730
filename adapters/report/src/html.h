/* SPDX-License-Identifier: Apache-2.0 */
#ifndef YM_REPORT_SRC_HTML_H
#define YM_REPORT_SRC_HTML_H

#include "view.h"

/* Escape a text for an element or a quoted attribute. */
void html_text(struct ym_buf *out, struct ym_span text);

/* The bars of a table as a figure with an SVG. */
void html_bars(struct ym_buf *out, const struct view_table *t);

#endif
