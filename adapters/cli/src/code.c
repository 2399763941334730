/* SPDX-License-Identifier: Apache-2.0 */
/* yima code: the mediation code of a dispute, on the terminal or as a label to print. */
#include <ctype.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ask.h"
#include "qr/code.h"
#include "words.h"
#include "yima/number.h"

#define PNG_DPI 300

struct coding {
    const char *format, *output, *public_url;
    struct ym_buf buf;
    enum ym_err err;
    struct ym_error why;
};

/* Half blocks and Chinese are drawn where the locale, or the want of one, says UTF-8. */
static bool is_utf8(void)
{
    const char *codeset;

    (void)setlocale(LC_CTYPE, "");
    codeset = nl_langinfo(CODESET);
    return strcmp(codeset, "UTF-8") == 0 || strcmp(codeset, "ANSI_X3.4-1968") == 0;
}

static struct ym_qr_terminal terminal(void)
{
    struct winsize size;
    struct ym_qr_terminal t = { .is_utf8 = is_utf8(), .is_ansi = isatty(STDOUT_FILENO) == 1 };

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        t.columns = size.ws_col;
    return t;
}

static enum ym_err draw(struct coding *c, const struct ym_qr_label *label)
{
    const struct ym_qr_terminal t = terminal();

    if (strcmp(c->format, "svg") == 0)
        return ym_qr_svg(label, &c->buf, &c->why);
    if (strcmp(c->format, "png") == 0)
        return ym_qr_png(label, PNG_DPI, &c->buf, &c->why);
    return ym_qr_terminal(label, &t, &c->buf, &c->why);
}

void cli_code_url(const char *origin, const struct ym_token *token, char url[CLI_CODE_URL_MAX])
{
    size_t n = strlen(origin);

    while (n > 0 && origin[n - 1] == '/')
        n--;
    (void)snprintf(url, CLI_CODE_URL_MAX, "%.*s/M/%s", (int)n, origin, token->text);
    for (char *at = url; *at != '\0'; at++)
        *at = (char)toupper((unsigned char)*at);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct coding *c = arg;
    const struct ym_word *stage = ym_word(YM_VOCAB_STAGE, v->stage);
    char number[YM_NUMBER_TEXT_MAX];
    char url[CLI_CODE_URL_MAX];
    struct ym_qr_label label = { .colour = (enum ym_colour)v->colour,
                                 .stage_zh = ym_span_of(stage->zh),
                                 .stage_en = ym_span_of(stage->en),
                                 .heading_zh = v->body.name,
                                 .heading_en = YM_SPAN("") };

    (void)err; /* only called with OK */
    if (v->token.text[0] == '\0') {
        c->err = ym_fail(&c->why, YM_E_NOT_FOUND,
                         "the code of this dispute was revoked; the command reissue_code makes a "
                         "new one");
        return;
    }
    ym_number_print(v->dispute.id, number);
    cli_code_url(c->public_url, &v->token, url);
    label.number = ym_span_of(number);
    label.url = ym_span_of(url);
    if (label.heading_zh.n == 0)
        label.heading_zh = YM_SPAN("");
    c->err = draw(c, &label);
}

static enum ym_err write_out(struct coding *c, struct ym_error *reterr)
{
    const char *const path = c->output;
    FILE *f = path != NULL ? fopen(path, "wb") : stdout;
    bool ok;

    if (f == NULL)
        return ym_fail(reterr, YM_E_INVALID, "cannot write %.150s: %s", path, strerror(errno));
    ok = fwrite(c->buf.at, 1, c->buf.n, f) == c->buf.n;
    ok = fflush(f) == 0 && ok;
    if (path != NULL)
        ok = fclose(f) == 0 && ok;
    return ok ? YM_E_OK
              : ym_fail(reterr, YM_E_INVALID, "cannot write the code: %s", strerror(errno));
}

static int make(const struct cli *cli, struct coding *c, const char *dispute)
{
    struct cli_ask ask;
    struct ym_error why;
    enum ym_err err = cli_ask_open(cli, &ask, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = cli_ask_dispute(&ask, dispute, on_view, c, &why);
    cli_ask_close(&ask);
    if (err == YM_E_OK && c->err != YM_E_OK) {
        why = c->why;
        err = c->err;
    }
    if (err == YM_E_OK && !ym_buf_ok(&c->buf))
        err = ym_fail(&why, YM_E_UNAVAILABLE, "no memory for the code");
    if (err == YM_E_OK)
        err = write_out(c, &why);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct coding c = { .format = "terminal" };
    const struct cli_option options[] = {
        { "format", "FORMAT", "terminal, svg or png (terminal)", &c.format, NULL },
        { "output", "FILE", "where to write it, instead of standard output", &c.output, NULL },
        { "public-url", "URL", "origin that a scan opens, as with yima serve; needed",
          &c.public_url, NULL },
    };
    int code;
    const int at =
        cli_options(cli, &cli_code, argc, argv, &(struct cli_syntax){ options, 3, 1, 1 }, &code);

    if (at < 0)
        return code;
    if (c.public_url == NULL) {
        (void)cli_complain("say with --public-url which origin a scan opens, such as "
                           "--public-url HTTPS://YIMA.EXAMPLE.GOV.CN: the one yima serve has");
        return CLI_USAGE;
    }
    if (!cli_take_origin(c.public_url))
        return CLI_USAGE;
    if ((strcmp(c.format, "terminal") != 0 && strcmp(c.format, "svg") != 0 &&
         strcmp(c.format, "png") != 0) ||
        strlen(c.public_url) > CLI_ORIGIN_MAX) {
        (void)cli_complain("--format takes terminal, svg or png; --public-url at most %d bytes",
                           CLI_ORIGIN_MAX);
        return CLI_USAGE;
    }
    if (strcmp(c.format, "png") == 0 && c.output == NULL && isatty(STDOUT_FILENO) == 1) {
        (void)cli_complain("a PNG is no text: name a file with --output");
        return CLI_USAGE;
    }
    ym_buf_init(&c.buf, YM_QR_PNG_BYTES_MAX);
    code = make(cli, &c, argv[at]);
    ym_buf_release(&c.buf);
    return code;
}

const struct cli_command cli_code = { "code", "DISPUTE",
                                      "draw the mediation code of a dispute, by number or id",
                                      run };
