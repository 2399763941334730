/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/code.svg and code.png: the printed code. A PNG takes tens of
 * milliseconds and is drawn off the loop, from copies. */
#include <string.h>

#include "api_private.h"
#include "yima/number.h"

static struct ym_span copy(struct api_op *op, struct ym_span text)
{
    return text.n == 0 ? YM_SPAN("") : ym_arena_text(&op->arena, text);
}

enum ym_err api_label_make(struct api_op *op, const struct app_view *v, struct ym_qr_label *ret,
                           struct ym_error *reterr)
{
    const struct ym_word *stage = ym_word(YM_VOCAB_STAGE, v->stage);
    char number[YM_NUMBER_TEXT_MAX];
    char url[API_URL_MAX];

    if (v->token.text[0] == '\0')
        return ym_fail(reterr, YM_E_GONE,
                       "the code of this dispute was revoked; reissue_code makes a new one");
    api_code_url(op->api, &v->token, url);
    ym_number_print(v->dispute.id, number);
    *ret = (struct ym_qr_label){ .url = copy(op, ym_span_of(url)),
                                 .number = copy(op, ym_span_of(number)),
                                 .colour = (enum ym_colour)v->colour,
                                 .stage_zh = ym_span_of(stage->zh),
                                 .stage_en = ym_span_of(stage->en),
                                 .heading_zh = copy(op, v->body.name),
                                 .heading_en = YM_SPAN("") };
    return ym_arena_ok(&op->arena)
               ? YM_E_OK
               : ym_fail(reterr, YM_E_BUSY, "no memory for the label; try again in a moment");
}

static void answer_label(struct api_op *op, const char *media)
{
    if (op->label.err != YM_E_OK) {
        const struct ym_error err = op->label.error;

        ym_buf_clear(&op->out);
        api_op_problem(op, &err);
        return;
    }
    ym_http_reply_bytes(op->rq, 200, media, ym_buf_span(&op->out));
    api_op_end(op);
}

static void draw_png(void *arg)
{
    struct api_op *op = arg;

    op->label.err = ym_qr_png(&op->label.label, op->label.dpi, &op->out, &op->label.error);
}

static void on_drawn(void *arg)
{
    answer_label(arg, "image/png");
}

static void draw(struct api_op *op)
{
    const struct api_config *config = &op->api->config;

    if (!op->is_png) {
        op->label.err = ym_qr_svg(&op->label.label, &op->out, &op->label.error);
        answer_label(op, "image/svg+xml");
    } else if (!config->offload(config->offload_arg, draw_png, on_drawn, op)) {
        api_op_error(op, YM_E_BUSY, "more pictures are being drawn than fit; try again shortly");
    }
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_op *op = arg;
    struct ym_error why;

    if (err == YM_E_OK && !app_caller_may_read(op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK)
        api_op_unread(op, err);
    else if (api_label_make(op, v, &op->label.label, &why) != YM_E_OK)
        api_op_problem(op, &why);
    else
        draw(op);
}

static void begin(struct api_op *op)
{
    struct app_reader *r = op->api->config.reader;

    r->ops->dispute(r, op->id, on_view, op);
}

void api_get_code_svg(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);

    if (op == NULL)
        return;
    op->is_png = false;
    begin(op);
}

void api_get_code_png(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);
    const struct ym_span dpi = ym_http_query(rq, "dpi");
    int64_t dots = API_PNG_DPI;

    if (op == NULL)
        return;
    if (dpi.at != NULL && !api_decimal(dpi, YM_QR_DPI_MIN, YM_QR_DPI_MAX, &dots)) {
        api_op_error(op, YM_E_INVALID, "dpi takes %d to %d", YM_QR_DPI_MIN, YM_QR_DPI_MAX);
        return;
    }
    op->is_png = true;
    op->label.dpi = (unsigned)dots;
    begin(op);
}
