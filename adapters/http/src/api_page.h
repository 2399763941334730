/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of the pages for anybody's telephone: one file each, whole without script, nothing from
 * elsewhere, Chinese first and English below it. Every text goes through an escaping appender. */
#ifndef YM_HTTP_SRC_API_PAGE_H
#define YM_HTTP_SRC_API_PAGE_H

#include "api_private.h"

#define API_NONCE_CHARS 26

/* How a page begins. */
struct api_page_head {
    const char *nonce;     /* marks its style */
    const char *title;     /* in Chinese */
    enum ym_colour colour; /* of its band */
    const char *script;    /* address of what it may do more with; NULL: nothing */
};

/* ---- Parts (api_page.c) ---- */

void api_page_begin(struct ym_buf *b, const struct api_page_head *head);
void api_page_end(struct ym_buf *b);
/* The band under which a page stands, with the sign of its colour; both escaped. */
void api_page_band(struct ym_buf *b, enum ym_colour colour, const char *zh, const char *en);
void api_page_text(struct ym_buf *b, struct ym_span text); /* escaped */
void api_page_words(struct ym_buf *b, const char *text);   /* escaped; NULL: nothing */
void api_page_heading(struct ym_buf *b, const char *zh);   /* opens a section */
void api_page_english(struct ym_buf *b, const char *text); /* a paragraph */
/* A whole section. */
void api_page_part(struct ym_buf *b, const char *title, const char *zh, const char *en);

/* ---- Sending (api_scan.c) ---- */

void api_page_nonce(const struct api *api, char ret[API_NONCE_CHARS + 1]);
void api_page_send(const struct api *api, struct ym_http_request *rq, int status, const char *nonce,
                   const struct ym_buf *page);
/* A page that says one thing, where there is no operation. */
void api_page_refuse(struct api *api, struct ym_http_request *rq, int status, const char *zh,
                     const char *en);

#endif
