/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app/month.h"
#include "yima/number.h"

#define LABEL_COLUMNS 32

enum ym_err cli_read_dispute(const char *text, struct ym_id *ret, struct ym_error *reterr)
{
    const struct ym_span span = ym_span_of(text);
    const enum ym_number_error error = ym_number_parse(span, ret);
    long long v;

    if (error == YM_NUMBER_OK)
        return YM_E_OK;
    if (cli_number(text, 1, INT64_MAX, &v) && ym_id_valid((struct ym_id){ v })) {
        ret->v = v;
        return YM_E_OK;
    }
    return ym_fail(reterr, YM_E_INVALID, "%.64s: %s", text, ym_number_error_text(error));
}

bool cli_read_month(const char *text, ym_day *ret)
{
    if (strcmp(text, "last") != 0)
        return app_month_parse(ym_span_of(text), ret);
    *ret = app_month_plus(app_month_of(ym_day_of(cli_now())), -1);
    return true;
}

enum ym_err cli_read_code(enum ym_vocab_id vocab, struct ym_span text, uint8_t *ret,
                          struct ym_error *reterr)
{
    const struct ym_vocab *v = ym_vocab(vocab);
    const int found = ym_vocab_find(vocab, text);
    char list[180] = "";
    size_t n = 0;

    if (found >= 0) {
        *ret = (uint8_t)found;
        return YM_E_OK;
    }
    for (int i = 0; i < v->count && n + strlen(v->words[i].code) + 3 < sizeof(list); i++)
        n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", i > 0 ? ", " : "",
                              v->words[i].code);
    return ym_fail(reterr, YM_E_UNPROCESSABLE, "no %s \"%.*s\"; there are %s", v->name,
                   text.n < 32 ? (int)text.n : 32, text.at, list);
}

enum ym_err cli_read_codes(enum ym_vocab_id vocab, const char *text, uint32_t *ret,
                           struct ym_error *reterr)
{
    uint32_t set = 0;

    for (const char *at = text; at != NULL;) {
        const size_t n = strcspn(at, ",");
        uint8_t code = 0;
        enum ym_err err = cli_read_code(vocab, (struct ym_span){ at, n }, &code, reterr);

        if (err != YM_E_OK)
            return err;
        set |= UINT32_C(1) << code;
        at = at[n] == ',' ? at + n + 1 : NULL;
    }
    *ret = set;
    return YM_E_OK;
}

/* East Asian wide characters begin at U+1100; what our texts use beyond is wide from U+2E80 on. */
int cli_width(struct ym_span text)
{
    int width = 0;

    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.at[i];

        if ((c & 0xC0) == 0x80)
            continue;
        width += c >= 0xE3 || (c == 0xE2 && i + 1 < text.n && (unsigned char)text.at[i + 1] >= 0xBA)
                     ? 2
                     : 1;
    }
    return width;
}

void cli_print_padded(struct ym_span text, int width)
{
    const int used = cli_width(text);

    (void)printf("%.*s%*s", (int)text.n, text.at, used < width ? width - used : 1, "");
}

void cli_print_pair(const char *zh, const char *en, const char *format, ...)
{
    char label[128];
    va_list args;

    (void)snprintf(label, sizeof(label), "%s %s", zh, en);
    cli_print_padded(ym_span_of(label), LABEL_COLUMNS);
    va_start(args, format);
    (void)vprintf(format, args);
    va_end(args);
    (void)putchar('\n');
}

static bool is_origin(const char *text)
{
    static const char digits[] = "0123456789";
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    size_t n;

    if (strncasecmp(text, "http", 4) != 0)
        return false;
    text += text[4] == 's' || text[4] == 'S' ? 5 : 4;
    if (strncmp(text, "://", 3) != 0)
        return false;
    text += 3;
    n = *text == '[' ? strspn(text + 1, "0123456789abcdefABCDEF:.") : strspn(text, letters);
    if (n == 0 || (*text == '[' && text[n + 1] != ']'))
        return false;
    text += *text == '[' ? n + 2 : n;
    if (*text == ':') {
        n = strspn(text + 1, digits);
        if (n == 0 || n > 5)
            return false;
        text += n + 1;
    }
    return *text == '\0' || strcmp(text, "/") == 0;
}

bool cli_take_origin(const char *text)
{
    if (is_origin(text))
        return true;
    (void)cli_complain("--public-url takes http:// or https://, a host and perhaps a port, such as "
                       "HTTPS://YIMA.EXAMPLE.GOV.CN");
    return false;
}

const char *cli_guess_mark(const struct ym_calendar *cal, ym_day last)
{
    return ym_calendar_covers(cal, last) ? "" : " 暂计，节假日未公布 provisional";
}
