/* SPDX-License-Identifier: Apache-2.0 */
/* A row of a CSV file becomes the JSON that POST /disputes takes, so that nothing is checked twice
 * and nothing differently. */
#include <stdio.h>
#include <string.h>

#include "import.h"
#include "json/write.h"

/* How a cell is written. */
enum form {
    TEXT,     /* a text; left out when the cell is empty */
    ALWAYS,   /* a text, also when the cell is empty */
    NUMBER,   /* a whole number */
    IGNORED,  /* for people, or for another program */
    CLAIMANT, /* member of the party at seat 0 */
    RESPONDENT,
};

static const struct {
    const char *column;
    const char *member; /* in the JSON; of parties without their side */
    enum form form;
    bool is_optional; /* the column may be missing */
} columns[] = {
    { "external_ref", "external_ref", TEXT, true },
    { "type", "type", TEXT, false },
    { "channel", "channel", TEXT, false },
    { "source", "source", TEXT, false },
    { "region", "region", TEXT, false },
    { "body", "body", TEXT, false },
    { "title", "title", ALWAYS, false },
    { "description", "description", ALWAYS, false },
    { "amount_fen", "amount_fen", TEXT, true },
    { "harm", "harm", NUMBER, false },
    { "urgency", "urgency", NUMBER, false },
    { "scope", "scope", NUMBER, false },
    { "procedure", "procedure", TEXT, true },
    { "claimant_kind", "kind", CLAIMANT, false },
    { "claimant_name", "name", CLAIMANT, false },
    { "claimant_identity", "identity", CLAIMANT, true },
    { "claimant_phone", "phone", CLAIMANT, true },
    { "claimant_address", "address", CLAIMANT, true },
    { "respondent_kind", "kind", RESPONDENT, false },
    { "respondent_name", "name", RESPONDENT, false },
    { "respondent_identity", "identity", RESPONDENT, true },
    { "respondent_phone", "phone", RESPONDENT, true },
    { "respondent_address", "address", RESPONDENT, true },
    { "outcome", "", IGNORED, true },
    { "line", "", IGNORED, true },
    { "reason", "", IGNORED, true },
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

enum ym_err cli_row_columns_check(const struct cli_rows *rows, struct ym_error *reterr)
{
    if (!cli_rows_is_csv(rows))
        return YM_E_OK;
    for (size_t i = 0; i < COLUMNS; i++)
        if (!columns[i].is_optional && cli_rows_find(rows, columns[i].column) < 0)
            return ym_fail(reterr, YM_E_INVALID, "the column \"%s\" is missing", columns[i].column);
    for (size_t i = 0; i < cli_rows_columns(rows); i++) {
        size_t k = 0;

        while (k < COLUMNS && strcmp(columns[k].column, cli_rows_column(rows, i)) != 0)
            k++;
        if (k == COLUMNS)
            return ym_fail(reterr, YM_E_INVALID,
                           "the column \"%s\" is unknown: rename it or leave it out",
                           cli_rows_column(rows, i));
    }
    return YM_E_OK;
}

static bool is_digits(struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.n > 0 && text.n < 10 && (text.n == 1 || text.at[0] != '0');
}

/* What is no number is written as a text, which the decoder then refuses. */
static void put_cell(struct json_out *w, const char *member, enum form form, struct ym_span cell)
{
    if (form != ALWAYS && cell.n == 0)
        return;
    json_put_key(w, member);
    if (form == NUMBER && is_digits(cell))
        json_put_raw(w, cell);
    else
        json_put_text(w, cell);
}

static void put_all(struct json_out *w, const struct cli_rows *rows, const struct cli_row *row,
                    bool (*wants)(enum form))
{
    for (size_t i = 0; i < COLUMNS; i++) {
        const int at = cli_rows_find(rows, columns[i].column);

        if (at >= 0 && wants(columns[i].form))
            put_cell(w, columns[i].member, columns[i].form, row->fields[at]);
    }
}

static bool is_plain(enum form form)
{
    return form == TEXT || form == ALWAYS || form == NUMBER;
}

static bool is_claimant(enum form form)
{
    return form == CLAIMANT;
}

static bool is_respondent(enum form form)
{
    return form == RESPONDENT;
}

static bool write_json(const struct cli_rows *rows, const struct cli_row *row, struct ym_buf *buf)
{
    struct json_out w;

    ym_buf_clear(buf);
    w = json_out(buf);
    json_put_object(&w);
    put_all(&w, rows, row, is_plain);
    json_put_key(&w, "parties");
    json_put_array(&w);
    json_put_object(&w);
    json_add_word(&w, "side", "claimant");
    put_all(&w, rows, row, is_claimant);
    json_put_object_end(&w);
    json_put_object(&w);
    json_add_word(&w, "side", "respondent");
    put_all(&w, rows, row, is_respondent);
    json_put_object_end(&w);
    json_put_array_end(&w);
    json_put_object_end(&w);
    return json_put_ok(&w);
}

/* "/parties/0/identity: …" is the column claimant_identity. */
static void name_column(struct ym_error *err)
{
    static const struct {
        const char *pointer, *column;
    } names[] = {
        { "/parties/0/", "claimant_" },
        { "/parties/1/", "respondent_" },
        { "/", "" },
    };
    struct ym_error old = *err;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const size_t n = strlen(names[i].pointer);

        if (strncmp(old.text, names[i].pointer, n) == 0) {
            (void)snprintf(err->text, sizeof(err->text), "%s%s", names[i].column, old.text + n);
            return;
        }
    }
}

enum ym_err cli_row_decode(const struct cli_rows *rows, const struct cli_row *row,
                           struct ym_buf *scratch, struct ym_arena *arena, struct json_intake *ret,
                           struct ym_error *reterr)
{
    struct ym_span json = row->text;
    enum ym_err err;

    if (row->flaw != NULL)
        return ym_fail(reterr, YM_E_INVALID, "%s", row->flaw);
    if (cli_rows_is_csv(rows)) {
        if (!write_json(rows, row, scratch))
            return ym_fail(reterr, YM_E_INVALID, "the row is not UTF-8, or too long");
        json = ym_buf_span(scratch);
    }
    err = json_intake_decode(json, arena, ret, reterr);
    if (err != YM_E_OK && cli_rows_is_csv(rows))
        name_column(reterr);
    return err;
}
