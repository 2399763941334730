/* SPDX-License-Identifier: Apache-2.0 */
/* Reads of personal data: logged before the answer leaves (个人信息保护法 51, 54).
 *
 * The answer is whole and waits in the operation; when the log cannot be written it is thrown away
 * and the read is refused. */
#include "api_private.h"
#include "app/casefile.h"

/* The purpose that the header names, or the role's own. False: the header says what may not be. */
static bool take_purpose(const struct api_op *op, uint8_t *ret)
{
    const struct ym_span header = op->rq->header[YM_HTTP_H_PURPOSE];
    const unsigned role = op->caller->actor.role;
    const int named = header.n > 0 ? app_purpose_find(header) : (int)app_purpose_of(role);

    if (named < 0 || !app_purpose_fits(role, (enum app_purpose)named))
        return false;
    *ret = (uint8_t)named;
    return true;
}

static void throw_away(struct api_op *op)
{
    ym_buf_clear(&op->out);
    op->w = json_out(&op->out);
}

static void on_logged(void *arg, enum ym_err err)
{
    struct api_op *op = arg;

    if (err == YM_E_OK) {
        op->logged(op);
        return;
    }
    throw_away(op);
    api_op_error(op, YM_E_UNAVAILABLE,
                 "reads of personal data are logged, and the log cannot be written now: nothing is "
                 "shown; try again in a moment");
}

void api_op_log_then(struct api_op *op, unsigned what, void (*then)(struct api_op *op))
{
    struct app_casefile *casefile = op->api->config.casefile;
    struct app_access row = { .dispute = op->id, .what = (uint8_t)what, .at = api_now(op->api) };

    if (casefile == NULL) {
        then(op);
        return;
    }
    if (!take_purpose(op, &row.purpose)) {
        throw_away(op);
        api_op_error(op, YM_E_INVALID,
                     "Yima-Purpose takes handling, window, supervision, audit or request; of a "
                     "party: party or request");
        return;
    }
    app_access_of(op->caller, &row);
    row.id = app_file_id(op->api->config.secrets, row.at);
    op->logged = then;
    casefile->ops->log(casefile, &row, on_logged, op);
}

static void answer(struct api_op *op)
{
    api_op_json(op, 200);
}

void api_op_logged(struct api_op *op, unsigned what)
{
    api_op_log_then(op, what, answer);
}
