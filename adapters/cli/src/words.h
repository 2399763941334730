/* SPDX-License-Identifier: Apache-2.0 */
/* What subcommands read from words and write as words: disputes, ids, days, columns of Chinese. */
#ifndef YM_CLI_WORDS_H
#define YM_CLI_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli.h"
#include "yima/calendar.h"
#include "yima/id.h"
#include "yima/span.h"
#include "yima/token.h"
#include "yima/vocab.h"

/* A dispute by its number ("06XK2-9QW3T-ABC7") or its decimal id. */
__attribute__((warn_unused_result)) enum ym_err
cli_read_dispute(const char *text, struct ym_id *ret, struct ym_error *reterr);

/* A word of a vocabulary; the error lists the words. */
__attribute__((warn_unused_result)) enum ym_err
cli_read_code(enum ym_vocab_id vocab, struct ym_span text, uint8_t *ret, struct ym_error *reterr);

/* Words of a vocabulary separated by commas, as a set of bits. */
__attribute__((warn_unused_result)) enum ym_err
cli_read_codes(enum ym_vocab_id vocab, const char *text, uint32_t *ret, struct ym_error *reterr);

/* A month: "YYYY-MM", or "last", the one before this one, for whoever runs it by a timer. Its first
 * day; false, and *ret untouched, for anything else. */
__attribute__((warn_unused_result)) bool cli_read_month(const char *text, ym_day *ret);

/* Is text what --public-url takes: http or https, a host, perhaps a port, at most a slash behind
 * it? It is printed in codes, where nobody can correct it. Says so on standard error when it is
 * not. */
bool cli_take_origin(const char *text);

/* "label_zh label_en   value" with the value in a column of its own: wide characters take two. */
__attribute__((format(printf, 3, 4))) void cli_print_pair(const char *zh, const char *en,
                                                          const char *format, ...);

/* Columns that a text takes on a terminal. */
int cli_width(struct ym_span text);

/* Print text and pad it to this many columns. */
void cli_print_padded(struct ym_span text, int width);

/* What stands behind a last day whose holidays are not published yet, so that it was counted from
 * Monday to Friday; "" behind any other. */
const char *cli_guess_mark(const struct ym_calendar *cal, ym_day last);

#define CLI_ORIGIN_MAX   80  /* bytes of --public-url */
#define CLI_CODE_URL_MAX 160 /* bytes of what a code opens, with its NUL */

/* What the code with this token opens under this origin, in upper case: so it stays in the code's
 * alphanumeric mode. Pre: cli_take_origin(origin). */
void cli_code_url(const char *origin, const struct ym_token *token, char url[CLI_CODE_URL_MAX]);

#endif
