/* SPDX-License-Identifier: Apache-2.0 */
#include "summary.h"

#include "app/month.h"
#include "base/hex.h"
#include "output.h"

#define SUMMARY_BYTES_MAX 16384

void cli_summary_begin(struct cli_summary *s, ym_day month, enum ym_err outcome,
                       const struct ym_error *why)
{
    char text[APP_MONTH_TEXT_MAX];

    s->outcome = outcome;
    ym_buf_init(&s->bytes, SUMMARY_BYTES_MAX);
    s->w = json_out(&s->bytes);
    app_month_print(month, text);
    json_put_object(&s->w);
    json_add_word(&s->w, "month", text);
    json_add_bool(&s->w, "ok", outcome == YM_E_OK);
    if (outcome == YM_E_OK)
        return;
    json_add_word(&s->w, "error", ym_err_title(outcome));
    json_add_word(&s->w, "detail", why->text);
}

void cli_summary_hash(struct cli_summary *s, const char *key, const unsigned char hash[32])
{
    char hex[YM_HEX_32];

    ym_hex(hash, 32, hex);
    json_add_word(&s->w, key, hex);
}

static enum ym_err write_whole(struct cli_summary *s, const char *path, struct ym_error *reterr)
{
    struct cli_output o;
    enum ym_err err = cli_output_open(path, &o, reterr);

    json_put_object_end(&s->w);
    if (err == YM_E_OK && !json_put_ok(&s->w)) {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the summary");
        cli_output_abort(&o);
    } else if (err == YM_E_OK) {
        (void)fprintf(o.file, "%.*s\n", (int)s->bytes.n, s->bytes.at);
        err = cli_output_commit(&o, reterr);
    }
    return err;
}

enum ym_err cli_summary_end(struct cli_summary *s, const char *path, struct ym_error *why)
{
    struct ym_error also;
    const enum ym_err err = write_whole(s, path, &also);

    ym_buf_release(&s->bytes);
    if (s->outcome != YM_E_OK)
        return s->outcome;
    if (err != YM_E_OK)
        *why = also;
    return err;
}
