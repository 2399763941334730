/* SPDX-License-Identifier: Apache-2.0 */
/* A frozen report in the form that was asked for. JSON goes out as it is; the other forms are made
 * of it on another thread, and the PDF is set in another process, as every document is. */
#include <stdio.h>

#include "api_report.h"
#include "document/sheet.h"
#include "report/print.h"

static const char *const media[] = {
#define X(name, word, media) media,
    API_REPORT_FORMS(X)
#undef X
};

/* ---- On the other thread: nothing but r and what it points to is touched ---- */

static enum ym_err pack_sheet(const struct report *report, struct api_report *r)
{
    struct ym_arena arena;
    struct doc_sheet sheet;
    enum ym_err err;

    if (!ym_arena_init(&arena, REPORT_SHEET_BYTES))
        return ym_fail(&r->error, YM_E_UNAVAILABLE, "no memory for the report; try again shortly");
    err = report_sheet(report, &arena, &sheet, &r->error);
    if (err == YM_E_OK && !doc_sheet_pack(&sheet, &r->made))
        err = ym_fail(&r->error, YM_E_UNAVAILABLE, "no memory for the report; try again shortly");
    ym_arena_release(&arena);
    return err;
}

static void make(void *arg)
{
    struct api_report *r = arg;
    struct report *report = NULL;

    r->err = report_read(ym_buf_span(&r->op->out), &report, &r->error);
    if (r->err == YM_E_OK && r->form == API_REPORT_CSV)
        r->err = report_csv(report, &r->made, &r->error);
    else if (r->err == YM_E_OK && r->form == API_REPORT_HTML)
        r->err = report_html(report, &r->made, &r->error);
    else if (r->err == YM_E_OK)
        r->err = pack_sheet(report, r);
    report_free(report);
}

/* ---- On the loop ---- */

/* Base64 of a hash, with padding (RFC 4648, 4). */
static void print_hash(const unsigned char hash[32], char ret[45])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = 0;

    for (size_t i = 0; i < 33; i += 3) {
        const uint32_t three =
            (uint32_t)hash[i] << 16 | (uint32_t)hash[i + 1] << 8 | (i + 2 < 32 ? hash[i + 2] : 0);

        ret[n++] = digits[three >> 18];
        ret[n++] = digits[three >> 12 & 63];
        ret[n++] = digits[three >> 6 & 63];
        ret[n++] = digits[three & 63];
    }
    ret[43] = '=';
    ret[44] = '\0';
}

/* The page brings one style and nothing else; that style alone is allowed. */
static void put_policy(struct api_op *op)
{
    const struct ym_span style = report_style();
    unsigned char hash[32];
    char text[45];
    char policy[192];

    op->api->config.hash->sha256_2(style.at, style.n, "", 0, hash);
    print_hash(hash, text);
    (void)snprintf(
        policy, sizeof(policy),
        "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'",
        text);
    ym_http_reply_header(op->rq, "Content-Security-Policy", policy);
}

static void answer(struct api_report *r, struct ym_span bytes)
{
    api_report_head(r);
    ym_http_reply_bytes(r->op->rq, 200, media[r->form], bytes);
    ym_buf_release(&r->made);
    api_op_end(r->op);
}

static void refuse(struct api_report *r)
{
    const struct ym_error why = r->error;

    ym_buf_release(&r->made);
    ym_buf_clear(&r->op->out);
    api_op_problem(r->op, &why);
}

static void on_set(void *arg, enum ym_err err, struct ym_span output)
{
    struct api_report *r = arg;

    r->op->paper.is_printing = false;
    if (err == YM_E_OK) {
        answer(r, output);
        return;
    }
    if (err == YM_E_UNPROCESSABLE)
        (void)ym_fail(&r->error, err, "%.*s", (int)output.n, output.at);
    else
        (void)ym_fail(&r->error, YM_E_UNAVAILABLE,
                      "the report could not be set; try again in a moment");
    refuse(r);
}

static void set(struct api_report *r)
{
    const struct api_config *config = &r->op->api->config;

    if (config->print(config->print_arg, &r->made, on_set, r, &r->error) == YM_E_OK)
        r->op->paper.is_printing = true;
    else
        refuse(r);
}

static void on_made(void *arg)
{
    struct api_report *r = arg;

    if (r->err != YM_E_OK) {
        refuse(r);
    } else if (r->form == API_REPORT_PDF) {
        set(r);
    } else {
        if (r->form == API_REPORT_HTML)
            put_policy(r->op);
        answer(r, ym_buf_span(&r->made));
    }
}

static size_t room_for(enum api_report_form form)
{
    switch (form) {
    case API_REPORT_CSV:
        return REPORT_CSV_BYTES_MAX;
    case API_REPORT_HTML:
        return REPORT_HTML_BYTES_MAX;
    case API_REPORT_PDF:
        return DOC_PACKED_BYTES_MAX;
    case API_REPORT_JSON:
    case API_REPORT_FORM_COUNT:
        break;
    }
    return 0;
}

void api_report_print(struct api_report *r)
{
    const struct api_config *config = &r->op->api->config;

    if (r->form != API_REPORT_JSON)
        ym_buf_init(&r->made, room_for(r->form));
    if (!ym_buf_ok(&r->op->out)) {
        (void)ym_fail(&r->error, YM_E_UNAVAILABLE, "no memory for the report; try again shortly");
        refuse(r);
    } else if (r->form == API_REPORT_JSON) {
        answer(r, ym_buf_span(&r->op->out));
    } else if (r->form == API_REPORT_PDF && config->print == NULL) {
        (void)ym_fail(&r->error, YM_E_UNAVAILABLE, "this program prints no documents");
        refuse(r);
    } else if (r->form == API_REPORT_PDF && api_prints_enough(r->op)) {
        (void)ym_fail(&r->error, YM_E_BUSY,
                      "%d documents of yours are being set; wait for one of them",
                      API_PRINTS_AT_ONCE);
        refuse(r);
    } else if (!config->offload(config->offload_arg, make, on_made, r)) {
        (void)ym_fail(&r->error, YM_E_BUSY, "more is being printed than fits; try again shortly");
        refuse(r);
    }
}
