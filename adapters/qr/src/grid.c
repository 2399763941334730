/* SPDX-License-Identifier: Apache-2.0 */
#include "qr/grid.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include <qrencode.h>

static const char alphanumeric[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

static enum ym_err check_text(struct ym_span text, struct ym_error *reterr)
{
    if (text.n == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "a code needs a text");
    if (text.n > YM_QR_TEXT_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "the text of a code has %zu characters and may have %d: use a shorter host",
                       text.n, YM_QR_TEXT_MAX);
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '\0' || strchr(alphanumeric, text.at[i]) == NULL)
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "character %zu of a code's text is not one of 0-9 A-Z space $%%*+-./: "
                           "(write host and path in upper case)",
                           i + 1);
    }
    return YM_E_OK;
}

/* Keep what we need of the library's code. */
static void convert(const QRcode *code, struct ym_qr_grid *ret)
{
    const size_t n = (size_t)code->width * (size_t)code->width;

    assert(code->version >= 1);
    assert(code->version <= YM_QR_VERSION_MAX);
    assert(code->width == 17 + 4 * code->version);
    memset(ret, 0, sizeof(*ret));
    ret->version = (unsigned)code->version;
    ret->side = (unsigned)code->width;
    for (size_t i = 0; i < n; i++)
        ret->dark[i] = code->data[i] & 1;
}

enum ym_err ym_qr_grid_make(struct ym_span text, struct ym_qr_grid *ret_grid,
                            struct ym_error *reterr)
{
    QRinput *input;
    QRcode *code = NULL;
    enum ym_err err = check_text(text, reterr);

    memset(ret_grid, 0, sizeof(*ret_grid));
    if (err != YM_E_OK)
        return err;
    input = QRinput_new2(0, QR_ECLEVEL_Q);
    if (input != NULL &&
        QRinput_append(input, QR_MODE_AN, (int)text.n, (const unsigned char *)text.at) == 0)
        code = QRcode_encodeInput(input);
    if (code != NULL)
        convert(code, ret_grid);
    else
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to make a code");
    QRcode_free(code);
    QRinput_free(input);
    return err;
}

bool ym_qr_grid_dark(const struct ym_qr_grid *grid, int x, int y)
{
    const int side = (int)grid->side;

    return x >= 0 && y >= 0 && x < side && y < side && grid->dark[y * side + x] != 0;
}
