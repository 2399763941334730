/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/labels.svg?ids=…,…: a sheet of A4 with the labels of up to four disputes, each as
 * large as when it is printed alone. One that the caller may not see fails the sheet, so that
 * nobody takes three labels for four. */
#include <string.h>

#include "api_private.h"
#include "qr/sheet.h"
#include "yima/number.h"

struct sheet {
    struct api_op *op;
    size_t n, read; /* asked for, and read so far */
    struct ym_id ids[YM_QR_SHEET_MAX];
    struct ym_qr_label labels[YM_QR_SHEET_MAX]; /* texts in the op's arena */
};

static bool take_ids(struct sheet *s, struct ym_span text, struct ym_error *reterr)
{
    while (text.n > 0) {
        const char *comma = memchr(text.at, ',', text.n);
        const size_t n = comma == NULL ? text.n : (size_t)(comma - text.at);

        if (s->n == YM_QR_SHEET_MAX) {
            (void)ym_fail(reterr, YM_E_INVALID,
                          "a sheet holds %d labels; ask for the next ones "
                          "with another call",
                          YM_QR_SHEET_MAX);
            return false;
        }
        if (api_id_parse((struct ym_span){ text.at, n }, &s->ids[s->n++], reterr) != YM_E_OK)
            return false;
        text = comma == NULL ? YM_SPAN("") : (struct ym_span){ comma + 1, text.n - n - 1 };
    }
    if (s->n > 0)
        return true;
    (void)ym_fail(reterr, YM_E_INVALID, "ids takes 1 to %d numbers of disputes with commas between",
                  YM_QR_SHEET_MAX);
    return false;
}

static void read_next(struct sheet *s);

static void draw(struct sheet *s)
{
    struct api_op *op = s->op;
    struct ym_error err;

    if (ym_qr_sheet(s->labels, s->n, &op->out, &err) != YM_E_OK) {
        ym_buf_clear(&op->out);
        api_op_problem(op, &err);
        return;
    }
    ym_http_reply_bytes(op->rq, 200, "image/svg+xml", ym_buf_span(&op->out));
    api_op_end(op);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct sheet *s = arg;
    struct ym_error why;

    if (err == YM_E_OK && !app_caller_may_read(s->op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_op_unread(s->op, err);
    } else if (api_label_make(s->op, v, &s->labels[s->read], &why) != YM_E_OK) {
        api_op_problem(s->op, &why);
    } else {
        s->read++;
        read_next(s);
    }
}

static void read_next(struct sheet *s)
{
    struct app_reader *r = s->op->api->config.reader;

    if (s->read == s->n)
        draw(s);
    else
        r->ops->dispute(r, s->ids[s->read], on_view, s);
}

void api_get_labels(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_take(app, rq);
    struct ym_error err;
    struct sheet *s;

    if (op == NULL)
        return;
    s = ym_arena_alloc(&op->arena, 1, sizeof(*s));
    if (s == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for the sheet; try again in a moment");
        return;
    }
    s->op = op;
    if (take_ids(s, ym_http_query(rq, "ids"), &err))
        read_next(s);
    else
        api_op_problem(op, &err);
}
