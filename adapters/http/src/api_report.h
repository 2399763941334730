/* SPDX-License-Identifier: Apache-2.0 */
/* The reports of months: which there are, and one of them in one of its forms.
 *
 *   WISH -> the port -> [another thread prints] -> [another process sets the sheet] -> answer */
#ifndef YM_HTTP_SRC_API_REPORT_H
#define YM_HTTP_SRC_API_REPORT_H

#include "api_private.h"
#include "app/month.h"

#define API_REPORT_LEVEL_MAX                                                                       \
    4                         /* the smallest division with a report of its own: street or town    \
                               */
#define API_REPORT_TAG_MAX 72 /* bytes of an entity tag's inside with its NUL */

/* clang-format off */
#define API_REPORT_FORMS(X) /* name, ?format=, media type */ \
    X(JSON, "json", "application/json") \
    X(CSV,  "csv",  "text/csv; charset=utf-8") \
    X(HTML, "html", "text/html; charset=utf-8") \
    X(PDF,  "pdf",  "application/pdf")
/* clang-format on */

#define X(name, word, media) API_REPORT_##name,
enum api_report_form { API_REPORT_FORMS(X) API_REPORT_FORM_COUNT };
#undef X

/* One report on its way; lies in the op's arena. */
struct api_report {
    struct api_op *op;
    ym_day month;               /* its first day */
    int revision;               /* wished for, APP_MONTH_NEWEST: the newest; then the one found */
    enum app_month_scope scope; /* of what */
    int64_t of;                 /* padded code, or body's id; 0: the whole */
    enum api_report_form form;
    unsigned char sha256[32]; /* of the frozen bytes */
    struct ym_buf made;       /* what another thread made of the bytes in op->out */
    enum ym_err err;          /* of that */
    struct ym_error error;
};

/* Set the headers that every form of a report bears, also when the client has it already. */
void api_report_head(const struct api_report *r); /* api_report.c */

/* The answer to r, of the frozen bytes that op->out holds. */
void api_report_print(struct api_report *r); /* api_report_print.c */

void api_get_reports(struct ym_http_request *rq, void *app); /* api_report.c */
void api_get_report(struct ym_http_request *rq, void *app);  /* api_report.c */

#endif
